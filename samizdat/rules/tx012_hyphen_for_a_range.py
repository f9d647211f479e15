"""TX012 hyphen for a range."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.prepare.ranges import ranges
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source


@rule("TX012", level="review", reads=Source)
def hyphen_for_a_range(source: Source) -> Iterator[Problem]:
    """A range of numbers has a hyphen in place of a dash, and `typography: off` leaves it so.

    Why: typewriters had no dash; in print from-to is an en dash, and a hyphen reads like a name.

    Bad:
        She wove from 1914-1918 (pp. 12–15).
        --- metadata.yaml
        title: A Small Book
        typography: off

    Good:
        She wove from 1914-1918 (pp. 12–15), on 2026-11-24 too, for ISBN 978-3-16-148410-0.
    """
    if source.metadata.typography == "off":
        for file in source.texts:
            yield from few(_of(file))


def _of(file: TextFile) -> Iterator[Problem]:
    for match in ranges(file.prose):
        start = match.start("one")
        written = file.prose[start : match.end()]
        if file.text[match.start() : match.end()] == match.group():
            yield Problem(
                file.location(start, len(written)),
                f"range {written} has a hyphen",
                f"write it with a dash: {written.replace(match['sign'], '–', 1)}",
            )
