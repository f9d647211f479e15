"""HT002 contents differ in web."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import WebEdition
from samizdat.findings import Problem
from samizdat.rules import Proof, listed_headings, rule


@rule("HT002", level="error", reads=WebEdition)
def contents_differ_in_web(proof: Proof) -> Iterator[Problem]:
    """A heading of the book is not where it belongs in the web edition's text or contents.

    Why: readers find their way by the contents. Words, levels, order and ends of all lines have to
    be those of the book.
    """
    yield from listed_headings.faults(proof)
