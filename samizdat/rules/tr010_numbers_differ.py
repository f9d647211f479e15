"""TR010 numbers differ."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.fellow_passages import differing, pairs, told
from samizdat.source import Source


@rule("TR010", level="review", reads=Source)
def numbers_differ(source: Source) -> Iterator[Problem]:
    """A passage has other numbers than its fellow in the source.

    Why: a year that is typed wrongly looks as right as any other. Languages write some numbers in
    words, and group their figures in their own way, so that it may be right.

    Bad:
        The mill was closed in 1931.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino cerró en 1913.

    Good:
        The mill was closed in 1931.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino cerró en 1931.
    """
    for pair in pairs(source, "strict"):
        missing, more = differing(*pair.both("numbers"))
        # 1,600 and 1.600 and 1 600 are one number, and so are the figures of a date.
        if "".join(missing) == "".join(more):
            continue
        yield Problem(
            pair.place,
            f"numbers are others than at {pair.origin}: {told(missing, more)}",
            "compare the two; what is right can be waived",
        )
