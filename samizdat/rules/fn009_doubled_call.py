"""FN009 doubled call."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.note_texts import is_at_one_place
from samizdat.source import Source


@rule("FN009", level="error", reads=Source)
def doubled_call(source: Source) -> Iterator[Problem]:
    """A note is called twice at one place.

    Why: the reader sees its mark twice, as if there were two notes.

    Bad:
        Text.[^figs][^figs]

        [^figs]: Figes, p. 385.

    Good:
        Text.[^figs]

        [^figs]: Figes, p. 385.
    """
    for file in source.files:
        for before, call in pairwise(file.notes.calls):
            between = file.text[before.end : call.start]
            if call.label == before.label and is_at_one_place(between):
                yield Problem(
                    file.location(call.start, call.end - call.start),
                    f"note [^{call.label}] is called twice at one place",
                    "delete one of the two calls",
                )
