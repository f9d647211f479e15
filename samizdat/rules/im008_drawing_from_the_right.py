"""IM008 drawing from the right."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("IM008", level="review", reads=Book)
def drawing_from_the_right(book: Book) -> Iterator[Problem]:
    """A drawing has words that are read from right to left.

    Why: screens show them rightly, but print sets the words of an SVG letter by letter: Arabic
    comes out unjoined, and all of it backwards. As outlines, words are the same everywhere.

    Bad:
        ![The mill.](mill.svg)
        --- manuscript/mill.svg
        <svg xmlns="http://www.w3.org/2000/svg" width="90" height="9"><text y="9">رحى</text></svg>

    Good:
        ![The mill.](mill.svg)
        --- manuscript/mill.svg
        <svg xmlns="http://www.w3.org/2000/svg" width="90" height="9"><text y="9">mill</text></svg>
    """
    yield from picked(book.problems, "drawing-from-the-right")
