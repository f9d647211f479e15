"""LK014 moved web link."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source
from samizdat.web_links import secured


@rule("LK014", level="review", reads=Source)
def moved_web_link(source: Source) -> Iterator[Problem]:
    """A page on the web has moved for good.

    Why: a host keeps up the way from the old address for some years, and then it doesn't.

    Bad:
        See [the list](https://example.org/list).

        --- web-links.json
        {
          "https://example.org/list": {
            "asked": "2026-11-20T09:30:00Z",
            "method": "HEAD",
            "status": 200,
            "redirect": "permanent",
            "final": "https://example.org/new",
            "moved_to": "https://example.org/new"
          }
        }

    Good:
        See [the list](https://example.org/new).
    """
    for link, answer in source.answered():
        new = answer.moved_to
        # A page that has moved to https and nowhere else is the matter of LK017.
        if answer.works and new and new.rstrip("/") != secured(link.address).rstrip("/"):
            yield Problem(
                link.location,
                f"{link.address} had moved for good on {answer.day}",
                f"if it is still the page you mean, write {new}",
            )
