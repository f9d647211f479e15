"""EP010 page misplaced in epub."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import EpubEdition
from samizdat.findings import Problem
from samizdat.rules import Proof, marked_pages, rule


@rule("EP010", level="error", reads=EpubEdition)
def page_misplaced_in_epub(proof: Proof) -> Iterator[Problem]:
    """The number of a printed page stands in the EPUB where that page does not begin.

    Why: whoever cites a page is believed. A number that is a line off sends readers of the paper
    book to the wrong page, and nobody notices.
    """
    yield from marked_pages.faults(proof)
