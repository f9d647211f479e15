"""FN014 call in a link."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.scanner import Spans
from samizdat.source import Source


@rule("FN014", level="error", reads=Source)
def call_in_a_link(source: Source) -> Iterator[Problem]:
    """A note is called inside the words of a link.

    Why: the call would be a link within a link, and a reader who taps it gets the wrong one.

    Bad:
        See [the page[^figs]](https://example.org).

        [^figs]: Figes, p. 385.

    Good:
        See [the page](https://example.org).[^figs]

        [^figs]: Figes, p. 385.
    """
    for file in source.texts:
        links = Spans(
            (link.start + 1, link.start + 1 + len(link.words))
            for link in file.links.links
            if link.kind != "autolink" and not link.is_image
        )
        for call in file.notes.calls:
            if call.start in links:
                yield Problem(
                    file.location(call.start, call.end - call.start),
                    f"note [^{call.label}] is called inside the words of a link",
                    "put the call behind the link",
                )
        for start in file.notes.inline:
            if start in links:
                yield Problem(
                    file.location(start, 2),
                    "inline note ^[…] is written inside the words of a link",
                    "put the note behind the link",
                )
