"""PD003 beyond the edge."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.printed import Piece, PrintEdition, Sheet
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import place_of_page

_SLACK = 1.0
"""Points that the ink of a letter may stand out of its line."""


@rule("PD003", level="review", reads=PrintEdition)
def beyond_the_edge(proof: Proof) -> Iterator[Problem]:
    """Words or a picture stand beyond the edge of a printed page.

    Why: nobody can read them on paper. A table with too many columns does it, or a word that
    can't be divided.
    """
    edition: PrintEdition = proof.artifact
    for page, sheet in enumerate(edition.sheets):
        first = next((piece for piece in sheet.pieces if _is_beyond(piece, sheet)), None)
        if first:
            words = f"“{first.text.strip()[:40]}”" if first.text.strip() else "a picture"
            yield Problem(
                place_of_page(proof.book, edition, page),
                f"{words} stands beyond the edge of page {edition.number(page)} of "
                f"{edition.path.name}",
                "make the table narrower, the nesting less deep, or the word shorter",
            )


def _is_beyond(piece: Piece, sheet: Sheet) -> bool:
    if not piece.is_picture and not piece.text.strip():
        return False
    left, bottom, right, top = piece.box
    return (
        left < sheet.edge[0] - _SLACK
        or bottom < sheet.edge[1] - _SLACK
        or right > sheet.edge[2] + _SLACK
        or top > sheet.edge[3] + _SLACK
    )
