"""Characters become lines: what stands beside each other on one baseline."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from samizdat.importing.opening.pdf.characters import Character
from samizdat.importing.opening.pdf.leftward import Direction, as_read
from samizdat.locales import runs_left

_APART = 1.2
"""Ems of white that part two pieces of a line."""


_SMALLER = 0.93
"""How small a mark above or below the line is at most, as a part of the line's size."""


@dataclass(frozen=True)
class Line:
    """Characters on one baseline, in the order of reading.

    `size` is the size of most of them. `room` is from where to where the column goes in which it
    stands, in points; `bullet` is the width of what hangs before its text, such as a number.
    """

    characters: tuple[Character, ...]
    page: int
    baseline: float
    size: float
    room: tuple[float, float] = (0.0, 0.0)
    direction: Direction = Direction.RIGHTWARD

    @cached_property
    def left(self) -> float:
        """Where its first letter begins."""
        return min((c.left for c in self.inked), default=0.0)

    @cached_property
    def right(self) -> float:
        """Where its last letter ends."""
        return max((c.right for c in self.inked), default=0.0)

    @cached_property
    def inked(self) -> tuple[Character, ...]:
        """Its characters but for spaces."""
        return tuple(c for c in self.characters if not c.text.isspace())

    @cached_property
    def text(self) -> str:
        """Its words."""
        return " ".join("".join(c.text for c in self.characters).split())

    @cached_property
    def runs_left(self) -> bool:
        """Whether it runs from right to left: as its page does, or most of its letters."""
        if self.direction is Direction.LEFTWARD and not self._is_code_from_the_left():
            return True
        letters = [c.text for c in self.characters if c.text.isalpha()]
        return sum(map(runs_left, letters)) * 2 > len(letters)

    def _is_code_from_the_left(self) -> bool:
        """Whether it is in a typewriter's face, and does not end at its left with a colon."""
        first = min(self.inked, key=lambda c: c.left, default=None)
        if first is None or not all(c.face.is_fixed for c in self.inked):
            return False
        return first.text != ":"

    def raised(self, character: Character) -> int:
        """Whether a character stands above the line (1), below it (-1) or on it (0)."""
        if character.size > _SMALLER * self.size:
            return 0
        above = (character.baseline - self.baseline) / self.size
        return 1 if above > 0.12 else -1 if above < -0.08 else 0

    @property
    def top(self) -> float:
        """About where its tall letters end."""
        return self.baseline + 0.75 * self.size

    def placed(self, room: tuple[float, float]) -> Line:
        """The same line in its column."""
        return replace(self, room=room)


@dataclass
class Segment:
    """Characters that follow each other on one baseline, with no wide gap."""

    characters: list[Character]
    left: float = field(init=False)
    right: float = field(init=False)

    def __post_init__(self) -> None:
        self.left = min(c.left for c in self.characters)
        self.right = max(c.right for c in self.characters)

    @property
    def baseline(self) -> float:
        """The baseline of its first character."""
        return self.characters[0].baseline

    @cached_property
    def size(self) -> float:
        """The size of most of its characters."""
        return _most_common_size(self.characters)

    def add(self, character: Character) -> None:
        """One more character."""
        self.characters.append(character)
        self.left = min(self.left, character.left)
        self.right = max(self.right, character.right)


def _most_common_size(characters: Iterable[Character]) -> float:
    """The size of most letters; what is typed within a text is often smaller."""
    inked = [c for c in characters if not c.text.isspace()]
    letters = [c for c in inked if c.text.isalpha() and not c.face.is_fixed]
    sizes = Counter(round(c.size, 1) for c in (letters if len(letters) > 1 else inked))
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 1.0


def segments(characters: Iterable[Character]) -> list[Segment]:
    """The characters in the order in which they were drawn, parted at gaps and new baselines."""
    found: list[Segment] = []
    latest: Segment | None = None
    for character in characters:
        if character.text.isspace():
            if latest is not None and not latest.characters[-1].text.isspace():
                latest.characters.append(character)
            continue
        if latest is None or not _goes_on(latest, character):
            latest = Segment([character])
            found.append(latest)
        else:
            latest.add(character)
    return found


def _goes_on(segment: Segment, character: Character) -> bool:
    before = next(c for c in reversed(segment.characters) if not c.text.isspace())
    if abs(before.baseline - character.baseline) > 0.12 * max(before.size, character.size):
        return False
    if not 0.75 < character.size / (before.size or 1) < 1.33:
        return False
    gap = max(character.left - segment.right, segment.left - character.right)
    return gap <= _APART * max(before.size, character.size)


def lines(
    pieces: Sequence[Segment], page: int, direction: Direction = Direction.RIGHTWARD
) -> list[Line]:
    """The lines that segments make, from top to bottom; raised marks stand in their line.

    `direction` is that of the page.
    """
    groups: list[list[Segment]] = []
    marks = [piece for piece in pieces if _are_marks(piece)]
    letters = [piece for piece in pieces if piece not in marks]
    for piece in sorted(letters, key=lambda p: (-p.size, -p.baseline, p.left)):
        home = min(
            (group for group in groups if _fits(group, piece)),
            key=lambda group: abs(group[0].baseline - piece.baseline),
            default=None,
        )
        if home is None:
            groups.append([piece])
        else:
            home.append(piece)
    for mark in marks:
        near = [g for g in groups if any(p.left < mark.right and mark.left < p.right for p in g)]
        home = min(near, key=lambda g: abs(g[0].baseline - mark.baseline), default=None)
        if home is None:
            groups.append([mark])
        else:
            home.append(mark)
    found = [_line(group, page, direction) for group in groups]
    return sorted(found, key=lambda line: (-line.baseline, line.left))


def _are_marks(piece: Segment) -> bool:
    """Whether there are only marks, which PDFium parts from their letters."""
    inked = [c for c in piece.characters if not c.text.isspace()]
    return all(unicodedata.combining(c.text[0]) for c in inked)


def _fits(group: Sequence[Segment], piece: Segment) -> bool:
    """Whether a piece stands in the line of others."""
    first = group[0]
    raised = piece.baseline - first.baseline
    if piece.size > _SMALLER * first.size:
        if abs(raised) > 0.25 * first.size:
            return False
    elif not -0.3 * first.size <= raised <= 0.62 * first.size:
        return False
    overlap = 0.3 * piece.size
    return all(p.right - overlap <= piece.left or piece.right <= p.left + overlap for p in group)


def _mend_bullet(pieces: Sequence[Segment]) -> None:
    """Makes a bullet of a letter o that stands before a line, in a face of its own."""
    first = pieces[0].characters[0]
    is_alone = len(pieces) > 1 and pieces[0].right == first.right
    if is_alone and first.text == "o" and first.face != pieces[1].characters[0].face:
        pieces[0].characters[0] = first._replace(text="◦")


def _line(group: Sequence[Segment], page: int, direction: Direction) -> Line:
    every = tuple(c for piece in group for c in piece.characters)
    size = _most_common_size(every)
    plain = Line(every, page, group[0].baseline, size, direction=direction)
    is_leftward = plain.runs_left
    ordered = sorted(group, key=lambda piece: -piece.right if is_leftward else piece.left)
    _mend_bullet(ordered)
    characters: list[Character] = []
    for before, piece in zip([None, *ordered], ordered, strict=False):
        if before is not None and not before.characters[-1].text.isspace():
            gap = before.left - piece.right if is_leftward else piece.left - before.right
            if gap > 0.15 * size:
                last = before.characters[-1]
                characters.append(last._replace(text=" ", left=last.right))
        characters += piece.characters
    main = next((p for p in group if abs(p.size - size) < 0.06), group[0])
    line = replace(plain, characters=tuple(characters), baseline=main.baseline)
    if any(runs_left(c.text) for c in characters):
        return replace(line, characters=as_read(characters, is_leftward=is_leftward))
    return line


def flow(
    characters: Iterable[Character], page: int, direction: Direction = Direction.RIGHTWARD
) -> list[Line]:
    """The lines of characters that are in the order of reading already, as tags have them.

    `direction` is that of the page.
    """
    groups: list[list[Character]] = []
    foot = size = 0.0
    for character in characters:
        space = character.text.isspace()
        if not groups or (
            not space
            and not -0.7 * max(size, character.size) < character.baseline - foot < 0.62 * size
        ):
            groups.append([])
            foot, size = character.baseline, 0.0
        if not space and character.size >= size:
            foot, size = character.baseline, character.size
        groups[-1].append(character)
    found = []
    for group in groups:
        size = _most_common_size(group)
        feet = [c.baseline for c in group if abs(c.size - size) < 0.06 and not c.text.isspace()]
        foot = feet[0] if feet else group[0].baseline
        line = Line(tuple(group), page, foot, size, direction=direction)
        if direction is not Direction.RIGHTWARD:
            line = replace(line, characters=as_read(group, is_leftward=line.runs_left))
        found.append(line)
    return found
