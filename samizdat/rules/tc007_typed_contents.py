"""TC007 typed contents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.sections import headings
from samizdat.source import Source
from samizdat.traces.listed_titles import listed_titles
from samizdat.traces.words import bare

# What other programs put their contents in place of: [TOC], [[_TOC_]].
_PLACE = re.compile(r"^ {0,3}(\[{1,2}_?toc_?\]{1,2})[ \t]*$", re.IGNORECASE | re.MULTILINE)


@rule("TC007", level="review", reads=Source)
def typed_contents(source: Source) -> Iterator[Problem]:
    r"""A table of contents was typed into the text.

    Why: the editions make their own, with links and the right pages. The typed one has the pages of
    another book.

    Bad:
        # Contents

        Barcelona ........ 7\
        Madrid ........... 19\
        Valencia ......... 33

        # Barcelona

        Text.

    Good:
        # Barcelona

        Text.
    """
    titles = {bare(heading.plain) for _, heading in headings(source)} - {""}
    for file in source.files:
        for run in listed_titles(file, titles):
            yield Problem(
                file.location(run[0].start, run[0].end - run[0].start),
                f"{len(run)} lines look like a table of contents that was typed",
                "delete it: every edition makes its own",
            )
        for match in _PLACE.finditer(file.prose):
            yield Problem(
                file.location(match.start(1), len(match[1])),
                f"{match[1]} stands for contents in other programs, and is printed here",
                "delete it: every edition makes its own",
            )
