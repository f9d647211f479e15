"""EP003 link differs in epub."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import EpubEdition
from samizdat.findings import Problem
from samizdat.rules import Proof, kept_links, rule


@rule("EP003", level="error", reads=EpubEdition)
def link_differs_in_epub(proof: Proof) -> Iterator[Problem]:
    """A link of the book is missing from the finished EPUB or leads elsewhere.

    Why: validators see that a link's target exists, not that it is the one that the book means.
    """
    yield from kept_links.faults(proof)
