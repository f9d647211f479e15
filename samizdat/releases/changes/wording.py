"""Two wordings of a passage, word by word, as people read what changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from samizdat.releases.changes.matching import in_order

Part = tuple[Literal["same", "out", "in"], str]
"""A part of a passage: in both wordings, only in the old one, or only in the new one."""

# Scripts that put no space between words: kana and Han characters, with their punctuation. Each
# sign counts as a word. Source: the blocks of the Unicode Standard.
_UNSPACED = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_NO_SPACES = re.compile(f"[{_UNSPACED}]")
_PIECE = re.compile(rf"[{_UNSPACED}]\s*|[^\s{_UNSPACED}]+\s*")

# What nobody sees: soft hyphens, joiners, marks of direction. A word is the same with and without.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\u2066-\u2069\ufeff]")

_MOST_WORK = 400_000
"""So many pairs of equal words are looked at; a passage with more is told as written anew."""

_SHORT = 2
"""So many words that stayed, alone between longer changes, are told as a part of the change."""


BREAK = "¶"
"""Stands in a passage where paragraphs begin that were one, or end that are one now; no word."""


def visible(text: str) -> str:
    """The text without what nobody sees."""
    return _UNSEEN.sub("", text)


def words(text: str) -> tuple[str, ...]:
    """The words of a text, without what nobody sees, and without signs for paragraphs.

    >>> words("A mill, a\u00admill.")
    ('A', 'mill,', 'amill.')
    """
    seen = visible(text)
    has_spaces = not _NO_SPACES.search(seen)
    found = seen.split() if has_spaces else [piece.rstrip() for piece in _PIECE.findall(seen)]
    return tuple(word for word in found if word != BREAK) if BREAK in found else tuple(found)


def differences(old: str, new: str) -> tuple[Part, ...]:
    """What stayed, what went out and what came in, in order, each word with the space behind it.

    A word or two that stayed between longer changes are told as changed with them, since nobody
    can read a sentence that changes sides at each word.
    """
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    told = list[Part]()
    for a1, a2, b1, b2, is_same in _joined(_runs(_bare(before), _bare(after))):
        if is_same:
            told.append(("same", "".join(after[b1:b2])))
            continue
        if a1 < a2:
            told.append(("out", "".join(before[a1:a2])))
        if b1 < b2:
            told.append(("in", "".join(after[b1:b2])))
    return tuple(_apart(told))


def _apart(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts with a space behind the last word of one wording, where another word follows."""
    for (kind, text), (_, behind) in zip(parts, [*parts[1:], ("same", "")], strict=False):
        is_glued = text and behind and not text[-1].isspace()
        has_spaces = is_glued and not _NO_SPACES.search(text[-1] + behind[0])
        yield kind, f"{text} " if has_spaces else text


def counted(parts: Iterable[Part]) -> tuple[int, int]:
    """How many words came in, and how many went out."""
    counts = Counter[str]()
    for kind, text in parts:
        counts[kind] += len(words(text))
    return counts["in"], counts["out"]


_Run = tuple[int, int, int, int, bool]


def _bare(pieces: Sequence[str]) -> list[str]:
    return [visible(piece).rstrip() for piece in pieces]


def _runs(old: Sequence[str], new: Sequence[str]) -> list[_Run]:
    """Runs of words that are the same or not, as places in both wordings."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    runs: list[_Run] = [(0, head, 0, head, True)] if head else []
    if a or b:
        runs += [
            (head + a1, head + a2, head + b1, head + b2, is_same)
            for a1, a2, b1, b2, is_same in _between(a, b)
        ]
    if tail:
        runs.append((len(old) - tail, len(old), len(new) - tail, len(new), True))
    return runs


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words at the begin are the same."""
    number = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        number += 1
    return number


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """Runs of wordings that begin and end differently.

    A long passage, which would take long, is first cut at the words that both have once.
    """
    often = Counter(new)
    if sum(often[word] for word in old) <= _MOST_WORK:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for tag, a1, a2, b1, b2 in matcher.get_opcodes():
            yield a1, a2, b1, b2, tag == "equal"
        return
    once = Counter(old)
    places = {word: place for place, word in enumerate(new)}
    anchors = [
        (place, places[word])
        for place, word in enumerate(old)
        if once[word] == 1 and often[word] == 1
    ]
    kept = in_order(anchors)
    a = b = 0
    for place, other in [anchor for anchor in anchors if anchor[0] in kept]:
        yield from _cut(old, new, (a, place, b, other))
        a, b = place, other
    if (a, b) == (0, 0):
        yield 0, len(old), 0, len(new), False
    else:
        yield from _cut(old, new, (a, len(old), b, len(new)))


def _cut(old: Sequence[str], new: Sequence[str], part: tuple[int, int, int, int]) -> Iterator[_Run]:
    """Runs of a part of both wordings, as places in the whole of them."""
    a1, a2, b1, b2 = part
    for c1, c2, d1, d2, is_same in _runs(old[a1:a2], new[b1:b2]):
        yield a1 + c1, a1 + c2, b1 + d1, b1 + d2, is_same


def _joined(runs: list[_Run]) -> list[_Run]:
    """The runs, with each short one that stayed between longer changes joined to them."""
    done = list[_Run]()
    for number, run in enumerate(runs):
        a1, a2, b1, b2, is_same = run
        inside = 0 < number < len(runs) - 1
        is_lost = inside and _is_lost(a2 - a1, _length(done[-1]), _length(runs[number + 1]))
        is_same = is_same and not is_lost
        if done and is_same == done[-1][4]:
            done[-1] = (done[-1][0], a2, done[-1][2], b2, is_same)
        else:
            done.append((a1, a2, b1, b2, is_same))
    return done


def _is_lost(stayed: int, before: int, behind: int) -> bool:
    return stayed <= _SHORT and stayed < before and stayed < behind


def _length(run: _Run) -> int:
    return max(run[1] - run[0], run[3] - run[2])


def shortened(parts: Sequence[Part], around: int, most: int) -> tuple[Part, ...]:
    """The parts with at most so many words of what stayed on each side of a change.

    What came in or went out has at most `most` words, from its begin. An ellipsis stands for what
    is left out.
    """
    shown = list[Part]()
    for number, (kind, text) in enumerate(parts):
        pieces = _PIECE.findall(text)
        if kind != "same" or len(parts) == 1:
            shown.append((kind, _begin(pieces, most)))
        else:
            head = around if number else 0
            tail = around if number + 1 < len(parts) else 0
            if len(pieces) > head + tail + 1:
                end = "".join(pieces[len(pieces) - tail :])
                text = "".join(pieces[:head]) + ("… " if end else "…") + end
            shown.append((kind, text))
    return tuple(shown)


def _begin(pieces: Sequence[str], most: int) -> str:
    return "".join(pieces[:most]).rstrip() + " …" if len(pieces) > most + 1 else "".join(pieces)
