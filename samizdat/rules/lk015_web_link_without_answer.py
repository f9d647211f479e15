"""LK015 web link without answer."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("LK015", level="review", reads=Source)
def web_link_without_answer(source: Source) -> Iterator[Problem]:
    """It is not known whether a page on the web is there, since the host gave no good answer.

    Why: a host that is busy or broken today may be well tomorrow, and some answer people only; so
    a person has to look.

    Bad:
        See [the list](https://example.org/list).

        --- web-links.json
        {
          "https://example.org/list": {
            "asked": "2026-11-20T09:30:00Z",
            "failure": "no-answer",
            "reason": "time-out"
          }
        }

    Good:
        See [the list](https://example.org/list).
    """
    for link, answer in source.answered():
        if answer.works or answer.is_gone or answer.failure == "not-asked":
            continue
        yield Problem(
            link.location,
            f"{link.address} {answer.told}",
            "open it in a browser; if all is well there, waive this finding",
        )
