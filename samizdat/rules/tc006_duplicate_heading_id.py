"""TC006 duplicate heading id."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Location, Problem
from samizdat.rules import rule
from samizdat.rules.sections import headings
from samizdat.source import Source


@rule("TC006", level="error", reads=Source)
def duplicate_heading_id(source: Source) -> Iterator[Problem]:
    """Two headings of the book are given the same id.

    Why: a link to it can lead to one of them only, and nobody can tell to which.

    Bad:
        # Barcelona {#city}

        Text.

        # Madrid {#city}

        Text.

    Good:
        # Barcelona {#barcelona}

        Text.

        # Madrid {#madrid}

        Text.
    """
    first: dict[str, Location] = {}
    for file, heading in headings(source):
        if not heading.id:
            continue
        where = file.location(heading.start, heading.end - heading.start)
        if heading.id in first:
            yield Problem(
                where,
                f"id #{heading.id} is that of the heading at {first[heading.id]} already",
                "give one of the two another id, and the links that mean it",
            )
        first.setdefault(heading.id, where)
