"""Which lines are headings, by the outline of the file and by their type; and their levels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samizdat.artifacts import letters
from samizdat.importing.opening.pdf.lines import Line
from samizdat.importing.opening.pdf.paragraphs import BULLET, is_bold, is_fixed, is_italic

_LONGEST = 220


@dataclass(frozen=True)
class Entry:
    """A line of the outline: its title, its depth from 1, and the page that it leads to."""

    title: str
    depth: int
    page: int


Look = tuple[float, bool, bool]
"""Size, and whether it is bold and italic."""


def look(lines: Sequence[Line]) -> Look:
    """What the type of lines is."""
    return round(lines[0].size * 2) / 2, all(map(is_bold, lines)), all(map(is_italic, lines))


class Headings:
    """Says which lines are a heading, and of which level.

    `body` is the size of the text. Learn all candidates first, by `learn`.
    """

    def __init__(self, outline: Iterable[Entry], body: float) -> None:
        self.body = body
        self.entries: dict[str, list[Entry]] = {}
        for entry in outline:
            self.entries.setdefault(letters(entry.title), []).append(entry)
        self.depths: dict[Look, Counter[int]] = {}
        self.looks: Counter[Look] = Counter()
        self._ranks: dict[Look, int] = {}

    def learn(self, lines: Sequence[Line]) -> None:
        """Takes note of the type of lines that may be a heading."""
        entry = self.entry(lines)
        if entry is not None:
            self.depths.setdefault(look(lines), Counter())[entry.depth] += 1
        if self._stands_out(lines):
            self.looks[look(lines)] += 1

    def entry(self, lines: Sequence[Line]) -> Entry | None:
        """The line of the outline that says the same and leads here."""
        said = letters(" ".join(line.text for line in lines))
        near = [e for e in self.entries.get(said, ()) if abs(e.page - lines[0].page) <= 1]
        return near[0] if near and said else None

    def begins_entry(self, lines: Sequence[Line], more: Sequence[Line]) -> bool:
        """Whether the outline has two pieces of text as one title."""
        return self.entry(lines) is None and self.entry([*lines, *more]) is not None

    def level(self, lines: Sequence[Line]) -> int:
        """The level of a heading from 1; 0 for lines that are none."""
        entry = self.entry(lines)
        if entry is not None:
            return entry.depth
        if not self._stands_out(lines):
            return 0
        own = look(lines)
        if own in self.depths:
            return self.depths[own].most_common(1)[0][0]
        if self.depths:
            # A full outline has all headings: what it leaves out has to be larger than the text.
            if own[0] < 1.15 * self.body:
                return 0
            larger = [
                max(depths.elements()) for known, depths in self.depths.items() if known[0] > own[0]
            ]
            return max(larger, default=0) + 1
        return self._rank(own)

    def _rank(self, own: Look) -> int:
        if not self._ranks:
            ordered = sorted(self.looks, key=lambda one: (-one[0], not one[1], one[2]))
            self._ranks = {one: place for place, one in enumerate(ordered, start=1)}
        return self._ranks.get(own, 0)

    def _stands_out(self, lines: Sequence[Line]) -> bool:
        """Whether lines look like a heading: few, and larger or bolder than the text."""
        text = " ".join(line.text for line in lines)
        if len(lines) > 4 or len(text) > _LONGEST or not any(map(str.isalpha, text)):
            return False
        if BULLET.match(text) or all(map(is_fixed, lines)):
            return False
        size = min(line.size for line in lines)
        if size >= 1.12 * self.body:
            return not (text.endswith((".", ",", ";")) and len(text) > 120)
        is_heavy = all(map(is_bold, lines)) and size >= 0.95 * self.body
        return is_heavy and len(lines) <= 3 and not re.search(r"[.,;]$", text)
