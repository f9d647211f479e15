"""Two texts of different languages side by side: which passage is whose translation.

The best of all ways to go through both in order, where a passage may be paired with one or with two
of the other text, or with none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from samizdat.translation.evidence import Evidence, certainty, cost
from samizdat.translation.passages import Passage

_ALONE = 2.6
"""What it costs that a passage has no fellow."""
_DOUBLE = 3.2
"""What it costs more that two passages are the fellow of one: more than that one is missing."""
_BAND = 80
"""So many passages may one text be ahead of where the other stands."""

_SOUND, _RELIEF = 0.4, 0.5
"""A neighbour that is surer than the first makes the doubt of a pair so many times smaller."""

_TRUST = 0.25
"""What a difference counts where both texts have as many passages, of one kind in each place."""

# Chinese and Japanese signs, of which each says what a syllable or a word does elsewhere.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")

_LONG = 300
"""So many passages are a long text."""

_STEPS = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1))


@dataclass(frozen=True)
class Fellows:
    """Passages that belong together, by their numbers, and how sure that is, from 0 to 1."""

    original: tuple[int, ...]
    translated: tuple[int, ...]
    certainty: float


def aligned(original: Sequence[Passage], translated: Sequence[Passage]) -> list[Fellows]:
    """Which of the passages `translated` translate which of the `original` ones, in order.

    Those without a fellow are left out. Long texts whose headings have the same levels in the same
    order are compared section by section, since the time grows with the product of both lengths.
    """
    heads = [[n for n, p in enumerate(side) if p.level] for side in (original, translated)]
    levels = [
        [side[n].level for n in some]
        for side, some in zip((original, translated), heads, strict=True)
    ]
    if max(len(original), len(translated)) < _LONG or levels[0] != levels[1] or not heads[0]:
        return _aligned(original, translated)
    found = []
    ends = zip([0, *heads[0]], [0, *heads[1]], strict=True)
    nexts = zip([*heads[0], len(original)], [*heads[1], len(translated)], strict=True)
    for (here, there), (next_here, next_there) in zip(ends, nexts, strict=True):
        for pair in _aligned(original[here:next_here], translated[there:next_there]):
            ours = tuple(here + n for n in pair.original)
            found.append(Fellows(ours, tuple(there + n for n in pair.translated), pair.certainty))
    return found


def _aligned(original: Sequence[Passage], translated: Sequence[Passage]) -> list[Fellows]:
    ours, theirs = [Evidence(p) for p in original], [Evidence(p) for p in translated]
    if not ours or not theirs:
        return []
    ratio = _characters(translated) / _characters(original)
    slope = len(theirs) / len(ours)
    is_alike = _shape(original) == _shape(translated)
    best: dict[tuple[int, int], tuple[float, tuple[int, int], float]] = {(0, 0): (0.0, (0, 0), 0.0)}
    width = _BAND + abs(len(theirs) - len(ours))
    for here in range(len(ours) + 1):
        middle = int(here * slope)
        for there in range(max(0, middle - width), min(len(theirs), middle + width) + 1):
            found = None
            for step in _STEPS:
                before = best.get((here - step[0], there - step[1]))
                if before is None:
                    continue
                price = _price(ours[here - step[0] : here], theirs[there - step[1] : there], ratio)
                if is_alike and price > 0 and step == (1, 1):
                    price *= _TRUST
                if found is None or before[0] + price < found[0]:
                    found = (before[0] + price, step, price)
            if found:
                best[here, there] = found if (here, there) != (0, 0) else best[0, 0]
    return _followed(best, len(ours), len(theirs))


def _shape(text: Sequence[Passage]) -> list[tuple[str, int]]:
    """Of what kind the passages are, in order; notes stand where their writer likes."""
    return [(passage.kind, passage.level) for passage in text if passage.kind != "note"]


def _characters(text: Sequence[Passage]) -> float:
    """How many characters a language takes for a hundred of English, by its script."""
    prose = "".join(passage.prose for passage in text[:200])
    dense = len(_DENSE.findall(prose))
    return 40 if dense > len(prose) / 4 else 100


def _price(ours: list[Evidence], theirs: list[Evidence], ratio: float) -> float:
    if not ours or not theirs:
        return _ALONE
    return cost(ours, theirs, ratio) + _DOUBLE * (len(ours) + len(theirs) - 2)


def _followed(
    best: dict[tuple[int, int], tuple[float, tuple[int, int], float]], here: int, there: int
) -> list[Fellows]:
    found = []
    while here or there:
        _, (step, other), price = best[here, there]
        here, there = here - step, there - other
        if step and other:
            pair = tuple(range(here, here + step)), tuple(range(there, there + other))
            found.append(Fellows(*pair, certainty(price)))
    return _supported(found[::-1])


def _supported(found: list[Fellows]) -> list[Fellows]:
    """The pairs, surer where their neighbours on both sides are pairs as well."""
    out = []
    for place, pair in enumerate(found):
        doubt = 1 - pair.certainty
        before = found[place - 1] if place else None
        after = found[place + 1] if place + 1 < len(found) else None
        for first, second in ((before, pair), (pair, after)):
            if first is None or second is None:
                continue
            is_next = (first.original[-1] + 1, first.translated[-1] + 1) == (
                second.original[0],
                second.translated[0],
            )
            other = first if second is pair else second
            if is_next and other.certainty > _SOUND:
                doubt *= _RELIEF
        out.append(replace(pair, certainty=round(1 - doubt, 3)))
    return out
