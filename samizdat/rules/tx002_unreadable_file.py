"""TX002 unreadable file."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("TX002", level="error", reads=Book)
def unreadable_file(book: Book) -> Iterator[Problem]:
    """A file of the book can't be read as text.

    Why: editions are made of UTF-8 text from within the book folder, and of nothing else.

    Good:
        A text in UTF-8: àéîõü.
    """
    yield from picked(book.problems, "unreadable")
