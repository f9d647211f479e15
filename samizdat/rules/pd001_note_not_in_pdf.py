"""PD001 note not in pdf."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import PrintEdition, letters
from samizdat.book import calls_of, text
from samizdat.findings import Problem
from samizdat.rules import Proof, rule


@rule("PD001", level="error", reads=PrintEdition)
def note_not_in_pdf(proof: Proof) -> Iterator[Problem]:
    """The text of a note is not in the finished PDF.

    Why: a typesetter that runs out of room at the foot of a page may drop a note without a word.
    """
    called = {key for chapter in proof.book.chapters for key in calls_of(chapter)}
    pages = [letters(page) for page in proof.artifact.pages]
    whole = "".join(pages)
    for note in proof.book.notes:
        # Formulas are drawn, so a note is looked for by its words before the first of them.
        words = (
            letters(text(note.blocks))[:40] if proof.book.formulas else letters(text(note.blocks))
        )
        if note.key in called and words and words not in whole and words[:40] not in whole:
            yield Problem(
                note.location,
                f"note {note.mark} ({note.label or 'inline'}) is missing in "
                f"{proof.artifact.path.name}",
                "build the editions again; if it stays, please report it to samizdat",
            )
