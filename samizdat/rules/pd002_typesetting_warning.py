"""PD002 typesetting warning."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import Report, picked, rule


@rule("PD002", level="review", reads=Report)
def typesetting_warning(report: Report) -> Iterator[Problem]:
    """The typesetter warned about something while it set the pages.

    Why: a style that it does not know, or a picture that it can't show, changes the page.
    """
    yield from picked(report.problems, "print-warning", "print-formula")
