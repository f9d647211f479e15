"""TX001 no manuscript."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("TX001", level="error", reads=Book)
def no_manuscript(book: Book) -> Iterator[Problem]:
    """There is no text to make a book of.

    Why: an edition without text is no edition.

    Bad:

    Good:
        A text.
    """
    yield from picked(book.problems, "manuscript-missing")
