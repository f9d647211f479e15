"""The block of facts that a site generator or pandoc keeps at the head of a Markdown file."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit

_BLOCK = re.compile(
    r"\A(?P<sign>---|\+\+\+)[ \t]*\n(?P<body>.*?)\n(?:(?P=sign)|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_LONGEST = 20_000
"""Characters of a block above which it is none: what is nested in it takes too long to read."""
_KEYS = {
    "title": "title",
    "subtitle": "subtitle",
    "lang": "language",
    "language": "language",
    "date": "date",
    "pubdate": "date",
    "source": "source",
    "rights": "rights",
    "license": "rights",
    "copyright": "rights",
    "publisher": "publisher",
    "description": "description",
    "abstract": "description",
}
_PEOPLE = {
    "author": "author",
    "authors": "author",
    "translator": "translator",
    "translators": "translator",
    "editor": "editor",
    "editors": "editor",
}


def take_front_matter(draft: Draft) -> Iterator[Edit]:
    """The block goes, and what it says of the book to metadata.yaml.

    In one of several files it speaks of a chapter: there its title becomes the heading, where the
    file has none, and the rest goes.
    """
    if draft.is_notes:
        return
    starts = [0, *draft.breaks]
    for start, end in zip(starts, [*draft.breaks, len(draft.text)], strict=True):
        head = start + len(draft.text[start:end]) - len(draft.text[start:end].lstrip("\n"))
        match = _BLOCK.match(draft.text[head:end])
        facts = _facts_in(match) if match else None
        if match is None or facts is None:
            continue
        is_chapter = len(starts) > 1
        has_heading = any(start <= one.start < end for one in draft.file.headings)
        title = facts.get("title")
        yield Edit(
            head,
            head + match.end(),
            f"# {title}\n\n" if is_chapter and title and not has_heading else "",
            "the block of facts at the head of the file belongs to metadata.yaml",
            "to metadata",
            facts={} if is_chapter else facts,
        )


def _facts_in(match: re.Match[str]) -> dict[str, object] | None:
    """What the block says of the book, or None where it is neither YAML nor TOML."""
    if len(match["body"]) > _LONGEST:
        return None
    try:
        if match["sign"] == "+++":
            data: object = tomllib.loads(match["body"])
        else:
            data = YAML(typ="safe", pure=True).load(match["body"])
    except (YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        return None
    return _facts(data) if isinstance(data, Mapping) else None


def _facts(data: Mapping[object, object]) -> dict[str, object]:
    found = dict[str, object]()
    people = list[dict[str, str]]()
    for key, value in data.items():
        name = str(key).lower()
        if name in _PEOPLE:
            people += [{"name": who, "role": _PEOPLE[name]} for who in _names(value)]
        elif name in _KEYS and (words := _words(value)):
            found.setdefault(_KEYS[name], words)
        elif name in {"keywords", "tags", "subjects"} and isinstance(value, list):
            found["subjects"] = [words for one in value if (words := _words(one))]
    return found | ({"creators": people} if people else {})


def _names(value: object) -> list[str]:
    """The names in what may be a name, a list of names, or mappings that have one."""
    some = value if isinstance(value, list) else [value]
    named = [one.get("name", "") if isinstance(one, Mapping) else one for one in some]
    return [words for one in named if (words := _words(one))]


def _words(value: object) -> str:
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())
