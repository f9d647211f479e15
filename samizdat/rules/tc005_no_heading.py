"""TC005 no heading."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("TC005", level="review", reads=Source)
def no_heading(source: Source) -> Iterator[Problem]:
    """The manuscript has no heading at all.

    Why: there is nothing for the contents to name but the title. A leaflet may be meant so; in a
    book, the headings were lost on the way.

    Bad:
        A text of one paragraph.

    Good:
        # Barcelona

        A text of one paragraph.
    """
    written = [file for file in source.files if file.text.strip()]
    if written and not any(file.headings for file in written):
        start = len(written[0].text) - len(written[0].text.lstrip())
        yield Problem(
            written[0].location(start),
            "the manuscript has no heading",
            "give each chapter one: # and its words, on a line of their own",
        )
