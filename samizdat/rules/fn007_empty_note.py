"""FN007 empty note."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.note_texts import note_texts
from samizdat.source import Source


@rule("FN007", level="error", reads=Source)
def empty_note(source: Source) -> Iterator[Problem]:
    """A note has no text.

    Why: the reader follows the mark and finds nothing. Often the text stands below the label and
    is not indented, so that it is a paragraph of the chapter.

    Bad:
        Text.[^figs]

        [^figs]:

        Figes, p. 385.

    Good:
        Text.[^figs]

        [^figs]:

            Figes, p. 385.
    """
    for file in source.texts:
        for note in note_texts(file):
            if not note.words:
                yield Problem(
                    file.location(note.start, note.width),
                    f"note {note.name} is empty",
                    "write its text behind the colon, or below it with four spaces before",
                )
