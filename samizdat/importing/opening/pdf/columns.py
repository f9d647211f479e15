"""The columns of a page, in the order of reading."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from samizdat.importing.opening.pdf.lines import Segment

_FEWEST = 4
"""Lines that make a column."""
_NARROWEST = 7
"""Ems; a narrower column is a list's marks or a table's cells."""
_STEP = 2.0


def columns(
    pieces: Sequence[Segment], *, is_leftward: bool = False, depth: int = 0
) -> list[list[Segment]]:
    """The segments of a page by column; what goes over all columns parts those above and below."""
    gutter = _gutter(pieces) if len(pieces) > 2 * _FEWEST and depth < 4 else None
    if gutter is None:
        return [list(pieces)] if pieces else []
    rows = _rows(pieces)
    found: list[list[Segment]] = []
    for crosses, group in groupby(rows, key=lambda row: _crosses(row, gutter)):
        band = [piece for row in group for piece in row]
        left = [piece for piece in band if piece.left < gutter]
        right = [piece for piece in band if piece.left >= gutter]
        if crosses or not left or not right:
            found.append(band)
            continue
        for half in (right, left) if is_leftward else (left, right):
            found += columns(half, is_leftward=is_leftward, depth=depth + 1)
    return _together(found, gutter)


def _together(found: list[list[Segment]], gutter: float) -> list[list[Segment]]:
    """Bands over the whole width that follow each other are one."""
    merged: list[list[Segment]] = []
    for band in found:
        is_whole = any(p.left < gutter < p.right for p in band)
        if merged and is_whole and any(p.left < gutter < p.right for p in merged[-1]):
            merged[-1] += band
        else:
            merged.append(band)
    return merged


def _rows(pieces: Sequence[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for piece in sorted(pieces, key=lambda p: -p.baseline):
        if rows and rows[-1][0].baseline - piece.baseline < 0.5 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _crosses(row: Sequence[Segment], x: float) -> bool:
    return any(piece.left < x < piece.right for piece in row)


def _gutter(pieces: Sequence[Segment]) -> float | None:
    """Where white goes down between two columns of text, if there is such a place."""
    rows = _rows(pieces)
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    best, score = None, 0.0
    place = left + 0.15 * (right - left)
    start = None
    while place < right - 0.15 * (right - left):
        own = _score(rows, place)
        if own > score:
            best, score, start = place, own, place
        elif own == score and best is not None and start is not None and own:
            best = (start + place) / 2  # the middle of the white
        place += _STEP
    return best


def _score(rows: Sequence[Sequence[Segment]], x: float) -> float:
    """How many lines stand beside the white at `x`, where both sides look like columns."""
    crossing = sum(_crosses(row, x) for row in rows)
    if crossing > 0.6 * len(rows):
        return 0.0
    total = 0.0
    for crosses, group in groupby(rows, key=lambda row: _crosses(row, x)):
        if crosses:
            continue
        band = [piece for row in group for piece in row]
        sides = [p for p in band if p.right <= x], [p for p in band if p.left >= x]
        if all(map(_is_column, sides)):
            gap = min(p.left for p in sides[1]) - max(p.right for p in sides[0])
            if gap > 0.6 * max(p.size for p in band[:1]):
                total += min(len(sides[0]), len(sides[1]))
    return total


def _is_column(pieces: Sequence[Segment]) -> bool:
    """Whether segments are lines of a text: many, and most of them as wide as the widest."""
    if len(pieces) < _FEWEST:
        return False
    rows = _rows(pieces)
    width = max(p.right for p in pieces) - min(p.left for p in pieces)
    if len(rows) < _FEWEST or width < _NARROWEST * min(p.size for p in pieces):
        return False
    filled = sum(sum(p.right - p.left for p in row) > 0.7 * width for row in rows)
    return filled >= 0.5 * len(rows)
