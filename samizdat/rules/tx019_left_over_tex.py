"""TX019 left-over TeX."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("TX019", level="review", reads=Book)
def left_over_tex(book: Book) -> Iterator[Problem]:
    r"""A command of TeX stands in the text, outside formulas and code.

    Why: no edition shows it, and what is between its braces is lost with it.

    Bad:
        The *warp* and the \textit{weft}.

    Good:
        The *warp* and the *weft*, one\*, $\alpha$, and `\LaTeX` in code.
    """
    yield from picked(book.problems, "tex-dropped")
