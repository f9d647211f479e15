"""Running heads, running feet and page numbers, told by their place and by what they repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from samizdat.importing.opening.pdf.lines import Line

_NUMBER = re.compile(r"^\W*(\d{1,4}|[ivxlcdm]{1,8})\W*$", re.IGNORECASE)
_AT_AN_END = re.compile(r"^(\d{1,4})\b|\b(\d{1,4})$")
_ROUNDS = 3
"""How many lines a head or a foot may have."""

_EVEN = 2.5
"""Points by which the heads of two pages may stand higher or lower."""


def running_lines(rows: Mapping[int, Sequence[Line]]) -> dict[int, list[Line]]:
    """The lines at the head and foot of each page that are no part of the text, by page.

    `rows` are the lines of each page from top to bottom, whatever columns they stand in.
    """
    left = {page: list(lines) for page, lines in rows.items()}
    found: dict[int, list[Line]] = {page: [] for page in rows}
    for end in (0, -1):
        for _ in range(_ROUNDS):
            taken = list(_round(left, end))
            for line in taken:
                left[line.page].remove(line)
                found[line.page].append(line)
            if not taken:
                break
    return found


def _round(left: Mapping[int, Sequence[Line]], end: int) -> Iterator[Line]:
    outer = [lines[end] for lines in left.values() if lines]
    for group in _even(outer):
        if len(group) < 3 or len(group) < 0.04 * len(outer):
            continue
        shapes = Counter(_shape(line) for line in group)
        offsets = Counter(offset for line in group for offset in _offsets(line))
        offset, agreeing = max(offsets.items(), key=lambda one: one[1], default=(0, 0))
        repeated = sum(count for shape, count in shapes.items() if count > 1 and shape != "#")
        counts = agreeing >= max(2, 0.5 * len(group))
        if not counts and repeated < 0.6 * len(group):
            continue
        for line in group:
            is_numbered = offset in set(_offsets(line)) and agreeing > 1
            is_repeated = shapes[_shape(line)] > 1 and _shape(line) != "#"
            is_alone = _NUMBER.match(line.text) is not None
            if is_numbered or is_repeated or is_alone or _is_isolated(line, left[line.page], end):
                yield line


def _even(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that stand equally high on their pages."""
    group: list[Line] = []
    for line in sorted(lines, key=lambda one: one.baseline):
        if group and line.baseline - group[-1].baseline > _EVEN:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _shape(line: Line) -> str:
    """The words of a line without numbers."""
    return re.sub(r"\d+", "#", line.text.casefold())


def _offsets(line: Line) -> Iterator[int]:
    """How far the numbers at its ends are from that of the page in the file."""
    alone = _NUMBER.match(line.text)
    if alone and not alone[1].isdigit():
        yield 10_000 + _roman(alone[1].lower()) - line.page
        return
    text = line.text.strip("-–—|•· []()")
    for match in _AT_AN_END.finditer(text):
        yield int(match[1] or match[2]) - line.page


def _roman(figures: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[f] for f in figures]
    return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))


def _is_isolated(line: Line, lines: Sequence[Line], end: int) -> bool:
    """Whether there is more white between it and the text than between lines of the text."""
    if len(lines) < 2:
        return False
    inner = lines[1] if end == 0 else lines[-2]
    return abs(line.baseline - inner.baseline) > 1.6 * max(line.size, inner.size)
