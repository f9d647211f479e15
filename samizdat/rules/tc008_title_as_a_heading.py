"""TC008 title as a heading."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.sections import headings
from samizdat.source import Source
from samizdat.traces.words import bare


@rule("TC008", level="review", reads=Source)
def title_as_a_heading(source: Source) -> Iterator[Problem]:
    """The first heading repeats the title of the book.

    Why: the title has a page of its own in every edition. As a heading it becomes a chapter, and
    all others may hang below it.

    Bad:
        # A Small Book

        Text.

    Good:
        # Barcelona

        Text.
    """
    title = bare(source.metadata.title)
    whole = bare(f"{source.metadata.title} {source.metadata.subtitle or ''}")
    found = list(headings(source))
    for file, heading in found[:1]:
        if title and bare(heading.plain) in {title, whole}:
            yield Problem(
                file.location(heading.words_start, len(heading.words)),
                f"heading “{heading.plain}” repeats the title of the book",
                "delete it, and raise the headings below it by one level",
            )
