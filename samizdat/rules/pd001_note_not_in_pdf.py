"""PD001 note not in pdf."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import PrintEdition, letters
from samizdat.book import calls_of
from samizdat.findings import Problem
from samizdat.rules import Proof, rule
from samizdat.rules.linked_notes import between_formulas


@rule("PD001", level="error", reads=PrintEdition)
def note_not_in_pdf(proof: Proof) -> Iterator[Problem]:
    """The text of a note is not in the finished PDF.

    Why: a typesetter that runs out of room at the foot of a page may drop a note without a word.
    """
    called = {key for chapter in proof.book.chapters for key in calls_of(chapter)}
    whole = letters("".join(proof.artifact.pages))
    for note in proof.book.notes:
        # A note that goes on overleaf has a page's foot and head in the middle of its text.
        ends = [end for words in between_formulas(note, proof.book) for end in _ends(words)]
        if note.key in called and any(end not in whole for end in ends):
            yield Problem(
                note.location,
                f"note {note.mark} ({note.label or 'inline'}) is not whole in "
                f"{proof.artifact.path.name}",
                "build the editions again; if it stays, please report it to samizdat",
            )


def _ends(words: str) -> tuple[str, str]:
    return words[:30], words[-30:]
