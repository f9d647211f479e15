"""Lines with words from right to left, in the order of reading."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto

from samizdat import reading_order
from samizdat.importing.opening.pdf.characters import Character, Page
from samizdat.locales import runs_left

_TAGS = "".join(map(chr, range(0xE0100, 0xE01F0)))
"""Signs without a direction of their own, by which characters are found again."""
_GAP = 0.15
"""Ems of white between two words."""
_BRACKETS = ("()", "[]", "{}", "«»", "‹›", "<>")
_ENDS = ".,،؛؟:;!?"


class Direction(Enum):
    """Which way the lines of a page run; `MIXED` is from left to right with words that do not."""

    RIGHTWARD = auto()
    MIXED = auto()
    LEFTWARD = auto()


def directions(pages: Sequence[Page]) -> list[Direction]:
    """Which way the lines of each page run, by its letters; all are leftward in such a book."""
    own = [_direction(page.characters) for page in pages]
    whole = _direction(c for page in pages for c in page.characters)
    return [whole] * len(pages) if whole is Direction.LEFTWARD else own


def _direction(characters: Iterable[Character]) -> Direction:
    letters = [c.text for c in characters if c.text.isalpha()]
    leftward = sum(map(runs_left, letters))
    if 2 * leftward > len(letters):
        return Direction.LEFTWARD
    return Direction.MIXED if leftward else Direction.RIGHTWARD


def as_read(characters: Sequence[Character], *, is_leftward: bool) -> tuple[Character, ...]:
    """The characters of a line in the order of reading.

    PDFium has an order of its own for them, in which marks are parted from their letters, and sets
    spaces of its own making in wrong places.
    """
    letters, marks = _with_marks(characters)
    drawn = list(_spaced(_from_the_left(letters)))
    if len(drawn) > len(_TAGS):
        return tuple(characters)
    if is_leftward and _ends_at_the_right(drawn):
        is_leftward = False
    glyphs = [c.text + tag for c, tag in zip(drawn, _TAGS, strict=False)]
    ordered = reading_order.as_read(glyphs, is_right_to_left=is_leftward)
    read = _with_brackets([drawn[_TAGS.index(c)] for c in ordered if c in _TAGS])
    return tuple(one for c, own in read for one in (c, *marks.pop(id(own), ())))


def _with_brackets(read: Sequence[Character]) -> Iterator[tuple[Character, Character]]:
    """Each character with its bracket turned to what it holds, and as it was.

    PDFium turns round those that stand in a part of the line from right to left, or in none.
    """
    texts = ["", *(c.text.strip() for c in read), ""]
    is_empty = not any(map(str.isalnum, texts)) and all(c.face.is_fixed for c in read)
    pending: list[str] = []
    for place, character in enumerate(read):
        pair = next((pair for pair in _BRACKETS if character.text in pair), "")
        if not pair:
            yield character, character
            continue
        before, behind = texts[place], texts[place + 2]
        opens = character.text == pair[0]
        if is_empty:
            opens = not opens
        elif bool(before) is not bool(behind):
            opens = bool(behind)
        elif before and behind in _ENDS:
            opens = False
        elif before and _is_behind_leftward(texts[:place]):
            opens = pair not in pending
        if opens:
            pending.append(pair)
        elif pair in pending:
            pending.remove(pair)
        yield character._replace(text=pair[not opens]), character


def _is_behind_leftward(texts: Sequence[str]) -> bool:
    """Whether the latest letter runs from right to left."""
    return runs_left(next((text for text in reversed(texts) if text.isalpha()), ""))


def _with_marks(
    characters: Sequence[Character],
) -> tuple[list[Character], dict[int, list[Character]]]:
    """The letters and spaces, and the marks on each letter."""
    letters: list[Character] = []
    alone: list[tuple[Character, Character | None]] = []
    for character in characters:
        if unicodedata.combining(character.text[0]):
            alone.append((character, letters[-1] if letters else None))
        elif not character.text.isspace() or character.right > character.left:
            letters.append(character)
    marks: dict[int, list[Character]] = {}
    inked = [c for c in letters if not c.text.isspace()]
    for mark, before in reversed(alone):
        under = [c for c in inked if c.left < mark.right and mark.left < c.right]
        letter = min(under, key=lambda c: abs(c.middle - mark.middle), default=None)
        if any(c is before for c in under):  # PDFium has not parted the two
            letter = before
        if letter is None:
            letters.append(mark)
        else:
            own = marks.setdefault(id(letter), [])
            if all(mark.text != other.text for other in own):  # PDFium doubles some
                own.append(mark)
    return letters, marks


def _from_the_left(letters: Sequence[Character]) -> list[Character]:
    """Letters as they are drawn from left to right.

    Of two that overlap, as Arabic ones do, that one is to the right which PDFium has first.
    """
    places = {id(c): place for place, c in enumerate(letters)}
    drawn = sorted(letters, key=lambda c: c.middle)
    for place in range(1, len(drawn)):
        one, other = drawn[place - 1 : place + 1]
        shared = min(one.right, other.right) - max(one.left, other.left)
        narrow = min(one.right - one.left, other.right - other.left)
        if (
            shared > 0.5 * narrow
            and places[id(one)] < places[id(other)]
            and runs_left(one.text)
            and runs_left(other.text)
        ):
            drawn[place - 1 : place + 1] = other, one
    return drawn


def _spaced(drawn: Sequence[Character]) -> Iterator[Character]:
    """Characters from left to right with a space where there is white between them."""
    before: Character | None = None
    for character in drawn:
        if before is not None and not before.text.isspace() and not character.text.isspace():
            gap = character.left - before.right
            if gap > _GAP * character.size:
                yield before._replace(text=" ", left=before.right, right=character.left)
        yield character
        before = character


def _ends_at_the_right(drawn: Sequence[Character]) -> bool:
    """Whether a line has its full stop at the right, as in a paragraph from left to right."""
    inked = [c.text for c in drawn if not c.text.isspace()]
    return len(inked) > 1 and inked[-1] in _ENDS and inked[0] not in _ENDS
