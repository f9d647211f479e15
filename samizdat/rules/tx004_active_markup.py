"""TX004 active markup."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("TX004", level="error", reads=Book)
def active_markup(book: Book) -> Iterator[Problem]:
    """HTML or an attribute in the text runs, embeds or fetches something.

    Why: an edition shows text and pictures. Script, frames, forms, and addresses hidden in styles
    are taken out, and somebody has to know that they were there.

    Bad:
        Text. <script>alert(1)</script>

    Good:
        Text with H<sub>2</sub>O.
    """
    yield from picked(book.problems, "refused")
