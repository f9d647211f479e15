"""FN017 authors note in notes md."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.note_texts import note_texts
from samizdat.source import Source
from samizdat.traces.signatures import signature


@rule("FN017", level="review", reads=Source)
def authors_note_in_notes_md(source: Source) -> Iterator[Problem]:
    """A note is signed as the author's, and defined in notes.md, among the translator's.

    Why: the file says whose a note is. Every edition says of this one that the translator speaks.

    Bad:
        Text.[^figs]
        --- manuscript/notes.md
        [^figs]: A historian. (Author's note)

    Good:
        Text.[^figs]
        --- manuscript/notes.md
        [^figs]: A historian.
    """
    if source.notes_file is None:
        return
    for note in note_texts(source.notes_file):
        if signed := signature(note.words, "author"):
            yield Problem(
                source.notes_file.location(note.start, note.width),
                f"note {note.name} is signed {signed} and defined among the translator's",
                "move it to the manuscript file that calls it, where it needs no signature",
            )
