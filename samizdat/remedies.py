"""What is changed at a place of a chapter because of how its pages came out (step 5).

Typesetting looks at the pages that it has made, and sets the chapter again with remedies until the
pages are good or nothing is left to try. A remedy names its place by the ids of notes and blocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

Turn = tuple[str, int]
"""A block's id, and the offset of a word in its text that a page's turn divides."""


@dataclass(frozen=True)
class Remedies:
    """What is done otherwise in a chapter than the stylesheet says.

    `moved` are the notes that stand at the chapter's end, `whole` those whose paragraph goes to
    the next page together with them, `begun` the blocks that a page may begin but not end, with
    how many lines have to stand together at their begin, `undivided` the words that are not
    hyphenated, `nudged` the blocks whose words stand a hair further apart, `padded` those
    with so many pixels of white above them, `narrowed` the tables in type of so
    many per cent, and `turned` those that stand on their side, on a page of their own.
    """

    moved: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    begun: frozenset[tuple[str, int]] = frozenset()
    undivided: frozenset[Turn] = frozenset()
    nudged: frozenset[str] = frozenset()
    padded: frozenset[tuple[str, float]] = frozenset()
    narrowed: frozenset[tuple[str, int]] = frozenset()
    turned: frozenset[str] = frozenset()

    def move(self, notes: Iterable[str]) -> Remedies:
        """With the notes at the chapter's end; nothing else is tried for them then."""
        moved = self.moved | set(notes)
        return replace(self, moved=moved, whole=self.whole - moved)

    def keep_begun(self, block: str) -> Remedies:
        """With one line more that has to stand together at the block's begin, of four at most."""
        lines = dict(self.begun)
        lines[block] = min(_MOST_LINES, lines.get(block, 2) + 1)
        return replace(self, begun=frozenset(lines.items()))

    def can_keep_begun(self, block: str) -> bool:
        """Whether there is a line more to keep."""
        return dict(self.begun).get(block, 2) < _MOST_LINES


_MOST_LINES = 3

_LEAST_UPRIGHT, _LEAST = 80, 55
"""Per cent of its type to which a table is made smaller before it is turned, and at the most."""


def fit_table(
    remedies: Remedies,
    block: str,
    size: tuple[float, float],
    room: tuple[float, float],
    *,
    can_turn: bool,
) -> Remedies:
    """The remedies with a table made smaller that is not within its room, or turned.

    `size` and `room` are width and height. A table is turned where it has to become too small to
    read, and has room on one page.
    """
    now = dict(remedies.narrowed).get(block, 100)
    is_turned = block in remedies.turned
    scale = min(room[0] / size[0], room[1] / size[1] if is_turned else 1)
    wanted = int(now * scale * 0.98) // 5 * 5
    if not is_turned and can_turn and wanted < _LEAST_UPRIGHT:
        narrowed = frozenset(pair for pair in remedies.narrowed if pair[0] != block)
        return replace(remedies, turned=remedies.turned | {block}, narrowed=narrowed)
    percent = max(_LEAST, min(wanted, now - 5))
    return replace(
        remedies, narrowed=frozenset((dict(remedies.narrowed) | {block: percent}).items())
    )
