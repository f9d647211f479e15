"""LK009 bad scheme."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("LK009", level="error", reads=Book)
def bad_scheme(book: Book) -> Iterator[Problem]:
    """The address of a link begins wrongly: with no scheme, a misspelt one, or two of them.

    Why: a reader who follows it gets nowhere. Without https:// it is the name of a file.

    Bad:
        See [the archive](hhttps://example.org).

    Good:
        See [the archive](https://example.org).
    """
    yield from picked(book.problems, "link-misspelt")
