"""FN006 call that is none."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.rules import picked, rule


@rule("FN006", level="error", reads=Book)
def call_that_is_none(book: Book) -> Iterator[Problem]:
    """A note is called where no note can be called, such as in raw HTML that is kept as it is.

    Why: the call is lost or stands as literal text, and the note with it.

    Bad:
        <pre>Text.[^figs]</pre>

        [^figs]: Figes, p. 385.

    Good:
        Text.[^figs]

        [^figs]: Figes, p. 385.
    """
    yield from picked(book.problems, "note-lost")
