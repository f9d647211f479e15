"""Two wordings side by side, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Literal

Part = tuple[Literal["same", "out", "in"], str]

SIGNS = {"same": ("", ""), "out": ("[-", "-]"), "in": ("{+", "+}")}
"""What stands around words where there is no colour, as in a word diff of git."""

_WORD = re.compile(r"\S+\s*")


def differences(old: str, new: str) -> Iterator[Part]:
    """The words that both have, those that went out, and those that came in, in order.

    Each word has the spaces and line ends behind it, so that verse and tables keep their lines.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    bare = [[word.rstrip() for word in words] for words in (before, after)]
    for tag, a1, a2, b1, b2 in SequenceMatcher(
        None, bare[0], bare[1], autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield "same", "".join(after[b1:b2])
            continue
        if a1 < a2:
            yield "out", "".join(before[a1:a2])
        if b1 < b2:
            yield "in", "".join(after[b1:b2])


def in_a_line(parts: Iterable[Part], signs: Mapping[str, tuple[str, str]] = SIGNS) -> str:
    """The parts as one line, what went out and came in between the `signs` for it."""
    return " ".join(
        f"{signs[kind][0]}{' '.join(words.split())}{signs[kind][1]}" for kind, words in parts
    )


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
