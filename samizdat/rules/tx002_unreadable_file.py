"""TX002 unreadable file."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import picked, rule
from samizdat.source import Source


@rule("TX002", level="error", reads=Source)
def unreadable_file(source: Source) -> Iterator[Problem]:
    """A file of the book can't be read as text.

    Why: editions are made of UTF-8 text from within the book folder, and of nothing else.

    Good:
        A text in UTF-8: àéîõü.
    """
    yield from picked(source.problems, "unreadable")
