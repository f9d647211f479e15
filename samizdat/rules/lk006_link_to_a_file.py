"""LK006 link to a file."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("LK006", level="error", reads=Book)
def link_to_a_file(book: Book) -> Iterator[Problem]:
    """The target of a link is a file that is not there, outside the book, or in no edition.

    Why: an edition is one file, and travels alone. Only the manuscript's own files come with it.

    Bad:
        # Barcelona

        See [the map](map.pdf).

    Good:
        # Barcelona

        See [the map](#map).

        # The map {#map}

        Text.
    """
    yield from picked(book.problems, "link-to-file")
