"""FN004 note in both files."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("FN004", level="error", reads=Source)
def note_in_both_files(source: Source) -> Iterator[Problem]:
    """One label is defined in a manuscript file and in notes.md.

    Why: whose note it is follows from where it is defined, so nobody could tell who speaks.

    Bad:
        Text.[^figs]

        [^figs]: Figes, p. 385.
        --- manuscript/notes.md
        [^figs]: A historian.

    Good:
        Text.[^figs] And more.[^who]

        [^figs]: Figes, p. 385.
        --- manuscript/notes.md
        [^who]: A historian.
    """
    shared = source.notes_file
    if shared is None:
        return
    theirs = {definition.label for definition in shared.notes.definitions}
    for file in source.files:
        for definition in file.notes.definitions:
            if definition.label in theirs:
                yield Problem(
                    file.location(definition.start, len(definition.label) + 3),
                    f"note [^{definition.label}] is defined here and in {shared.path}",
                    "keep the author's note here or the translator's there, or rename one of them",
                )
