"""LK005 address not to follow."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("LK005", level="error", reads=Book)
def address_not_to_follow(book: Book) -> Iterator[Problem]:
    """A link runs something, or leads where no reader should follow.

    Why: a link that runs script, or opens files of the reader's machine, has no place in a book.

    Bad:
        See [the scan](file:///home/ana/scan.pdf).

    Good:
        See [the scan](https://example.org/scan.pdf).
    """
    yield from picked(book.problems, "link-refused")
