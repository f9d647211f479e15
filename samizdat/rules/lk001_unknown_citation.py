"""LK001 unknown citation."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("LK001", level="error", reads=Book)
def unknown_citation(book: Book) -> Iterator[Problem]:
    """A citation's key is not in the bibliography.

    Why: the reader sees a bold question mark where the source should be named.

    Good:
        A text without citations.
    """
    yield from picked(book.problems, "citation-missing")
