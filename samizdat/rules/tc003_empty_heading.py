"""TC003 empty heading."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.sections import headings
from samizdat.source import Source


@rule("TC003", level="error", reads=Source)
def empty_heading(source: Source) -> Iterator[Problem]:
    """A heading has no words.

    Why: contents and outline show an empty line, or leave the chapter out.

    Bad:
        #

        Text.

        # Barcelona

        Text.

    Good:
        # Barcelona

        Text.
    """
    for file, heading in headings(source):
        if not heading.plain and "![" not in heading.words:
            yield Problem(
                file.location(heading.start, max(1, heading.end - heading.start)),
                f"heading of level {heading.level} has no words",
                "write its words behind the #, or delete it",
            )
