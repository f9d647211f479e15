"""TC007 typed contents."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.sections import headings
from samizdat.source import Source
from samizdat.traces.typed_contents import places_of_contents, runs_of_entries
from samizdat.traces.words import bare


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
        for entries in runs_of_entries(file, titles):
            start, end = entries[0].start, entries[0].end
            yield Problem(
                file.location(start, end - start),
                f"{len(entries)} lines look like a table of contents that was typed",
                "delete it: every edition makes its own",
            )
        for start, end in places_of_contents(file):
            yield Problem(
                file.location(start, end - start),
                f"{file.text[start:end]} stands for contents in other programs, and is printed "
                "here",
                "delete it: every edition makes its own",
            )
