"""TX001 no manuscript."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import picked, rule
from samizdat.source import Source


@rule("TX001", level="error", reads=Source)
def no_manuscript(source: Source) -> Iterator[Problem]:
    """There is no text to make a book of.

    Why: an edition without text is no edition.

    Bad:

    Good:
        A text.
    """
    yield from picked(source.problems, "manuscript-missing")
