"""What became of each passage between an older and a newer state of one text.

Passages are told by what they say and by where they stand, never by counting: one that is put in
makes one revision, and so does one that moves over a hundred others.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Literal

Fate = Literal["same", "moved", "changed", "split", "joined", "new", "gone"]

_IN_PLACE = 0.4
"""A share of weight in common above which a passage is another version of the one in its place."""
_ELSEWHERE = 0.65
"""The same for a passage that stands elsewhere now."""
_WHOLE = 0.9
"""The same for what was split or joined, taken together."""
_MOST_PARTS = 6
_MOST_LIKELY = 40
"""So many passages that share words with one are compared with it."""
_MOST_TELLING = 200
"""A word that more of them have says nothing of where a passage went."""

_TOKEN = re.compile(r"\w+|[^\w\s]")
_FORM = re.compile(r"\[\^(?P<label>[^\]\s]+)\]:|(?P<level>#{1,6})\s")


@dataclass(frozen=True)
class Revision:
    """The fate of the passages `old`, which are the passages `new` now, both by their numbers."""

    fate: Fate
    old: tuple[int, ...]
    new: tuple[int, ...]


def revisions(old: Sequence[str], new: Sequence[str]) -> list[Revision]:
    """The fate of every passage of `old` and of `new`, given as their texts in order.

    Each number stands in exactly one revision. They come in the order of the new text, and what is
    gone comes behind what stood before it.
    """
    comparison = _Comparison(old, new)
    comparison.equal()
    comparison.labelled()
    comparison.parted()
    comparison.altered()
    return comparison.all()


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[str, ...]:
    """The words of a text; its signs where it has no words."""
    tokens = tuple(_TOKEN.findall(text.lower()))
    words = tuple(token for token in tokens if token[0].isalnum())
    return words or tokens


@lru_cache(maxsize=100_000)
def in_common(one: str, other: str) -> float:
    """The share of their words that two texts of one language have in common, in order: 0 to 1."""
    first, second = _tokens(one), _tokens(other)
    if not first or not second:
        return float(first == second)
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _at_most_in_common(one: str, other: str) -> float:
    """No less than `in_common`, and found faster."""
    first, second = Counter(_tokens(one)), Counter(_tokens(other))
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def _form(text: str) -> str:
    """What a passage is: the label of a note, or the level of a heading."""
    found = _FORM.match(text)
    return (found["label"] or found["level"]) if found else ""


def _rising(numbers: Sequence[int]) -> set[int]:
    """The places of a longest row of rising numbers among `numbers`."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        if at == len(ends):
            ends.append(number)
            places.append(place)
        else:
            ends[at], places[at] = number, place
        before.append(places[at - 1] if at else -1)
    found, place = set[int](), places[-1] if places else -1
    while place >= 0:
        found.add(place)
        place = before[place]
    return found


def steady(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of the pairs of numbers that rise on both sides, in order."""
    row = sorted(pairs)
    kept = _rising([there for _, there in row])
    return [pair for place, pair in enumerate(row) if place in kept]


def gaps(
    pairs: Sequence[tuple[int, int]],
    lengths: tuple[int, int],
    free: tuple[Collection[int], Collection[int]],
) -> Iterator[tuple[list[int], list[int]]]:
    """What is `free` between each two neighbours of steady pairs, where both sides have something.

    `lengths` are those of both sides, whose numbers are from 0 on.
    """
    for (old, new), (next_old, next_new) in pairwise([(-1, -1), *pairs, lengths]):
        left = [n for n in range(old + 1, next_old) if n in free[0]]
        right = [n for n in range(new + 1, next_new) if n in free[1]]
        if left and right:
            yield left, right


class _Comparison:
    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old = [" ".join(text.split()) for text in old]
        self.new = [" ".join(text.split()) for text in new]
        self.found: list[Revision] = []
        self.free_old = dict.fromkeys(range(len(old)))
        self.free_new = dict.fromkeys(range(len(new)))
        self.steady: list[tuple[int, int]] = []

    def take(self, fate: Fate, old: Iterable[int], new: Iterable[int]) -> None:
        revision = Revision(fate, tuple(old), tuple(new))
        self.found.append(revision)
        for number in revision.old:
            del self.free_old[number]
        for number in revision.new:
            del self.free_new[number]

    # --- what says the same ---------------------------------------------------------------------

    def equal(self) -> None:
        """Passages with the same words: where most stand in one order, the others have moved.

        What was split or joined and kept all its words stands in the row with them.
        """
        places = defaultdict[str, list[int]](list)
        for number, text in enumerate(self.new):
            places[text].append(number)
        counts = Counter(self.old)
        pairs = {
            number: places[text][0]
            for number, text in enumerate(self.old)
            if counts[text] == 1 and len(places.get(text, ())) == 1
        }
        parted = list(self._divided(set(pairs), set(pairs.values())))
        kept = steady([*pairs.items(), *((old[0], new[0]) for old, new in parted)])
        for here, there in kept:
            if here in pairs:
                self.take("same", [here], [there])
        for old, new in parted:
            self.take("split" if len(new) > 1 else "joined", old, new)
        # What comes several times, such as three asterisks, belongs to its neighbours.
        for left, right in list(self._gaps(kept)):
            matcher = SequenceMatcher(
                None, [self.old[n] for n in left], [self.new[n] for n in right], autojunk=False
            )
            for here, there, size in matcher.get_matching_blocks():
                for step in range(size):
                    self.take("same", [left[here + step]], [right[there + step]])
                    kept.append((left[here + step], right[there + step]))
        self.steady = sorted(kept)
        rest = defaultdict[str, list[int]](list)
        for number in self.free_new:
            rest[self.new[number]].append(number)
        for number in list(self.free_old):
            if rest[self.old[number]]:
                self.take("moved", [number], [rest[self.old[number]].pop(0)])

    def _divided(
        self, busy_old: set[int], busy_new: set[int]
    ) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        """What was split or joined without another word, wherever it stands."""
        free_old = [n for n in range(len(self.old)) if n not in busy_old]
        free_new = [n for n in range(len(self.new)) if n not in busy_new]
        taken_old, taken_new = set[int](), set[int]()
        for wholes, texts, parts, part_texts, is_split in (
            (free_old, self.old, free_new, self.new, True),
            (free_new, self.new, free_old, self.old, False),
        ):
            taken_whole, taken_part = (taken_old, taken_new) if is_split else (taken_new, taken_old)
            begins = defaultdict[str, list[tuple[int, ...]]](list)
            for run in _runs(parts):
                begins[" ".join(part_texts[n] for n in run)].append(run)
            for whole in wholes:
                for run in begins.get(texts[whole], ()):
                    if whole in taken_whole or taken_part & set(run):
                        continue
                    taken_whole.add(whole)
                    taken_part.update(run)
                    yield ((whole,), run) if is_split else (run, (whole,))

    # --- what has a name ------------------------------------------------------------------------

    def labelled(self) -> None:
        """Notes are the same note as long as they have their label, wherever they stand."""
        homes = {_form(self.new[n]): n for n in self.free_new if self.new[n].startswith("[^")}
        for number in list(self.free_old):
            text = self.old[number]
            if text.startswith("[^") and (home := homes.pop(_form(text), None)) is not None:
                self.take("changed", [number], [home])

    # --- what was divided or put together -------------------------------------------------------

    def parted(self) -> None:
        """Passages that were split in two or more, or joined to one."""
        for old, new in list(self._gaps(self.steady)):
            self._parted(old, self.old, new, self.new, is_split=True)
            self._parted(new, self.new, old, self.old, is_split=False)

    def _parted(
        self,
        wholes: list[int],
        whole_texts: list[str],
        parts: list[int],
        part_texts: list[str],
        *,
        is_split: bool,
    ) -> None:
        free_wholes = self.free_old if is_split else self.free_new
        free_parts = self.free_new if is_split else self.free_old
        for whole in wholes:
            alone = (in_common(whole_texts[whole], part_texts[n]) for n in parts if n in free_parts)
            best, best_run = max(alone, default=0.0), tuple[int, ...]()
            for run in _runs([n for n in parts if n in free_parts]):
                together = " ".join(part_texts[n] for n in run)
                if _at_most_in_common(whole_texts[whole], together) < _WHOLE:
                    continue
                share = in_common(whole_texts[whole], together)
                if share >= _WHOLE and share > best:
                    best, best_run = share, run
            if best_run and whole in free_wholes:
                fate: Fate = "split" if is_split else "joined"
                self.take(fate, *(([whole], best_run) if is_split else (best_run, [whole])))

    # --- what was written anew ------------------------------------------------------------------

    def altered(self) -> None:
        """Passages that have enough in common, the most alike first."""
        homes_old, homes_new = self._homes(0), self._homes(1)
        candidates = []
        for here, there, share in self._likely():
            is_near = homes_old[here] == homes_new[there]
            if _form(self.old[here]) != _form(self.new[there]) and not is_near:
                continue
            if share >= (_IN_PLACE if is_near else _ELSEWHERE):
                candidates.append((-share - 0.2 * is_near, abs(here - there), here, there))
        for _, _, here, there in sorted(candidates):
            if here in self.free_old and there in self.free_new:
                self.take("changed", [here], [there])
        # A heading that is alone in its place is another wording of the one that stood there.
        for old, new in list(self._gaps(self.steady)):
            for level in ("#" * depth for depth in range(1, 7)):
                heads = [n for n in old if n in self.free_old and _form(self.old[n]) == level]
                tails = [n for n in new if n in self.free_new and _form(self.new[n]) == level]
                if len(heads) == len(tails) == 1:
                    self.take("changed", heads, tails)

    def _likely(self) -> Iterator[tuple[int, int, float]]:
        """Pairs that share words, and the share of their weight that is in common: 0 to 1.

        A word weighs more the fewer passages have it, since in a text made by one pattern, such as
        a list of works, all passages share most of their words.
        """
        found = Counter(word for text in (*self.old, *self.new) for word in set(_tokens(text)))
        every = len(self.old) + len(self.new)
        weights = {word: math.log(1 + every / count) for word, count in found.items()}
        homes = defaultdict[str, list[int]](list)
        bags = {n: Counter(_tokens(self.new[n])) for n in self.free_new}
        for number, bag in bags.items():
            for word in bag:
                homes[word].append(number)

        def weight(bag: Counter[str]) -> float:
            return sum(weights[word] * count for word, count in bag.items())

        for here in self.free_old:
            mine = Counter(_tokens(self.old[here]))
            shared = defaultdict[int, float](float)
            for word in mine:
                if len(homes[word]) <= _MOST_TELLING:
                    for there in homes[word]:
                        shared[there] += weights[word]
            likely = sorted(shared, key=lambda there: (-shared[there], abs(there - here)))
            for there in likely[:_MOST_LIKELY]:
                common = 2 * weight(mine & bags[there])
                yield here, there, common / (weight(mine) + weight(bags[there]))

    # --- where things stand ---------------------------------------------------------------------

    def _gaps(self, pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
        return gaps(pairs, (len(self.old), len(self.new)), (self.free_old, self.free_new))

    def _homes(self, side: int) -> list[int]:
        """For each passage the number of the gap in which it stands."""
        length = len(self.new if side else self.old)
        edges = [pair[side] for pair in self.steady]
        return [bisect_left(edges, number) for number in range(length)]

    def all(self) -> list[Revision]:
        found = [
            *self.found,
            *(Revision("gone", (n,), ()) for n in self.free_old),
            *(Revision("new", (), (n,)) for n in self.free_new),
        ]
        after = {old: revision.new[0] for revision in found for old in revision.old if revision.new}

        def place(revision: Revision) -> tuple[int, int, int]:
            if revision.new:
                return revision.new[0], 0, 0
            before = next((after[n] for n in range(revision.old[0], -1, -1) if n in after), -1)
            return before, 1, revision.old[0]

        return sorted(found, key=place)


def _runs(numbers: list[int]) -> Iterator[tuple[int, ...]]:
    """Rows of neighbours among the numbers, of two and more."""
    for start in range(len(numbers)):
        for end in range(start + 2, min(len(numbers), start + _MOST_PARTS) + 1):
            if numbers[end - 1] - numbers[start] == end - 1 - start:
                yield tuple(numbers[start:end])
