"""EP008 text differs in epub."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import EpubEdition
from samizdat.findings import Problem
from samizdat.rules import Proof, kept_text, rule


@rule("EP008", level="error", reads=EpubEdition)
def text_differs_in_epub(proof: Proof) -> Iterator[Problem]:
    """The running text of a chapter is not in the EPUB as it is in the book.

    Why: a paragraph may be lost without a note, a heading or a link in it that would be missed.
    """
    yield from kept_text.faults(proof)
