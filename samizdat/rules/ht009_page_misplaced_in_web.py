"""HT009 page misplaced in web."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import WebEdition
from samizdat.findings import Problem
from samizdat.rules import Proof, marked_pages, rule


@rule("HT009", level="error", reads=WebEdition)
def page_misplaced_in_web(proof: Proof) -> Iterator[Problem]:
    """The number of a printed page stands in the web edition where that page does not begin.

    Why: whoever cites a page is believed. A number that is a line off sends readers of the paper
    book to the wrong page, and nobody notices.
    """
    yield from marked_pages.faults(proof)
