"""HT008 picture differs in web."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import WebEdition
from samizdat.findings import Problem
from samizdat.rules import Proof, kept_pictures, rule


@rule("HT008", level="error", reads=WebEdition)
def picture_differs_in_web(proof: Proof) -> Iterator[Problem]:
    """A picture of the book is missing from the web edition, another one, or has other words.

    Why: nobody misses a picture whose place has closed, and who can't see it knows it by its
    words alone.
    """
    yield from kept_pictures.faults(proof)
