"""TC010 emphasised heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.sections import headings
from samizdat.source import Source

_WHOLE = re.compile(r"(?P<sign>\*{1,3}|_{1,3})(?=\S)(?P<words>[^*_]+)(?<=\S)(?P=sign)")


@rule("TC010", level="review", reads=Source)
def emphasised_heading(source: Source) -> Iterator[Problem]:
    """The whole of a heading is emphasised.

    Why: how headings look is the style's business. The asterisks came from a word processor, and
    contents and running heads show the italics or bold letters too.

    Bad:
        # **Barcelona**

        Text.

    Good:
        # Barcelona

        Text.
    """
    for file, heading in headings(source):
        words = re.sub(r"\[\^[^\]]*\]$", "", heading.words).strip()
        if match := _WHOLE.fullmatch(words):
            yield Problem(
                file.location(heading.words_start, len(heading.words)),
                f"all of the heading “{match['words']}” is emphasised",
                f"take the {match['sign']} away; the style makes headings what they are",
            )
