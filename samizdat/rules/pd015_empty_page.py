"""PD015 empty page."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import place_of_page


@rule("PD015", level="review", reads=PrintEdition)
def empty_page(proof: Proof) -> Iterator[Problem]:
    """A page of the finished PDF is empty that is not meant to be.

    Why: the reader looks for what is missing. Meant is one empty page before the title page, the
    contents or a chapter, so that they begin on a page of their own side.
    """
    edition: PrintEdition = proof.artifact
    if not edition.facts.is_tagged:
        return
    openings = {"contents", "samizdat-title-page"}
    for chapter in proof.book.chapters:
        openings |= {chapter.id, f"chapter-{chapter.id}"}
    pages = {edition.places[name].page for name in openings if name in edition.places}
    for page, sheet in enumerate(edition.sheets):
        is_first = page == 0 or not edition.sheets[page - 1].is_empty
        # What the tags know of stood there once.
        is_meant = page + 1 in pages and is_first and not sheet.tagged
        if sheet.is_empty and not is_meant:
            yield Problem(
                place_of_page(proof.book, edition, page),
                f"page {edition.number(page)} of {edition.path.name} is empty",
                "look at the styles of the book for a page break too many",
            )
