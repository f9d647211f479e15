"""Running heads, running feet and page numbers, told by their place and by what they repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from samizdat.importing.opening.pdf.lines import Line

_NUMBER = re.compile(r"^\W*(\d{1,4}|[ivxlcdm]{1,8})\W*$", re.IGNORECASE)
_FIGURES = re.compile(r"\b\d{1,4}\b")
_ROUNDS = 3
"""How many lines a head or a foot may have."""

_LARGE = 1.3
"""By how much a heading is larger than the text; heads and folios are seldom larger at all."""
_EVEN = 2.5
"""Points by which the heads of two pages may stand higher or lower."""


def running_lines(rows: Mapping[int, Sequence[Line]]) -> dict[int, list[Line]]:
    """The lines at the head and foot of each page that are no part of the text, by page.

    `rows` are the lines of each page from top to bottom, whatever columns they stand in.
    """
    left = {page: list(lines) for page, lines in rows.items()}
    found: dict[int, list[Line]] = {page: [] for page in rows}
    for end in (-1, 0):
        for _ in range(_ROUNDS):
            folios = sum(_NUMBER.match(x.text) is not None for own in found.values() for x in own)
            taken = list(_round(left, end, has_folios=2 * folios > len(rows)))
            for line in taken:
                left[line.page].remove(line)
                found[line.page].append(line)
            if not taken:
                break
    return {page: sorted(own, key=lambda line: -line.baseline) for page, own in found.items()}


def _round(left: Mapping[int, Sequence[Line]], end: int, *, has_folios: bool) -> Iterator[Line]:
    outer = [lines[end] for lines in left.values() if lines]
    for lines in _even(outer):
        group = _Group(lines, has_folios=has_folios)
        if len(lines) >= max(3, 0.04 * len(outer)) and group.runs():
            yield from (x for x in lines if group.has(x, _inner(left[x.page], end)))


class _Group:
    """Lines that stand equally high on their pages."""

    def __init__(self, lines: Sequence[Line], *, has_folios: bool) -> None:
        self.count = len(lines)
        self.has_folios = has_folios
        self.texts = Counter(line.text.casefold() for line in lines)
        self.shapes = Counter(map(_shape, lines))
        self.repeated = {_shape(line) for line in lines if self._is_repeated(line)}
        offsets = Counter(offset for line in lines for offset in _offsets(line))
        self.offset, self.agreeing = max(offsets.items(), key=lambda one: one[1], default=(0, 0))

    def runs(self) -> bool:
        """Whether most of the lines count the pages, or say the same."""
        repeated = sum(n for text, n in self.texts.items() if n > 1 and _has_words(text))
        return self.agreeing >= max(2, 0.5 * self.count) or repeated >= 0.6 * self.count

    def has(self, line: Line, inner: Line | None) -> bool:
        """Whether a line is a running one, and not of the text; `inner` is the next line of that.

        Words with a number that counts the pages may be headings, and are if folios count them
        already; those with other numbers are, if none of them comes twice.
        """
        if self._is_repeated(line):
            return True
        if inner is not None and line.size > _LARGE * inner.size:
            return False
        if _NUMBER.match(line.text):
            return True
        is_apart = inner is not None and _is_apart(line, inner)
        if self.agreeing > 1 and self.offset in set(_offsets(line)):
            return is_apart and not self.has_folios
        if self.shapes[_shape(line)] > 1:
            return _shape(line) in self.repeated
        return is_apart

    def _is_repeated(self, line: Line) -> bool:
        return _has_words(line.text) and self.texts[line.text.casefold()] > 1


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
    """How far the numbers in it are from that of the page in the file."""
    alone = _NUMBER.match(line.text)
    if alone and not alone[1].isdigit():
        yield 10_000 + _roman(alone[1].lower()) - line.page
        return
    for match in _FIGURES.finditer(line.text):
        yield int(match[0]) - line.page


def _roman(figures: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[f] for f in figures]
    return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))


def _has_words(text: str) -> bool:
    return _NUMBER.match(text) is None and any(map(str.isalpha, text))


def _inner(lines: Sequence[Line], end: int) -> Line | None:
    """The line below the head, or above the foot."""
    if len(lines) < 2:
        return None
    return lines[1] if end == 0 else lines[-2]


def _is_apart(line: Line, inner: Line) -> bool:
    """Whether there is more white between two lines than within a text, or they look unlike."""
    if abs(line.baseline - inner.baseline) > 1.6 * max(line.size, inner.size):
        return True
    return line.size < 0.94 * inner.size or (line.text.isupper() and not inner.text.isupper())
