"""IM002 not an image."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("IM002", level="error", reads=Book)
def not_an_image(book: Book) -> Iterator[Problem]:
    """A file that the text names as an image is none that can be shown.

    Why: readers show a broken frame, and some refuse the whole book.

    Bad:
        ![A press](manuscript.md)

    Good:
        A text about a press.
    """
    yield from picked(book.problems, "image-broken")
