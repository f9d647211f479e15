"""TC001 skipped level."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.sections import headings
from samizdat.source import Source


@rule("TC001", level="error", reads=Source)
def skipped_level(source: Source) -> Iterator[Problem]:
    """A heading is two or more levels below the one before it.

    Why: contents and outline have a step with nothing on it, and a screen reader tells its user
    of a heading that is not there.

    Bad:
        # Barcelona

        Text.

        ### The first day

        Text.

    Good:
        # Barcelona

        Text.

        ## The first day

        Text.
    """
    before = None
    for file, heading in headings(source):
        if before is not None and heading.level > before + 1:
            yield Problem(
                file.location(heading.start, heading.level),
                f"heading “{heading.plain}” has level {heading.level}, the one before {before}",
                f"write it with {'#' * (before + 1)}, or give it a heading above",
            )
        before = heading.level
