"""The arithmetic of booklets: which page stands where on which sheet, and how far it is moved.

A sheet is folded once and has four pages. Sheets that lie one inside another are a signature; a
booklet is one signature or several, one behind another. Pages count from 0. All here is pure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]
Page = int | None
"""The number of a page, from 0, or nothing for one that is left white."""

MOST_STAPLED = 16
"""Sheets in one signature where the book does not say: 64 pages.

Office staplers go through some twenty sheets of ordinary paper, and not through the last of them
with pleasure; and the innermost of sixteen sheets already loses 2.4 mm to creep.
"""

MOST_SEWN = 8
"""Sheets in each of several signatures where the book does not say.

So many lie flat after the fold, and a needle still goes through them.
"""


@dataclass(frozen=True)
class Side:
    """One side of a sheet, as it lies before one: the pages on its left and on its right half."""

    left: Page
    right: Page


@dataclass(frozen=True)
class Sheet:
    """A sheet to be folded: `front` is its outer side, `back` its inner one.

    `signature` counts the signatures and `depth` the sheets within one, from the outermost; both
    from 0.
    """

    signature: int
    depth: int
    front: Side
    back: Side


def filled(pages: int, *, has_back_cover: bool = False) -> tuple[Page, ...]:
    """The pages in the order of reading, with white ones to make up whole sheets.

    The white ones come last. Where the last page is the back cover it stays outside, and they
    come before it.

    >>> filled(5)
    (0, 1, 2, 3, 4, None, None, None)
    >>> filled(5, has_back_cover=True)
    (0, 1, 2, 3, None, None, None, 4)
    """
    white: tuple[Page, ...] = (None,) * (-pages % 4)
    inner = pages - 1 if has_back_cover and pages else pages
    return (*range(inner), *white, *range(inner, pages))


def signatures(sheets: int, size: int | None = None) -> tuple[int, ...]:
    """How many sheets each signature has; `size` is the book's choice, if it has made one.

    Signatures of a chosen size have that size, but the last, which has what is left. Without a
    choice they are as equal as can be.

    >>> signatures(10, 4)
    (4, 4, 2)
    >>> signatures(16)
    (16,)
    >>> signatures(29)
    (8, 7, 7, 7)
    """
    if size is None and sheets > MOST_STAPLED:
        count = math.ceil(sheets / MOST_SEWN)
        return tuple(sheets // count + (number < sheets % count) for number in range(count))
    size = size or sheets
    return tuple(min(size, sheets - done) for done in range(0, sheets, size))


def impose(
    pages: int, size: int | None, direction: Direction, *, has_back_cover: bool = False
) -> Iterator[Sheet]:
    """The sheets of a booklet in the order of printing.

    Front and back are for a printer that turns the sheet over its short edge, as one turns a leaf:
    what is on the right of the front has on its back what is on the left there.

    >>> for sheet in impose(8, None, "ltr"):
    ...     print(sheet.front, sheet.back)
    Side(left=7, right=0) Side(left=1, right=6)
    Side(left=5, right=2) Side(left=3, right=4)
    """
    order = filled(pages, has_back_cover=has_back_cover)
    done = 0
    for number, sheets in enumerate(signatures(len(order) // 4, size)):
        first, last = done * 4, (done + sheets) * 4 - 1
        for depth in range(sheets):
            at = 2 * depth
            outer = order[last - at], order[first + at]
            inner = order[first + at + 1], order[last - at - 1]
            if direction == "rtl":  # bound on the right: all is as in a mirror, but the pages
                outer, inner = outer[::-1], inner[::-1]
            yield Sheet(number, depth, Side(*outer), Side(*inner))
        done += sheets


def creep(depth: int, thickness: float) -> float:
    """How far the edge of a sheet stands out beyond that of the outermost, if nothing is done.

    Each sheet goes round those within it in half a circle, whose radius grows by one thickness of
    the paper from sheet to sheet; a quarter of the circle is taken from each of its two leaves.

    >>> round(creep(3, 0.1), 2)
    0.47
    """
    return math.pi / 2 * depth * thickness


def scale(page: tuple[float, float], room: tuple[float, float]) -> float:
    """By how much a page is made smaller to fit into the room, both as width and height.

    A page that fits stays as it is. So does one that is too large by a thousandth, since sizes in
    a PDF are rounded.

    >>> scale((129, 198), (148.5, 210)), scale((210, 297), (148.5, 210.04))
    (1.0, 0.707...)
    """
    factor = min(room[0] / page[0], room[1] / page[1])
    return factor if factor < 0.999 else 1.0
