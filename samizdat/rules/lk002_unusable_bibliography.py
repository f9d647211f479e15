"""LK002 unusable bibliography."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("LK002", level="error", reads=Book)
def unusable_bibliography(book: Book) -> Iterator[Problem]:
    """The bibliography or the citation style can't be used.

    Why: without it no citation gets its source.

    Good:
        A text without citations.
    """
    yield from picked(book.problems, "bibliography-broken")
