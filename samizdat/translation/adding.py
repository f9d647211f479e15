"""The folder of a new translation: the source's structure, with room for the translator's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from samizdat.metadata import Metadata
from samizdat.scanner import TextFile
from samizdat.translation import ledger
from samizdat.translation.passages import Passage, passages

Manner = Literal["comments", "text", "empty"]


def new_folder(
    facts: Metadata, files: Iterable[TextFile], notes: TextFile | None, manner: Manner
) -> dict[str, str]:
    """The files of the folder by their names, and what is in them.

    With `comments` each passage of the source stands in a comment above the place of its
    translation, with `text` it stands there itself, with `empty` only headings are shown, in
    comments. What has no words, such as code, is there in every manner.
    """
    every = [*files, *([notes] if notes else [])]
    return {
        "metadata.yaml": _metadata(facts),
        **{file.name: _text(file, facts.language, manner) for file in every},
        ledger.NAME: ledger.dump(ledger.Ledger()),
    }


def _text(file: TextFile, language: str, manner: Manner) -> str:
    if manner == "text":
        return file.text.lstrip("\n")
    parts = [_place(p, language, manner) for p in passages(file) if p.kind != "comment"]
    return "\n\n".join(part for part in parts if part) + "\n"


def _place(passage: Passage, language: str, manner: Manner) -> str:
    if not passage.has_words:
        return passage.text
    if manner == "empty" and passage.kind != "heading":
        return ""
    words = passage.text.replace("-->", "--\\>")
    return f"<!-- {language}\n{words}\n-->\n"


def _metadata(facts: Metadata) -> str:
    """The metadata that a translation has of its own, each in a comment until it is translated."""
    lines = [
        "# Take the number sign away from a line, and translate what stands there. All that is not",
        "# given here comes from the metadata.yaml of the source.",
    ]
    for key, value in (
        ("title", facts.title),
        ("subtitle", facts.subtitle),
        ("description", facts.description),
        ("rights", facts.rights),
    ):
        if value:
            lines.append(f"# {key}: {_quoted(value)}")
    if facts.subjects:
        lines.append(f"# subjects: [{', '.join(_quoted(word) for word in facts.subjects)}]")
    lines.append("# creators:")
    for creator in facts.creators:
        lines += [f"#   - name: {_quoted(creator.name)}", f"#     role: {_quoted(creator.role)}"]
    lines += ["#   - name: the translator's name", "#     role: translator"]
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    words = " ".join(value.split())
    is_plain = re.fullmatch(r"[^\W\d_](?:[\w .’'-]*\w)?", words) and words.lower() not in {
        *("yes", "no", "true", "false", "null", "on", "off")
    }
    return words if is_plain else '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
