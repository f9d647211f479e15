"""What a finished booklet holds: what is drawn on each half of its sheets, and how.

No library that reads PDF is needed here, so that the rules over the text need not wait for one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from samizdat.printed import Box

if TYPE_CHECKING:
    from samizdat.whole_pages import Placed

Linear = tuple[float, float, float, float]
"""How a thing is turned and stretched: the first four numbers of its matrix."""


@dataclass(frozen=True)
class Thing:
    """Something drawn: what it is, how it is turned, and where it stands on its page or side."""

    what: str
    is_text: bool
    linear: Linear
    box: Box


@dataclass(frozen=True)
class PrintedPage:
    """A page of the print edition: its edge after trimming, and what is drawn on it."""

    edge: Box
    things: tuple[Thing, ...]

    @cached_property
    def content(self) -> tuple[str, ...]:
        """By what the page can be recognised; nothing for a white one."""
        return tuple(thing.what for thing in self.things)


@dataclass(frozen=True)
class Half:
    """A half of a side: its edge, that of the whole side, and what is drawn on it but marks."""

    edge: Box
    sheet: Box
    things: tuple[Thing, ...]

    @cached_property
    def content(self) -> tuple[str, ...]:
        """As that of `PrintedPage`."""
        return tuple(thing.what for thing in self.things)


@dataclass(frozen=True)
class BookletSide:
    """A side of a sheet, in points, with its two halves."""

    width: float
    height: float
    left: Half
    right: Half


@dataclass(frozen=True)
class BookletEdition:
    """A finished booklet at `path`, and the pages of the print edition that it was made of.

    `sizes` are those of its sides, and `whole` the pages that each side shows whole, None where one
    shows something else, too. What is drawn on sides and pages is read when it is asked for.
    """

    path: Path
    sizes: tuple[tuple[float, float], ...]
    whole: tuple[tuple[Placed, ...], ...] | None
    read_sides: Callable[[], tuple[BookletSide, ...]]
    read_pages: Callable[[], tuple[PrintedPage, ...]]

    @cached_property
    def sides(self) -> tuple[BookletSide, ...]:
        """The sides in order, with what is drawn on them."""
        return self.read_sides()

    @cached_property
    def pages(self) -> tuple[PrintedPage, ...]:
        """The pages of the print edition; none where it is not there to compare."""
        return self.read_pages()


def centre(box: Box) -> float:
    """The middle of a box, from left to right."""
    return (box[0] + box[2]) / 2


def moved(box: Sequence[float], matrix: Sequence[float]) -> Box:
    """The box around a box that was turned, stretched or moved."""
    left, bottom, right, top = box
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
    across, along = zip(*corners, strict=True)
    return min(across), min(along), max(across), max(along)
