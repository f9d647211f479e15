"""The source and the result side by side: which block came from which part of the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samizdat.importing.traced import TracedText

_APART = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Row:
    """A part of the source from `start` to `end`, and the block of the result that it became.

    The block goes from `first` to `last`, which are one place where nothing was left of the part.
    """

    start: int
    end: int
    first: int
    last: int


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """What stands between empty lines, from where to where."""
    start = 0
    for match in [*_APART.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[start:end].strip():
            yield start, end
        start = match.end() if match else end


def begins_block(text: str, offset: int) -> bool:
    """Whether an empty line or an end of the text is at the offset."""
    if offset in (0, len(text)):
        return True
    line = text[text.rfind("\n", 0, offset - 1) + 1 : offset]
    return line.endswith("\n") and not line.strip()


def rows(source: str, result: TracedText) -> list[Row]:
    """The rows in the order of the source, which together are the whole source without a gap.

    What lies in the source between the parts of two blocks belongs to the block whose paragraph or
    line it shares; what shares none has a row without a block.
    """
    found, block = list[Row](), None
    begin = reach = 0
    spans = [(*span, *_origin(result, *span)) for span in blocks(result.text)]
    for first, last, start, end in [*spans, (len(result.text),) * 2 + (len(source),) * 2]:
        cuts = _cuts(source, reach, max(reach, start))
        if block is not None:
            until = cuts.pop(0) if cuts else max(reach, start)
            found.append(Row(begin, until, *block))
            begin = until
        for cut in cuts:
            if source[begin:cut].strip():
                found.append(Row(begin, cut, first, first))
                begin = cut
        block = first, last
        reach = max(reach, start, end)
    if source[begin:].strip():
        found.append(Row(begin, len(source), len(result.text), len(result.text)))
    return found


def _cuts(source: str, start: int, end: int) -> list[int]:
    """Where the paragraphs of a part of the source begin, or else its second and last line."""
    cuts = [match.end() for match in _APART.finditer(source, start, end)]
    if not cuts:
        lines = [match.end() for match in re.compile("\n").finditer(source, start, end)]
        cuts = sorted({*lines[:1], *lines[-1:]})
    return cuts


def row_at(found: Sequence[Row], offset: int) -> int:
    """The number of the row in which the offset of the source lies."""
    return max(0, bisect_right(found, offset, key=lambda row: row.start) - 1)


def _origin(result: TracedText, first: int, last: int) -> tuple[int, int]:
    """From where to where in the source the block came."""
    pieces = list(result.between(first, last))
    ends = [
        piece.source + (piece.end - piece.start if piece.change is None else 0) for piece in pieces
    ]
    return min(piece.source for piece in pieces), max(ends)
