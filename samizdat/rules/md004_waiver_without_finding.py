"""MD004 waiver without finding."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("MD004", level="review", reads=Source)
def waiver_without_finding(source: Source) -> Iterator[Problem]:
    """A waiver matches no finding.

    Why: what it let pass is mended or has moved; a waiver left behind would hide the next fault.
    The check is made where waivers are applied, `samizdat.rules.waive`.
    """
    return iter(())
