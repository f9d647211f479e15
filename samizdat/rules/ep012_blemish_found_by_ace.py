"""EP012 blemish found by ace."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.ace import BLEMISH
from samizdat.findings import Problem
from samizdat.rules import Report, picked, rule


@rule("EP012", level="review", reads=Report)
def blemish_found_by_ace(report: Report) -> Iterator[Problem]:
    """Ace by DAISY finds in the finished EPUB what it calls minor or moderate.

    Why: a person can judge whether it hinders a reader of this book. Until Ace finds nothing at
    all, the EPUB says that it has faults, and does not call itself accessible.
    """
    yield from picked(report.problems, BLEMISH)
