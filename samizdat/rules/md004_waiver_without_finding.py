"""MD004 waiver without finding."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("MD004", level="review", reads=Source)
def waiver_without_finding(source: Source) -> Iterator[Problem]:
    """A waiver lets nothing pass.

    Why: what it was for is mended or has moved, and a waiver left behind would hide the next fault.
    Or it is for an error in a finished file, which nothing can waive: what such a file has lost is
    lost to its readers.
    """
    # The check is made where waivers are applied, in `samizdat.rules.idle`.
    return iter(())
