"""IM003 image outside the book."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("IM003", level="error", reads=Book)
def image_outside_the_book(book: Book) -> Iterator[Problem]:
    """The text names an image that lies outside the book folder, or on the web.

    Why: a text that somebody sent in may not read other files of this machine or reach the
    network, and a book has to be whole without it.

    Bad:
        ![A press](/etc/passwd)

        ![A press](https://example.org/press.png)

    Good:
        A text about a press.
    """
    yield from picked(book.problems, "image-outside")
