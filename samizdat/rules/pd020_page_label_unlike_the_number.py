"""PD020 page label unlike the number."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import REPORT, place_of_page


@rule("PD020", level="review", reads=PrintEdition)
def page_label_unlike_the_number(proof: Proof) -> Iterator[Problem]:
    """A viewer shows another number for a page of the finished PDF than the page bears.

    Why: who is told of page 12 and asks the viewer for it gets another one. The first page with a
    printed number is looked at, of those in roman numerals and of the others.
    """
    edition: PrintEdition = proof.artifact
    if not edition.facts.is_tagged:
        return  # then a number can't be told from a number in the text
    seen = set()
    for page, sheet in enumerate(edition.sheets):
        for folio in sheet.folios[-1:]:
            if folio.isdecimal() in seen:
                continue
            seen.add(folio.isdecimal())
            if sheet.label != folio:
                yield Problem(
                    place_of_page(proof.book, edition, page),
                    f"viewers call page {edition.number(page)} of {edition.path.name} "
                    f"“{sheet.label}”",
                    "look at the styles for a counter that is set anew; " + REPORT,
                )
