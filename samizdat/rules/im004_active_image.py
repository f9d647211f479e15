"""IM004 active image."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("IM004", level="error", reads=Book)
def active_image(book: Book) -> Iterator[Problem]:
    """An SVG image holds script, links to other files, or foreign elements.

    Why: an edition shows pictures; it runs nothing and fetches nothing.

    Good:
        A text without pictures.
    """
    yield from picked(book.problems, "image-active")
