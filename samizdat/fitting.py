"""Words broken into lines and sized to fit a room: as large as can be, the lines about equal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from samizdat import outlines
from samizdat.outlines import Line, Manner
from samizdat.sheet import Path, moved

_MOST_CHARACTERS = 300
"""Longer texts are cut short: nobody could read them, and breaking them would take long."""

_LOOSER, _LOOSEST = 0.02, 0.14
"""What each line more adds to the leading, in em, and how much they may add in all."""

_LEAST_BELOW = 0.12
"""A last line without descenders still takes so much below it, in em."""

_SHORT = 3
"""Words of so few letters lean on the next one and should not end a line."""

_RTL_LEADING, _RTL_SIZE = 1.3, 1.15
"""Arabic reaches farther up and down than Latin, and its letters are smaller on the body."""


@dataclass(frozen=True)
class Voice:
    """How a part of a page speaks: its manner, its sizes, and the leading in em.

    How much larger letters have to be in more lines is the lines' number to the power `thrift`.
    """

    manner: Manner
    largest: float
    smallest: float
    leading: float
    thrift: float = 0.6


@dataclass(frozen=True)
class Hand:
    """The language that lines are shaped for, and its direction."""

    language: str
    rtl: bool

    def line(self, text: str, manner: Manner) -> Line:
        """The shaped line."""
        return outlines.line(text, manner, self.language, rtl=self.rtl)


@dataclass(frozen=True)
class Setting:
    """Lines of one size. `leading` is in em."""

    lines: tuple[Line, ...]
    size: float
    leading: float

    @property
    def height(self) -> float:
        """From the top of the first line's ink to the foot of the last line's."""
        above, below = self.lines[0].reach[0], max(_LEAST_BELOW, self.lines[-1].reach[1])
        return self.size * (above + self.leading * (len(self.lines) - 1) + below)

    @property
    def width(self) -> float:
        """The width of the longest line."""
        return self.size * max(line.width for line in self.lines)

    def centred(self, middle: float, top: float) -> Path:
        """The lines as outlines, each centred, the ink beginning at `top`."""
        path: Path = ()
        baseline = top + self.lines[0].reach[0] * self.size
        for line in self.lines:
            path += moved(line.path, middle - line.width * self.size / 2, baseline, self.size)
            baseline += self.leading * self.size
        return path


def fit(text: str, voice: Voice, hand: Hand, width: float, height: float) -> Setting:
    """The text in the largest size that the room allows, in the fewest lines for it.

    A word is broken only where it would else be smaller than the voice's smallest size. If even
    then there is no room, all is made still smaller: nothing ever reaches out of the room.
    """
    leading = voice.leading * (_RTL_LEADING if hand.rtl else 1.0)
    largest = voice.largest * (_RTL_SIZE if hand.rtl else 1.0)
    pieces = _pieces(_cut_short(text), voice.manner, hand, width / voice.smallest)
    settings = []
    for count in range(1, len(pieces) + 1):
        lines = tuple(hand.line(one, voice.manner) for one in _broken(pieces, count, voice, hand))
        looser = leading + min(_LOOSEST, _LOOSER * (count - 1))
        plain = Setting(lines, 1.0, looser)
        size = min(largest, width / (plain.width or 1.0), height / (plain.height or 1.0))
        settings.append(Setting(lines, size, looser))
        if size == height / (plain.height or 1.0):
            break  # what is too high in so many lines would only be smaller in more
    return max(settings, key=lambda one: one.size / len(one.lines) ** voice.thrift)


def _cut_short(text: str) -> str:
    """The text, ended between words where it is longer than any label can show."""
    if len(text) <= _MOST_CHARACTERS:
        return text
    begin = text[:_MOST_CHARACTERS]
    return (begin.rpartition(" ")[0] or begin) + "…"


def _pieces(text: str, manner: Manner, hand: Hand, widest: float) -> list[str]:
    """The words, each with the space behind it; what is wider than `widest` em is cut up."""
    pieces: list[str] = []
    for word in text.split(" "):
        width = hand.line(word, manner).width
        count = min(len(word), int(width / widest) + 1)
        step = -(-len(word) // max(1, count))
        cuts = [word[place : place + step] for place in range(0, len(word), step or 1)]
        hyphen = "" if hand.rtl else "-"
        pieces += [one + (hyphen if one[-1].isalpha() else "") for one in cuts[:-1]]
        pieces += [f"{one} " for one in cuts[-1:]]
    return pieces


def _broken(words: Sequence[str], count: int, voice: Voice, hand: Hand) -> list[str]:
    """The words in `count` lines that are as equal as can be, without short words at the ends."""
    space = hand.line("n n", voice.manner).width - hand.line("nn", voice.manner).width
    reaches = [0.0]
    for word in words:
        width = hand.line(word.rstrip(), voice.manner).width
        reaches.append(reaches[-1] + width + space * word.endswith(" "))
    usual = reaches[-1] / count

    @cache
    def cost(first: int, last: int) -> float:
        hangs = last < len(words) and len(words[last - 1].strip()) <= _SHORT
        # The longest line counts most, since it limits the size of all.
        return (reaches[last] - reaches[first]) ** 4 + (0.3 * usual**4 if hangs else 0.0)

    @cache
    def best(first: int, left: int) -> tuple[float, tuple[int, ...]]:
        """The cost of the words from `first` in `left` lines, and where each line ends."""
        if left == 1:
            return cost(first, len(words)), (len(words),)
        options = []
        for last in range(first + 1, len(words) - left + 2):
            after, ends = best(last, left - 1)
            options.append((cost(first, last) + after, (last, *ends)))
        return min(options)

    ends = best(0, count)[1]
    return ["".join(words[a:b]).strip() for a, b in zip((0, *ends), ends, strict=False)]
