"""TX003 raw markup."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("TX003", level="review", reads=Book)
def raw_markup(book: Book) -> Iterator[Problem]:
    """Markup or an attribute stands in the text that no edition shows.

    Why: markup of one format would be in one edition and missing from the others; looks belong
    into the stylesheets.

    Bad:
        Glass `<w:br/>`{=openxml} and thread.

    Good:
        Glass and thread.
    """
    yield from picked(book.problems, "raw-dropped")
