"""TX020 pandoc warning."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("TX020", level="review", reads=Book)
def pandoc_warning(book: Book) -> Iterator[Problem]:
    """Pandoc, which parses the text, warned about something.

    Why: it goes on with a guess. A division that is not closed takes in all the rest of the book.

    Bad:
        ::: {lang=fr}
        Le mot juste.

        The right word.

    Good:
        ::: {lang=fr}
        Le mot juste.
        :::

        The right word.
    """
    yield from picked(book.problems, "pandoc-warning")
