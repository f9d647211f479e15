"""The order in which words are read that are drawn from left to right.

Source: Unicode Standard Annex 9 (bidirectional algorithm), turned round: there the order of reading
is given and that of drawing is asked for. Some texts look the same: a number before or behind a
Latin word, brackets before or behind one. There one of them is chosen, and who compares the words
has to take the other as well.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import filterfalse

from samizdat.artifacts import letters
from samizdat.locales import runs_left

_LIKE = 0.75
"""How like words have to be to what is drawn: that one letter of two is lost or doubled."""


def as_read(glyphs: Sequence[str], *, is_right_to_left: bool) -> str:
    """The text of a line, of which `glyphs` are drawn one to the right of another.

    A glyph may stand for several letters, in their order, or for none. `is_right_to_left` is the
    direction of the paragraph.
    """
    kinds = list(_kinds(glyphs))
    goes_left = _leftward(kinds) if is_right_to_left else _leftward_within(kinds)
    groups: list[list[str]] = []
    latest: bool | None = None
    for glyph, is_left in zip(glyphs, goes_left, strict=True):
        if is_left is not latest:
            groups.append([])
            latest = is_left
        groups[-1].append(glyph)
    first = goes_left[0] if goes_left else False
    ordered = []
    for number, group in enumerate(groups):
        is_left = first ^ bool(number % 2)
        ordered.append("".join(reversed(group) if is_left else group))
    return "".join(reversed(ordered) if is_right_to_left else ordered)


def is_borne_out(said: str, read: str) -> bool:
    """Whether words may be those that are drawn, of which `read` is what the glyphs stand for.

    A glyph of a script from right to left may be said to stand for a letter too many or too few;
    for others it is certain.
    """
    ours, others = (_parted(letters(words)) for words in (said, read))
    if not ours[0] or Counter(ours[1]) != Counter(others[1]):
        return False
    return SequenceMatcher(None, ours[0], others[0], autojunk=False).ratio() >= _LIKE


def _parted(words: str) -> tuple[str, str]:
    """The letters from right to left, and all others."""
    return "".join(filter(runs_left, words)), "".join(filterfalse(runs_left, words))


def _kinds(glyphs: Sequence[str]) -> Iterator[str]:
    """The bidirectional class of each glyph: of its first letter, or else of its first sign.

    A mark is of the kind of the letter to its left: behind that one if it is Latin, and before
    the one that it belongs to if it is not.
    """
    latest = ""
    for glyph in glyphs:
        kinds = [unicodedata.bidirectional(character) for character in glyph]
        strong = [kind for kind in kinds if kind in {"L", "R", "AL"}]
        kind = (strong or kinds or ["BN"])[0]
        if kind == "NSM" and latest == "L":
            kind = "L"
        latest = kind
        yield kind


def _leftward(kinds: Sequence[str]) -> list[bool]:
    """Which glyphs go from right to left, in a paragraph that does."""
    goes_left = [kind not in {"L", "EN", "AN"} for kind in kinds]
    waiting: list[int] | None = None  # what stands behind Latin letters, and may be between two
    for place, kind in enumerate(kinds):
        if kind in {"R", "AL", "AN"}:
            waiting = None
        elif kind == "L" or (kind == "EN" and waiting is not None):  # rule W7
            for between in waiting or ():  # rule N1
                goes_left[between] = False
            waiting = []
        elif waiting is not None:
            waiting.append(place)
    for place in range(1, len(kinds) - 1):  # rule W4: a sign between two digits
        before, kind, after = kinds[place - 1 : place + 2]
        if before == after and (
            (kind == "CS" and before in {"EN", "AN"})
            or (kind == "ES" and before == "EN" and not _is_arabic(kinds[place:]))
        ):
            goes_left[place] = False
    return goes_left


def _is_arabic(kinds: Sequence[str]) -> bool:
    """Whether the letter before a number, which stands to its right, is Arabic (rule W2)."""
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "") == "AL"


def _leftward_within(kinds: Sequence[str]) -> list[bool]:
    """Which glyphs go from right to left, in a paragraph that goes from left to right."""
    goes_left = [kind in {"R", "AL"} for kind in kinds]
    waiting: list[int] | None = None
    for place, kind in enumerate(kinds):
        if kind in {"R", "AL"}:
            for between in waiting or ():
                goes_left[between] = True
            waiting = []
        elif kind in {"L", "EN", "AN"}:
            waiting = None
        elif waiting is not None:
            waiting.append(place)
    return goes_left
