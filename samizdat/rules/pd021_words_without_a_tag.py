"""PD021 words without a tag."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import REPORT, place_of_page


@rule("PD021", level="error", reads=PrintEdition)
def words_without_a_tag(proof: Proof) -> Iterator[Problem]:
    """A page of the finished PDF shows what is neither tagged nor marked as an artifact.

    Why: a screen reader leaves it out, or reads it where it does not belong. Running heads, page
    numbers and lines are artifacts; all else has to have its place among the tags.
    """
    edition: PrintEdition = proof.artifact
    if not edition.facts.is_tagged:
        return
    for page, sheet in enumerate(edition.sheets):
        lost = [
            piece
            for piece in sheet.pieces
            if piece.mark == -1 or (piece.mark >= 0 and piece.mark not in sheet.tagged)
        ]
        if lost:
            words = " ".join("".join(piece.text for piece in lost).split())[:40]
            yield Problem(
                place_of_page(proof.book, edition, page),
                f"“{words or 'a drawing'}” on page {edition.number(page)} of {edition.path.name} "
                "has no tag and is no artifact",
                REPORT,
            )
