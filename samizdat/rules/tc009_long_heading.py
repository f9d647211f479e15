"""TC009 long heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.sections import headings
from samizdat.source import Source

_MOST = 120
"""Characters of a heading, about two lines and a half of a page of trim A5."""


@rule("TC009", level="review", reads=Source)
def long_heading(source: Source) -> Iterator[Problem]:
    """A heading is longer than a line can be, or goes on in the line below.

    Why: a heading ends with its line; what stands below is a paragraph. And a whole sentence as a
    heading makes contents that nobody can look through.

    Bad:
        # The events of May
        and what came of them

        Text.

    Good:
        # The events of May and what came of them

        Text.
    """
    for file, heading in headings(source):
        where = file.location(heading.words_start, len(heading.words))
        below = file.masked[heading.end + 1 : heading.end + 200].split("\n")[0]
        ends_open = heading.words.endswith((",", "-", "–", "—"))
        if below.strip() and (below.strip()[0].islower() or ends_open):
            yield Problem(
                where,
                f"heading “{heading.plain}” seems to go on in the line below",
                "put all of it on one line, and an empty line below",
            )
        elif len(re.sub(r"\s", " ", heading.plain)) > _MOST:
            yield Problem(
                where,
                f"heading has {len(heading.plain)} characters",
                "shorten it, or make a paragraph of its second half",
            )
