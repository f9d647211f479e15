"""The ornaments and colours of drawn covers: printers' flowers in the square, and deep grounds.

A flower is drawn in a square of the size 1, its shapes within it, so that squares can be set side
by side as metal ornaments are, to cover a whole sheet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi, sin

from samizdat.sheet import Path, channels, mix, moved

PAPER = "#f7f1e3"
"""The colour of the label."""

_ROUND = 0.5523
"""How far the handles of a cubic curve reach, for a quarter of a circle of radius 1."""


@dataclass(frozen=True)
class Ground:
    """A deep colour, which is also the ink of the label, and the two tones of the ornaments."""

    name: str
    colour: str
    accent: str

    @property
    def tint(self) -> str:
        """The quieter tone of the ornaments."""
        return mix(self.colour, PAPER, 0.3)


GROUNDS = (
    Ground("oxblood", "#6b1d22", "#e0a458"),
    Ground("bottle green", "#1c4234", "#d9b65d"),
    Ground("prussian blue", "#17375a", "#e2b95f"),
    Ground("aubergine", "#46244a", "#dba0a0"),
    Ground("petrol", "#0f464d", "#e3b778"),
    Ground("umber", "#55351f", "#dcae6a"),
    Ground("slate", "#2c333f", "#d8705a"),
    Ground("brick", "#8a3320", "#f0c987"),
    Ground("olive", "#454718", "#dcc66a"),
)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, definitions of contrast ratio and luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# --- shapes -----------------------------------------------------------------------------------


def _polygon(*points: tuple[float, float]) -> Path:
    first, *others = points
    return (("M", *first), *(("L", *point) for point in others), ("Z",))


def _disc(x: float, y: float, radius: float) -> Path:
    k = radius * _ROUND
    return (
        ("M", x + radius, y),
        ("C", x + radius, y + k, x + k, y + radius, x, y + radius),
        ("C", x - k, y + radius, x - radius, y + k, x - radius, y),
        ("C", x - radius, y - k, x - k, y - radius, x, y - radius),
        ("C", x + k, y - radius, x + radius, y - k, x + radius, y),
        ("Z",),
    )


def _turned(path: Path, quarters: int) -> Path:
    """The path turned by quarters of a circle about the middle of the square."""
    for _ in range(quarters % 4):
        path = tuple(
            (
                s[0],
                *(number for x, y in zip(s[1::2], s[2::2], strict=True) for number in (1 - y, x)),
            )
            for s in path
        )
    return path


def _leaf(x: float, y: float, to_x: float, to_y: float, fullness: float) -> Path:
    """A pointed leaf from one point to another."""
    middle_x, middle_y = (x + to_x) / 2, (y + to_y) / 2
    across_x, across_y = (y - to_y) * fullness, (to_x - x) * fullness
    return (
        ("M", x, y),
        ("Q", middle_x + across_x, middle_y + across_y, to_x, to_y),
        ("Q", middle_x - across_x, middle_y - across_y, x, y),
        ("Z",),
    )


def _quarter_ring(outer: float, inner: float) -> Path:
    """Between two quarters of circles about the upper left corner."""
    big, small = outer * _ROUND, inner * _ROUND
    return (
        ("M", outer, 0),
        ("C", outer, big, big, outer, 0, outer),
        ("L", 0, inner),
        ("C", small, inner, inner, small, inner, 0),
        ("Z",),
    )


def _spokes(count: int, radius: float, inner: float, fullness: float) -> Path:
    """Leaves that stand about the middle of the square like the arms of an asterisk."""
    path: Path = ()
    for number in range(count):
        x, y = sin(2 * pi * number / count), -cos(2 * pi * number / count)
        leaf = _leaf(inner * x, inner * y, radius * x, radius * y, fullness)
        path += moved(leaf, 0.5, 0.5)
    return path


# --- flowers ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flower:
    """An ornament: its shapes in the ornaments' tint, and those in the accent."""

    tint: Path
    accent: Path = ()


def _asterisks(odd: bool) -> Flower:
    if odd:
        return Flower(_disc(0.5, 0.5, 0.09))
    return Flower(_spokes(6, 0.4, 0.05, 0.3))


def _petals(odd: bool) -> Flower:
    leaves = tuple(
        segment
        for turn in range(4)
        for segment in _turned(_leaf(0.04, 0.04, 0.47, 0.47, 0.36), turn)
    )
    return Flower(leaves, _disc(0.5, 0.5, 0.055) if odd else ())


def _leaves(odd: bool) -> Flower:
    blade = _leaf(0.06, 0.94, 0.94, 0.06, 0.42)
    return Flower(_turned(blade, int(odd)))


def _lozenges(odd: bool) -> Flower:
    outer = _polygon((0.5, 0.02), (0.98, 0.5), (0.5, 0.98), (0.02, 0.5))
    hole = _polygon((0.5, 0.12), (0.12, 0.5), (0.5, 0.88), (0.88, 0.5))
    core = _polygon((0.5, 0.34), (0.66, 0.5), (0.5, 0.66), (0.34, 0.5))
    return Flower(outer + hole, core)


def _stars(odd: bool) -> Flower:
    points = [
        (
            0.5 + radius * sin(pi * number / 8),
            0.5 - radius * cos(pi * number / 8),
        )
        for number in range(16)
        for radius in [0.44 if number % 2 == 0 else 0.235]
    ]
    return Flower(_polygon(*points))


def _waves(odd: bool) -> Flower:
    rings = _quarter_ring(0.92, 0.76) + _quarter_ring(0.58, 0.42) + _quarter_ring(0.24, 0.0)
    return Flower(_turned(rings, 2 if odd else 0))


def _sheets(odd: bool) -> Flower:
    path: Path = ()
    for top in (0.1, 0.42, 0.74):
        path += _polygon(
            (0.06, top + 0.16),
            (0.5, top - 0.06),
            (0.94, top + 0.16),
            (0.94, top + 0.02 + 0.16 - 0.02 + 0.08),
            (0.5, top + 0.02),
            (0.06, top + 0.24),
        )
    return Flower(path)


FLOWERS: dict[str, Callable[[bool], Flower]] = {
    "asterisks": _asterisks,
    "petals": _petals,
    "leaves": _leaves,
    "lozenges": _lozenges,
    "stars": _stars,
    "waves": _waves,
    "sheets": _sheets,
}
"""Each by its name; what it is given says whether the square is a dark one of the chessboard."""


def tailpiece(flower: str) -> Path:
    """One flower in one tone, as it stands alone between lines."""
    # A wave alone looks cut off.
    one = _lozenges(False) if flower == "waves" else FLOWERS[flower](False)
    return one.tint + one.accent
