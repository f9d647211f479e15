"""FN015 call in a heading."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.scanner import Spans
from samizdat.source import Source


@rule("FN015", level="review", reads=Source)
def call_in_a_heading(source: Source) -> Iterator[Problem]:
    """A note is called inside a heading.

    Why: it works in every edition, and contents and running heads do without the mark; but a note
    at the first sentence serves the reader as well and the page better.

    Bad:
        # Barcelona[^figs]

        Text.

        [^figs]: Figes, p. 385.

    Good:
        # Barcelona

        Text.[^figs]

        [^figs]: Figes, p. 385.
    """
    for file in source.files:
        headings = Spans((heading.start, heading.end) for heading in file.headings)
        for call in file.notes.calls:
            if call.start in headings:
                yield Problem(
                    file.location(call.start, call.end - call.start),
                    f"note [^{call.label}] is called inside a heading",
                    "call it in the text below, if the sense allows",
                )
        for start in file.notes.inline:
            if start in headings:
                yield Problem(
                    file.location(start, 2),
                    "inline note ^[…] is written inside a heading",
                    "put it into the text below, if the sense allows",
                )
