"""LK013 dead web link."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("LK013", level="error", reads=Source)
def dead_web_link(source: Source) -> Iterator[Problem]:
    """A page on the web is not there any more, or its host is not.

    Why: a reader who follows the link finds nothing. What `samizdat check --online` was told is
    kept in web-links.json, and stands until that is asked again.

    Bad:
        See [the list](https://example.org/list).

        --- web-links.json
        {
          "https://example.org/list": {
            "asked": "2026-11-20T09:30:00Z",
            "method": "GET",
            "status": 404
          }
        }

    Good:
        See [the list](https://example.org/list).
    """
    for link, answer in source.answered():
        if answer.is_gone:
            yield Problem(
                link.location,
                f"{link.address} {answer.told}",
                "look for the page's new address or for a copy in a web archive, or take the "
                "link out",
            )
