"""LK016 missing fragment on the web."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("LK016", level="review", reads=Source)
def missing_fragment_on_the_web(source: Source) -> Iterator[Problem]:
    """A page on the web is there, but has no place of the name behind the `#`.

    Why: the reader lands at the head of a page that may be long, and has to search.

    Bad:
        See [the list](https://example.org/list#letters).

        --- web-links.json
        {
          "https://example.org/list#letters": {
            "asked": "2026-11-20T09:30:00Z",
            "method": "GET",
            "status": 200,
            "has_fragment": false
          }
        }

    Good:
        See [the list](https://example.org/list).
    """
    for link, answer in source.answered():
        if answer.works and answer.has_fragment is False:
            name = link.address.partition("#")[2]
            yield Problem(
                link.location,
                f"{link.address} had no place named {name} on {answer.day}",
                "open the page and copy the address of the right section, or leave out the # and "
                "what follows",
            )
