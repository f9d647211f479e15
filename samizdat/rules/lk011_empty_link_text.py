"""LK011 empty link text."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("LK011", level="error", reads=Source)
def empty_link_text(source: Source) -> Iterator[Problem]:
    """A link out of the book has no words.

    Why: there is nothing to see and nothing to tap, and a screen reader spells the address out. A
    link within the book may be empty: it gets the title of what it leads to.

    Bad:
        # Barcelona

        See [](https://example.org/archive).

    Good:
        # Barcelona

        See [the archive](https://example.org/archive).
    """
    for file in source.texts:
        for link in file.links.links:
            # code and formulas are masked, and are words all the same
            words = file.text[link.start + 1 : link.start + 1 + len(link.words)]
            leads_out = ":" in link.address
            if leads_out and not words.strip() and not link.is_image:
                yield Problem(
                    file.location(link.start, link.end - link.start),
                    f"link to {link.address} has no words",
                    "write between the brackets where it leads",
                )
