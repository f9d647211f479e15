"""EP011 fault found by ace."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.ace import FAULT
from samizdat.findings import Problem
from samizdat.rules import Report, picked, rule


@rule("EP011", level="error", reads=Report)
def fault_found_by_ace(report: Report) -> Iterator[Problem]:
    """Ace by DAISY finds in the finished EPUB what keeps readers out, or could not be run.

    Why: Ace is the trade's own test of accessibility. What it calls serious or critical hinders
    somebody who listens to the book or reads it in braille. `samizdat build --ace` asks it.
    """
    yield from picked(report.problems, FAULT)
