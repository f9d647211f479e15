"""TX018 page header."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source
from samizdat.traces.page_headers import page_headers


@rule("TX018", level="review", reads=Source)
def page_header(source: Source) -> Iterator[Problem]:
    """The running head or the number of a page of the copy stands in the text, again and again.

    Why: it belongs to the pages of another edition, and interrupts the sentences of this one.

    Bad:
        The weavers
        12 OF CLOTH AND THREAD
        came to town. They sold
        13 OF CLOTH AND THREAD
        linen and canvas, and they
        14 OF CLOTH AND THREAD
        bought wool. In the winter
        15 OF CLOTH AND THREAD
        they stayed at home.

    Good:
        The weavers came to town. They sold linen and canvas, and they
        bought wool. In the winter they stayed at home.
    """
    for file in source.texts:
        found = sorted(_of(file), key=lambda problem: problem.location)
        yield from few(found, most=20)


def _of(file: TextFile) -> Iterator[Problem]:
    found = page_headers(file)
    for lines in found.heads:
        for line in lines:
            written = file.text[line.words_start : line.words_start + line.width]
            yield Problem(
                file.location(line.words_start, line.width),
                f"“{written}” looks like the header of a page; it stands here {len(lines)} times",
                "take it out, and join the halves of the sentence around it",
            )
    for run in found.numbers:
        for line in run:
            yield Problem(
                file.location(line.words_start, line.width),
                f"{line.number} alone in its line looks like the number of a page",
                "take it out, or keep it in a comment; join the halves of the sentence",
            )
