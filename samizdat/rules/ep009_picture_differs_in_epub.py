"""EP009 picture differs in epub."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import EpubEdition
from samizdat.findings import Problem
from samizdat.rules import Proof, kept_pictures, rule


@rule("EP009", level="error", reads=EpubEdition)
def picture_differs_in_epub(proof: Proof) -> Iterator[Problem]:
    """A picture of the book is missing from the finished EPUB, another one, or has other words.

    Why: nobody misses a picture whose place has closed, and who can't see it knows it by its
    words alone.
    """
    yield from kept_pictures.faults(proof)
