"""Two wordings side by side, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

Part = tuple[Literal["same", "out", "in"], str]


def differences(old: str, new: str) -> Iterator[Part]:
    """The words that both have, those that went out, and those that came in, in order."""
    before, after = old.split(), new.split()
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", " ".join(before[a1:a2])
            continue
        if a1 < a2:
            yield "out", " ".join(before[a1:a2])
        if b1 < b2:
            yield "in", " ".join(after[b1:b2])


def shortened(parts: Iterator[Part], around: int = 6) -> Iterator[Part]:
    """The parts with no more than so many words of what stayed, on each side of a change."""
    every = list(parts)
    for number, (kind, words) in enumerate(every):
        each = words.split()
        if kind == "same" and len(each) > 2 * around + 2:
            head = each[:around] if number else []
            tail = each[-around:] if number + 1 < len(every) else []
            words = " ".join([*head, "…", *tail])
        yield kind, words
