"""LK004 style reads elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("LK004", level="error", reads=Book)
def style_reads_elsewhere(book: Book) -> Iterator[Problem]:
    """A stylesheet reads something that is no picture or font of the book.

    Why: a style may not read other files of this machine or reach the network.

    Good:
        A text without a style of its own.
    """
    yield from picked(book.problems, "style-refused", "style-broken")
