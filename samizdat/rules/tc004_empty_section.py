"""TC004 empty section."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.sections import headings, is_empty_from
from samizdat.source import Source


@rule("TC004", level="review", reads=Source)
def empty_section(source: Source) -> Iterator[Problem]:
    """Nothing stands under a heading, up to the next of its level or the end.

    Why: a text was lost, or the heading of something that the editions make by themselves, such as
    notes and contents, was left over.

    Bad:
        # Barcelona

        Text.

        # Notes

        # Madrid

        Text.

    Good:
        # Barcelona

        Text.

        # Madrid

        Text.
    """
    found = list(headings(source))
    for number, (file, heading) in enumerate(found):
        after = found[number + 1] if number + 1 < len(found) else None
        is_deeper = after is not None and after[1].level > heading.level
        if not is_deeper and is_empty_from(source, file, heading, after):
            yield Problem(
                file.location(heading.start, heading.end - heading.start),
                f"nothing stands under the heading “{heading.plain}”",
                "delete it, or write what is missing; a list of works wants ::: {#refs}",
            )
