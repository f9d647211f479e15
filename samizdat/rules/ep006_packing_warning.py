"""EP006 packing warning."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import Report, picked, rule


@rule("EP006", level="review", reads=Report)
def packing_warning(report: Report) -> Iterator[Problem]:
    """The library that packs the EPUB, or Python itself, warned about something as it was written.

    Why: what it could not write as it was told may be missing, or different in a later version.
    """
    yield from picked(report.problems, "epub-warning")
