"""PD014 missing glyph."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import place_of_page


@rule("PD014", level="error", reads=PrintEdition)
def missing_glyph(proof: Proof) -> Iterator[Problem]:
    """A page of the finished PDF has a box or a blank where a character should be.

    Why: the typeface has no glyph for the character, so nobody can read it.
    """
    edition: PrintEdition = proof.artifact
    for page, sheet in enumerate(edition.sheets):
        if sheet.missing_glyphs:
            times = sheet.missing_glyphs
            noun = "character is" if times == 1 else "characters are"
            yield Problem(
                place_of_page(proof.book, edition, page),
                f"{times} {noun} without a glyph on page {edition.number(page)} of "
                f"{edition.path.name}",
                "write them in other letters, or set them in a typeface that has them",
            )
