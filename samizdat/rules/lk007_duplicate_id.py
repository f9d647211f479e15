"""LK007 duplicate id."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Location, Problem
from samizdat.rules import rule
from samizdat.scanner import Spans
from samizdat.source import Source


@rule("LK007", level="error", reads=Source)
def duplicate_id(source: Source) -> Iterator[Problem]:
    """One id is given to two things in the book.

    Why: a link to it can lead to one of them only, and nobody can tell to which.

    Bad:
        # Barcelona {#city}

        It is [the harbour]{#city} that counts.

    Good:
        # Barcelona {#city}

        It is [the harbour]{#harbour} that counts.
    """
    heads = {h.id: f.location(h.start) for f in source.files for h in reversed(f.headings) if h.id}
    first: dict[str, Location] = heads
    for file in source.texts:
        headings = Spans((heading.start, heading.end) for heading in file.headings)
        for identifier in file.links.ids:
            if identifier.start in headings:
                continue
            where = file.location(identifier.start, len(identifier.id))
            if identifier.id in first:
                yield Problem(
                    where,
                    f"id #{identifier.id} is given at {first[identifier.id]} already",
                    "give one of the two another id, and the links that mean it",
                )
            first.setdefault(identifier.id, where)
