"""LK017 plain http."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source
from samizdat.web_links import secured


@rule("LK017", level="review", reads=Source)
def plain_http(source: Source) -> Iterator[Problem]:
    """A link says http where the same address answers with https.

    Why: on the way through plain http anybody may read and change the page.

    Bad:
        See [the list](http://example.org/list).

        --- web-links.json
        {
          "http://example.org/list": {
            "asked": "2026-11-20T09:30:00Z",
            "method": "HEAD",
            "status": 200,
            "has_https": true
          }
        }

    Good:
        See [the list](https://example.org/list).
    """
    for link, answer in source.answered():
        new = secured(link.address)
        moved = answer.moved_to and answer.moved_to.rstrip("/") != new.rstrip("/")
        # Where a page has moved elsewhere, LK014 gives its address.
        if answer.works and answer.has_https and not moved:
            yield Problem(
                link.location,
                f"{link.address} answered with https too on {answer.day}",
                f"write {new}",
            )
