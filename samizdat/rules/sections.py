"""The headings of a whole book in order, and what stands under them; the rules TC ask it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from samizdat.scanner import Heading, TextFile
from samizdat.source import Source

# What is no text of its own where it stands.
_ELSEWHERE = {"note", "reference", "div", "heading"}


def headings(source: Source) -> Iterator[tuple[TextFile, Heading]]:
    """Each heading of the manuscript with its file."""
    for file in source.files:
        for heading in file.headings:
            yield file, heading


def is_empty_from(
    source: Source, file: TextFile, heading: Heading, after: tuple[TextFile, Heading] | None
) -> bool:
    """Whether nothing stands between a heading and the next one, over files if need be."""
    first = source.files.index(file)
    last = source.files.index(after[0]) if after else len(source.files) - 1
    for number in range(first, last + 1):
        here = source.files[number]
        start = heading.end if number == first else 0
        end = after[1].start if after and number == last else len(here.text)
        if _has_text(here, start, end):
            return False
    return True


def _has_text(file: TextFile, start: int, end: int) -> bool:
    first = bisect_left(file.blocks, start, key=lambda block: block.start)
    for number in range(first, len(file.blocks)):
        block = file.blocks[number]
        if block.start >= end:
            return False
        words = file.text[block.start : block.end]
        if block.kind == "code":
            words = re.sub(r"<!--.*?-->", "", words, flags=re.DOTALL)
        if block.kind not in _ELSEWHERE and words.strip():
            return True
        if block.kind == "div" and "#refs" in words:
            return True
    return False
