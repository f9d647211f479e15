"""FN010 definition inside a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("FN010", level="error", reads=Source)
def definition_inside_a_paragraph(source: Source) -> Iterator[Problem]:
    """The definition of a note stands right under a paragraph, without an empty line between.

    Why: it is part of the paragraph then, printed with its label, and there is no note.

    Bad:
        Text.[^figs]
        [^figs]: Figes, p. 385.

    Good:
        Text.[^figs]

        [^figs]: Figes, p. 385.
    """
    for file in source.texts:
        for definition in file.notes.glued:
            yield Problem(
                file.location(definition.start, len(definition.label) + 3),
                f"note [^{definition.label}] is defined inside a paragraph",
                "put an empty line above it",
            )
