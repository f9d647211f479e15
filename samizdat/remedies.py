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
    with so many pixels of white above them, and `narrowed` the tables in smaller type, by the step.
    """

    moved: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    begun: frozenset[tuple[str, int]] = frozenset()
    undivided: frozenset[Turn] = frozenset()
    nudged: frozenset[str] = frozenset()
    padded: frozenset[tuple[str, float]] = frozenset()
    narrowed: frozenset[tuple[str, int]] = frozenset()

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
