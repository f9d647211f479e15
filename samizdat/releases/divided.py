"""Passages that were divided or joined, told as one in which paragraphs begin and end. Pure.

Without this a paragraph that was cut in two would be told as one that lost half its words, and a
new one with the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from samizdat.releases.changes.change import Change
from samizdat.releases.changes.wording import BREAK, counted, differences, words

_LIKE = 0.7
"""The share of the words that must be found again on the other side."""


def rejoined(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes of a chapter in their order, those that are one division told as one change."""
    last: Change | None = None
    for change in changes:
        joined = _joined(last, change) if last is not None else None
        if joined is not None:
            last = joined
            continue
        if last is not None:
            yield last
        last = change
    if last is not None:
        yield last


def _joined(first: Change, second: Change) -> Change | None:
    """Both as one change, if what came to the one went from the other; else None."""
    whole = first if first.what == "changed" else second
    part = second if whole is first else first
    if whole.what != "changed" or part.what not in {"new", "gone"} or whole.kind != part.kind:
        return None
    lost = "out" if part.what == "new" else "in"
    there = Counter(word for kind, text in whole.parts if kind == lost for word in words(text))
    here = Counter(word for _, text in part.parts for word in words(text))
    if 2 * (there & here).total() < _LIKE * (there.total() + here.total()):
        return None
    old, new = (
        f" {BREAK} ".join(filter(None, (_side(first, kind), _side(second, kind))))
        for kind in ("out", "in")
    )
    parts = differences(old, new)
    before = sum(sum(counted(one.parts)) for one in (first, second))
    return replace(whole, parts=parts) if sum(counted(parts)) < before else None


def _side(change: Change, side: str) -> str:
    """The old text of a change, or the new one."""
    return "".join(text for kind, text in change.parts if kind in {"same", side}).strip()
