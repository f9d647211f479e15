"""PD017 missing page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from samizdat.findings import Problem
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import place_of_page


@rule("PD017", level="review", reads=PrintEdition)
def missing_page(proof: Proof) -> Iterator[Problem]:
    """The numbers on the pages of the finished PDF do not follow one another.

    Why: a page was lost, or stands in another place, and a page without a note or a heading is
    missed by nobody else. A style that begins to count anew is a fault of no page.
    """
    edition: PrintEdition = proof.artifact
    if not edition.facts.is_tagged:
        return  # then a number can't be told from a number in the text
    numbered = [
        (page, int(sheet.folios[-1]))
        for page, sheet in enumerate(edition.sheets)
        if sheet.folios and sheet.folios[-1].isdecimal()
    ]
    for (before, first), (page, second) in pairwise(numbered):
        # A page without a number between the two, such as an empty one, has another rule.
        if not 0 < second - first <= page - before:
            yield Problem(
                place_of_page(proof.book, edition, page),
                f"page {edition.number(page)} of {edition.path.name} follows page "
                f"{edition.number(before)}",
                "build the editions again, or look at the styles for a counter that is set anew",
            )
