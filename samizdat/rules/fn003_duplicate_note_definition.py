"""FN003 duplicate note definition."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("FN003", level="error", reads=Source)
def duplicate_note_definition(source: Source) -> Iterator[Problem]:
    """One label is defined twice in one file.

    Why: only one of the two texts is used, and the other one is lost without a word.

    Bad:
        Text.[^figs]

        [^figs]: Figes, p. 385.

        [^figs]: Figes, p. 402.

    Good:
        Text[^figs] and more.[^figs-2]

        [^figs]: Figes, p. 385.

        [^figs-2]: Figes, p. 402.
    """
    for file in source.texts:
        first: dict[str, int] = {}
        for definition in file.notes.definitions:
            if definition.label in first:
                line = file.location(first[definition.label]).line
                yield Problem(
                    file.location(definition.start, len(definition.label) + 3),
                    f"note [^{definition.label}] is defined a second time, first in line {line}",
                    "give one of them another label, and its call too",
                )
            first.setdefault(definition.label, definition.start)
