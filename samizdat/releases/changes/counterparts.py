"""The chapters, passages and notes of two releases, each with what it was before. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from samizdat.releases.changes.matching import Item, matched
from samizdat.releases.changes.told import Passage, ToldChapter, ToldNote
from samizdat.releases.changes.wording import words

_T = TypeVar("_T")

_SHARE = 0.3
"""The share of its words that a chapter must have in common with another to be the same one."""


class Pairs(Generic[_T]):
    """The passages of all chapters, or the notes of all, numbered through on both sides.

    `parts` gives those of a chapter, `item` what one of them is found by.
    """

    def __init__(
        self,
        old: Sequence[ToldChapter],
        new: Sequence[ToldChapter],
        parts: Callable[[ToldChapter], Sequence[_T]],
        item: Callable[[_T], Item],
    ) -> None:
        def numbered(side: Sequence[ToldChapter]) -> list[tuple[int, _T]]:
            return [(number, part) for number, one in enumerate(side) for part in parts(one)]

        self._old, self._new = numbered(old), numbered(new)
        self._items = [item(part) for _, part in self._new]
        self._found = matched([item(part) for _, part in self._old], self._items)

    def within(self, place: int) -> list[tuple[int, _T, int | None]]:
        """Those of a new chapter: the number, the part, its number before, None if it is new."""
        return [(j, self._new[j][1], self._found.get(j)) for j in self._numbers[0][place]]

    def lost(self, number: int) -> list[tuple[int, _T]]:
        """Those of an old chapter that are nowhere found again, with their numbers."""
        taken = self._taken
        return [(i, self._old[i][1]) for i in self._numbers[1][number] if i not in taken]

    def old(self, number: int) -> _T:
        """The part that had the number in the old release."""
        return self._old[number][1]

    def home(self, number: int) -> int:
        """The number of the old chapter in which it was."""
        return self._old[number][0]

    def shared(self) -> Counter[tuple[int, int]]:
        """How many words are in passages that an old chapter and a new one both have."""
        counts = Counter[tuple[int, int]]()
        for j, i in self._found.items():
            counts[self._old[i][0], self._new[j][0]] += len(self._items[j].words)
        return counts

    @cached_property
    def _taken(self) -> set[int]:
        return set(self._found.values())

    @cached_property
    def _numbers(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """The numbers of the parts by chapter, of the new release and of the old one."""
        sides = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
        for side, parts in zip(sides, (self._new, self._old), strict=True):
            for number, (chapter, _) in enumerate(parts):
                side[chapter].append(number)
        return sides


class Counterparts:
    """What of a release was what in the one before.

    `before` has the number of the old chapter for that of each new one that was there.
    """

    def __init__(self, old: Sequence[ToldChapter], new: Sequence[ToldChapter]) -> None:
        self.old, self.new = old, new
        self.passages = Pairs[Passage](
            old, new, lambda chapter: chapter.passages, lambda one: Item(words(one.text))
        )
        self.notes = Pairs[ToldNote](old, new, lambda chapter: chapter.notes, _note)
        self.before = self._chapters()

    def _chapters(self) -> dict[int, int]:
        """New chapters with the old ones: those with the most words in common first.

        The id decides where nothing is in common, or not much: a chapter that was written anew
        under its title is the same chapter.
        """
        shared = self.passages.shared() + self.notes.shared()
        sizes = [[_weight(chapter) for chapter in side] for side in (self.old, self.new)]
        places = {chapter.id: place for place, chapter in enumerate(self.new)}
        rated = [
            (-count, i, j)
            for (i, j), count in shared.items()
            if count >= _SHARE * max(sizes[0][i], sizes[1][j])
        ]
        named = [
            (-shared[i, places[chapter.id]], i, places[chapter.id])
            for i, chapter in enumerate(self.old)
            if chapter.id in places
        ]
        found, taken = dict[int, int](), set[int]()
        for _, i, j in [*sorted(rated), *sorted(named)]:
            if i not in taken and j not in found:
                found[j] = i
                taken.add(i)
        return found

    @cached_property
    def gone(self) -> dict[int, list[int]]:
        """The old chapters that are gone, by the new place of the one before; -1 where none is."""
        back = {number: place for place, number in self.before.items()}
        gone, last = defaultdict[int, list[int]](list), -1
        for number in range(len(self.old)):
            if number in back:
                last = back[number]
            else:
                gone[last].append(number)
        return gone


def _note(note: ToldNote) -> Item:
    return Item(words(note.text), f"{note.series} {note.label}" if note.label else "")


def _weight(chapter: ToldChapter) -> int:
    return sum(len(words(text)) for text in chapter.texts)
