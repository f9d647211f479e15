"""TX009 straight and curly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source

# Of quotation marks and of apostrophes, the straight and the curly. After a digit a straight
# mark is one of inches or feet. The marks come first, since re finds a pattern fast by its begin.
_SORTS = {
    "quotation marks": (re.compile(r'"(?<![\d\\]")'), re.compile("[“”„‟]")),
    "apostrophes": (
        re.compile(r"'(?<=[^\W\d_]')(?=[^\W\d_])"),
        re.compile(r"’(?<=\w’)(?=[^\W\d_])"),
    ),
}
_MARKS = {"quotation marks": ('"', "“”„‟"), "apostrophes": ("'", "’")}


@rule("TX009", level="review", reads=Source)
def straight_and_curly(source: Source) -> Iterator[Problem]:
    """Straight quotation marks or apostrophes stand beside curly ones.

    Why: straight ones become those of the language, curly ones stay what they are. Where a book
    has both, it was put together from several texts, and its quotations may come out in two ways.

    Bad:
        She said “linen”, and “canvas”, and "wool".

    Good:
        She said "linen", and "canvas", and "wool".
    """
    signs = frozenset[str]().union(*(file.signs for file in source.texts))
    for name, patterns in _SORTS.items():
        if any(signs.isdisjoint(marks) for marks in _MARKS[name]):
            continue
        counts = [sum(len(p.findall(file.untabled)) for file in source.texts) for p in patterns]
        if not all(counts):
            continue
        few_are_straight = counts[0] <= counts[1]
        rare, usual = ("straight", "curly") if few_are_straight else ("curly", "straight")
        said = f"{rare} {name} where most of the book's are {usual}"
        pattern = patterns[not few_are_straight]
        for file in source.texts:
            yield from few(_of(file, pattern, said, usual), most=10)


def _of(file: TextFile, pattern: re.Pattern[str], said: str, usual: str) -> Iterator[Problem]:
    """A problem for each line that has the rare sort."""
    line = 0
    for match in pattern.finditer(file.untabled):
        place = file.location(match.start())
        if place.line > line:
            line = place.line
            yield Problem(place, said, f"make them {usual}, so that all are of one sort")
