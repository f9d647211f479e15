"""EP002 contents differ in epub."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import EpubEdition
from samizdat.findings import Problem
from samizdat.rules import Proof, listed_headings, rule


@rule("EP002", level="error", reads=EpubEdition)
def contents_differ_in_epub(proof: Proof) -> Iterator[Problem]:
    """A heading of the book is not where it belongs in the EPUB's text, its nav or its NCX.

    Why: readers find their way by the contents. Words, levels, order and ends of all lines have to
    be those of the book, for old readers too, which know the NCX alone.
    """
    yield from listed_headings.faults(proof)
