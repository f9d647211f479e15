"""PD026 table made to fit."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import Report, picked, rule


@rule("PD026", level="review", reads=Report)
def table_made_to_fit(report: Report) -> Iterator[Problem]:
    """A table is wider than the text of a page, and was set smaller or turned on its side.

    Why: small type strains the eye, and a page that has to be turned is turned by few. Fewer
    columns, or two tables, may say the same.
    """
    yield from picked(report.problems, "print-table")
