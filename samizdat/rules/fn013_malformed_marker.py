"""FN013 malformed marker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.scanner import TextFile
from samizdat.source import Source

# What nobody writes on purpose, by what is wrong in it.
_CERTAIN = {
    "has no label": r"\[\^\](?!\()",
    "has a space at its caret": r"\[(?:[ \t]+\^[ \t]*|\^[ \t]+)[\w.:-]+[ \t]*\]",
    "has brackets of another script": "|".join(
        [
            *(rf"{opening}\^[^\]］】〕\s]{{1,60}}[\]］】〕]" for opening in "［【〔"),
            r"\[\^[^\]［\[\s]{1,60}[］】〕]",
        ]
    ),
    "is closed by another bracket": r"\[\^[\w.:-]{1,60}[)}>](?![\w\]])",
    "is not closed": r"\[\^[\w.:-]{1,60}(?=[ \t,;\n]|\Z)(?![^\[\]\n]*\])",
}
# What is a marker only where a note bears the label.
_IF_DEFINED = {
    "has a backslash": r"\\\[\\?\^(?P<label>[\w.:-]+)\\?\]|\[\\\^(?P<other>[\w.:-]+)\\?\]",
    "has its caret at the end": r"\[(?P<label>[\w.:-]+)\^\]",
    "has round brackets": r"\(\^(?P<label>[\w.:-]+)\)",
    "has curly brackets": r"\{\^(?P<label>[\w.:-]+)\}",
}
# The signs of which a text has one where the pattern finds something, and which few texts have.
_NEEDED = {
    "has brackets of another script": frozenset("［【〔］】〕"),
    "has a backslash": frozenset("\\"),
}


@rule("FN013", level="error", reads=Source)
def malformed_marker(source: Source) -> Iterator[Problem]:
    """What was to call a note is written so that it calls none.

    Why: a call is [^label], all in one piece; anything else is printed as it stands.

    Bad:
        Text.[^figs] And more.[ ^figs]

        [^figs]: Figes, p. 385.

    Good:
        Text.[^figs]

        [^figs]: Figes, p. 385.
    """
    labels = {d.label for file in source.texts for d in file.notes.definitions}
    for file in source.texts:
        for match, what in _malformed(file, labels):
            if file.masked.endswith("\\", 0, match.start()):
                continue
            yield Problem(
                file.location(match.start(), match.end() - match.start()),
                f"marker {match.group()} {what}",
                "write it as [^label], with the label of the note",
            )


def _malformed(file: TextFile, labels: set[str]) -> Iterator[tuple[re.Match[str], str]]:
    """The malformed markers and what is wrong with each; all of them have a caret."""
    for what, pattern in _CERTAIN.items():
        if what not in _NEEDED or not _NEEDED[what].isdisjoint(file.signs):
            yield from ((match, what) for match in re.finditer(pattern, file.masked))
    for what, pattern in _IF_DEFINED.items():
        if what in _NEEDED and _NEEDED[what].isdisjoint(file.signs):
            continue
        for match in re.finditer(pattern, file.masked):
            if labels.intersection(match.groups()):
                yield match, what
