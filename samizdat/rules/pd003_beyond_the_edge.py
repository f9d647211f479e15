"""PD003 beyond the edge."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import Report, picked, rule


@rule("PD003", level="review", reads=Report)
def beyond_the_edge(report: Report) -> Iterator[Problem]:
    """Words or a picture stand beyond the edge of a printed page.

    Why: nobody can read them on paper. A table with too many columns does it, or a word that
    can't be divided.
    """
    yield from picked(report.problems, "print-beyond")
