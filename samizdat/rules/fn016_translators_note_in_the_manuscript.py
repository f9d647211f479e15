"""FN016 translators note in the manuscript."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.note_texts import note_texts
from samizdat.source import Source
from samizdat.traces.signatures import signature


@rule("FN016", level="review", reads=Source)
def translators_note_in_the_manuscript(source: Source) -> Iterator[Problem]:
    """A note is signed as the translator's, and defined among the author's.

    Why: the file says whose a note is. This one gets the author's mark, against its own signature.

    Bad:
        Text.[^figs]

        [^figs]: A historian. (Translator's note)

    Good:
        Text.[^figs]

        [^figs]: A historian.
        --- manuscript/notes.md
    """
    for file in source.files:
        for note in note_texts(file):
            if signed := signature(note.words, "translator"):
                home = source.notes_file.path if source.notes_file else "manuscript/notes.md"
                yield Problem(
                    file.location(note.start, note.width),
                    f"note {note.name} is signed {signed} and defined among the author's",
                    f"move it to {home}, where it needs no signature",
                )
