"""LK018 unreadable web answers."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import picked, rule
from samizdat.source import Source


@rule("LK018", level="review", reads=Source)
def unreadable_web_answers(source: Source) -> Iterator[Problem]:
    """What was recorded of the web, in web-links.json, can't be read.

    Why: as long as it can't, nothing is known of the book's links to the web.

    Bad:
        A text.

        --- web-links.json
        {"https://example.org/": 404}

    Good:
        --- web-links.json
        {}
    """
    yield from picked(source.problems, "web-links-broken")
