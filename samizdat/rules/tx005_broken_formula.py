"""TX005 broken formula."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("TX005", level="error", reads=Book)
def broken_formula(book: Book) -> Iterator[Problem]:
    r"""A formula is not TeX that can be read.

    Why: readers would see TeX commands in place of the formula.

    Bad:
        So $\frac{a}{b$ it is.

    Good:
        So $\frac{a}{b}$ it is.
    """
    yield from picked(book.problems, "formula-broken")
