"""TC002 first heading deeper."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.sections import headings
from samizdat.source import Source


@rule("TC002", level="review", reads=Source)
def first_heading_deeper(source: Source) -> Iterator[Problem]:
    """The book begins with headings of a deeper level than those that come later.

    Why: they are chapters all the same, but they look as if they belonged to something above.

    Bad:
        ## Introduction

        Text.

        # Barcelona

        Text.

    Good:
        # Introduction

        Text.

        # Barcelona

        Text.
    """
    found = list(headings(source))
    top = min((heading.level for _, heading in found), default=1)
    for file, heading in found:
        if heading.level == top:
            return
        if heading.level <= found[0][1].level:
            yield Problem(
                file.location(heading.start, heading.level),
                f"heading “{heading.plain}” is of level {heading.level}, and later ones of {top}",
                f"write it with {'#' * top}, if it is a chapter like the others",
            )
