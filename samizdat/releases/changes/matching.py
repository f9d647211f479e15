"""Which passage of a release was which in the one before. Pure, and fast for long books.

Passages with the same words are found by looking them up, and only the others are compared by
their words, each with few: those that share a rare word with it, and those that stand where it
stands. So the time grows with the length of the book, not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TELLING = 4
"""A passage of fewer words, such as "Yes, he said", is found again only near to where it was."""

_LIKE, _LIKE_ELSEWHERE, _LIKE_ALONE, _LIKE_BY_NAME = 0.5, 0.6, 0.3, 0.2
"""The share of words from which on two passages are one that changed: where it was, elsewhere,
where both stand alone between passages that stayed, and where both have one name."""

_RARE = 12
"""A word is rare that no more passages have."""

_NEAR, _FELLOWS = 8, 5
"""So many passages on each side of the same place are compared, and so many with rare words."""


@dataclass(frozen=True)
class Item:
    """A passage to be found again: its words, and its name, if it has one."""

    words: tuple[str, ...]
    name: str = ""


def matched(old: Sequence[Item], new: Sequence[Item]) -> dict[int, int]:
    """The number of the old item for the number of each new one that is found again."""
    pairs = _same(old, new)
    return pairs | _similar(old, new, pairs)


def in_order(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """The longest run of pairs that rises on both sides, as first numbers; the others were moved.

    `pairs` are sorted by their first numbers. Source: the patience sorting of C. L. Mallows.
    """
    tops, piles, before = list[int](), list[int](), dict[int, int]()
    for number, (_, value) in enumerate(pairs):
        place = bisect_left(tops, value)
        before[number] = piles[place - 1] if place else -1
        tops[place : place + 1] = [value]
        piles[place : place + 1] = [number]
    kept, number = set[int](), piles[-1] if piles else -1
    while number >= 0:
        kept.add(pairs[number][0])
        number = before[number]
    return kept


def _same(old: Sequence[Item], new: Sequence[Item]) -> dict[int, int]:
    """The pairs with the same words: first those that are there once, then their neighbours."""
    here, there = _places(old), _places(new)
    pairs = {
        there[words][0]: places[0]
        for words, places in here.items()
        if len(words) >= TELLING and len(places) == 1 and len(there.get(words, ())) == 1
    }
    taken = set(pairs.values())
    for step, anchor in ((1, (-1, -1)), (-1, (len(new), len(old)))):
        for start, other in sorted([*pairs.items(), anchor])[::step]:
            j, i = start + step, other + step
            while (
                0 <= j < len(new)
                and 0 <= i < len(old)
                and j not in pairs
                and i not in taken
                and new[j].words == old[i].words
            ):
                pairs[j] = i
                taken.add(i)
                j, i = j + step, i + step
    for words, places in there.items():
        if len(words) >= TELLING:
            left = [i for i in here.get(words, ()) if i not in taken]
            # As many as both have, in their order.
            pairs |= dict(zip((j for j in places if j not in pairs), left, strict=False))
    return pairs


def _places(items: Sequence[Item]) -> dict[tuple[str, ...], list[int]]:
    places = defaultdict[tuple[str, ...], list[int]](list)
    for number, item in enumerate(items):
        places[item.words].append(number)
    return places


def _similar(old: Sequence[Item], new: Sequence[Item], pairs: Mapping[int, int]) -> dict[int, int]:
    """Pairs of those that are left, the most like each other first."""
    gaps = _Gaps(len(old), len(new), pairs)
    words = {i: Counter(old[i].words) for i in gaps.old_left}
    by_word, by_name = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
    by_words = defaultdict[tuple[str, ...], list[int]](list)
    for i, counts in words.items():
        by_words[old[i].words].append(i)
        for word in counts:
            by_word[word].append(i)
        if old[i].name:
            by_name[old[i].name].append(i)
    found = list[tuple[float, int, int, int]]()
    for j in gaps.new_left:
        counts, name = Counter(new[j].words), new[j].name
        near = gaps.near(j)
        fellows = Counter(
            i
            for word in counts
            if len(by_word.get(word, ())) <= _RARE
            for i in by_word.get(word, ())
        )
        # Counter.most_common keeps the order of the text among equals.
        far = [i for i, _ in fellows.most_common(_FELLOWS)]
        named = by_name.get(name, [])[:_FELLOWS] if name else []
        twins = gaps.nearest(by_words.get(new[j].words, []), j)
        for i in sorted({*near, *far, *named, *twins}):
            likeness = _likeness(words[i], counts)
            if i in twins or likeness >= _needed(old[i], new[j], i in near, gaps.is_alone(j)):
                found.append((-likeness, gaps.between(i, j), j, i))
    chosen, taken = dict[int, int](), set[int]()
    for _, _, j, i in sorted(found):
        if j not in chosen and i not in taken:
            chosen[j] = i
            taken.add(i)
    return chosen


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of the words that two passages have in common (the coefficient of Dice)."""
    if one.keys().isdisjoint(other):
        return 0.0
    whole = one.total() + other.total()
    return 2 * (one & other).total() / whole


def _needed(old: Item, new: Item, is_near: bool, is_alone: bool) -> float:
    """How like two passages must be."""
    if new.name and new.name == old.name:
        return _LIKE_BY_NAME
    if is_near:
        return _LIKE_ALONE if is_alone else _LIKE
    # Two short passages have half their words in common by chance.
    is_telling = min(len(old.words), len(new.words)) > TELLING
    return _LIKE_ELSEWHERE if is_telling else 2


class _Gaps:
    """What stands between the pairs that stayed in order, on both sides."""

    def __init__(self, old: int, new: int, pairs: Mapping[int, int]) -> None:
        kept = in_order(sorted(pairs.items()))
        taken = set(pairs.values())
        self.old_left = [i for i in range(old) if i not in taken]
        self.new_left = [j for j in range(new) if j not in pairs]
        self._new_ends = sorted(kept)
        self._old_ends = sorted(pairs[j] for j in kept)
        self._old = defaultdict[int, list[int]](list)
        self._new = defaultdict[int, list[int]](list)
        for i in self.old_left:
            self._old[bisect_left(self._old_ends, i)].append(i)
        for j in self.new_left:
            self._new[self._gap(j)].append(j)

    def _gap(self, new: int) -> int:
        return bisect_left(self._new_ends, new)

    def between(self, old: int, new: int) -> int:
        """How many pairs that stayed in order stand between the places of the two."""
        return abs(bisect_left(self._old_ends, old) - self._gap(new))

    def near(self, new: int) -> list[int]:
        """The old ones in the same gap, of a long gap those around the same share of it."""
        gap = self._gap(new)
        olds, news = self._old[gap], self._new[gap]
        place = bisect_left(news, new) * len(olds) // len(news)
        return olds[max(0, place - _NEAR) : place + _NEAR + 1]

    def nearest(self, olds: list[int], new: int) -> list[int]:
        """The two of the old ones, sorted, that stand next to the new one, if they are near."""
        gap = self._gap(new)
        place = bisect_left(olds, self._old_ends[gap - 1] if gap else 0)
        return [i for i in olds[max(0, place - 1) : place + 1] if self.between(i, new) <= _NEAR]

    def is_alone(self, new: int) -> bool:
        """Whether one passage stands there, where one stood."""
        gap = self._gap(new)
        return len(self._old[gap]) == len(self._new[gap]) == 1
