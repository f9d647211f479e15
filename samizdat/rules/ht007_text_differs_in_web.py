"""HT007 text differs in web."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import WebEdition
from samizdat.findings import Problem
from samizdat.rules import Proof, kept_text, rule


@rule("HT007", level="error", reads=WebEdition)
def text_differs_in_web(proof: Proof) -> Iterator[Problem]:
    """The running text of a chapter is not in the web edition as it is in the book.

    Why: a paragraph may be lost without a note, a heading or a link in it that would be missed.
    """
    yield from kept_text.faults(proof)
