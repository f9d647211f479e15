"""How many words came in, and where they went."""

from __future__ import annotations

from dataclasses import dataclass

from samizdat.importing.revising import Revision
from samizdat.importing.words import words


@dataclass(frozen=True)
class WordAccount:
    """Counts of words: those that came in, those that went, and those of the book folder.

    `signatures` are the words that were taken off notes, since their place tells whose they are.
    Where words were respelt, `respelt` became `spelt`, which may be more or fewer.
    """

    came_in: int
    taken_out: int
    to_metadata: int
    signatures: int
    respelt: int
    spelt: int
    manuscript: int
    notes: int

    @property
    def result(self) -> int:
        """The words of the book folder's texts."""
        return self.manuscript + self.notes


def word_account(revision: Revision) -> WordAccount:
    """The account of the words of an import."""
    out = dict.fromkeys(("same", "moved", "respelt", "taken out", "to metadata", "to notes"), 0)
    into = dict(out)
    for change in revision.changes:
        if change.is_made:
            out[change.effect] += len(change.words_out)
            into[change.effect] += len(change.words_in)
    return WordAccount(
        len(words(revision.source.text)),
        out["taken out"] - into["taken out"],
        out["to metadata"] - into["to metadata"],
        out["to notes"] - into["to notes"],
        out["respelt"],
        into["respelt"],
        len(words(revision.manuscript.text)),
        len(words(revision.notes.text)),
    )
