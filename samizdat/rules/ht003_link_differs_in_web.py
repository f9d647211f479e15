"""HT003 link differs in web."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import WebEdition
from samizdat.findings import Problem
from samizdat.rules import Proof, kept_links, rule


@rule("HT003", level="error", reads=WebEdition)
def link_differs_in_web(proof: Proof) -> Iterator[Problem]:
    """A link of the book is missing from the finished web edition or leads elsewhere.

    Why: validators see that a link's target exists, not that it is the one that the book means.
    """
    yield from kept_links.faults(proof)
