"""TR008 links differ."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.fellow_passages import differing, pairs, told
from samizdat.source import Source


@rule("TR008", level="review", reads=Source)
def links_differ(source: Source) -> Iterator[Problem]:
    """A passage has other links or pictures than its fellow in the source.

    Why: a link that is missing is lost to the readers of that language, and one that leads
    elsewhere was perhaps pasted into the wrong place. A page that exists in the readers' own
    language is a good reason.

    Bad:
        It is told in [the list](https://example.org/list).
        --- translations/es/manuscript.md
        # Un capítulo

        Lo cuenta la lista.

    Good:
        It is told in [the list](https://example.org/list).
        --- translations/es/manuscript.md
        # Un capítulo

        Lo cuenta [la lista](https://example.org/list).
    """
    for pair in pairs(source, "strict", "loose"):
        missing, more = differing(*pair.both("links"))
        if missing or more:
            yield Problem(
                pair.place,
                f"links are others than at {pair.origin}: {told(missing, more)}",
                "put them in, or waive this with the reason",
            )
