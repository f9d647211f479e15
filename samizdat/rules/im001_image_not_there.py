"""IM001 image not there."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("IM001", level="error", reads=Book)
def image_not_there(book: Book) -> Iterator[Problem]:
    """The text names an image that is not in the book folder.

    Why: the reader would get a hole, or in some readers an error.

    Bad:
        ![A press](images/press.png)

    Good:
        A text about a press.
    """
    yield from picked(book.problems, "image-missing")
