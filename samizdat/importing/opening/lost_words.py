"""Whether every word of a file is in the Markdown: counted without asking pandoc."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
# What Markdown puts into words: emphasis, escapes, calls of notes, and attributes of spans.
_SYNTAX = re.compile(r"(?<!\\)\[\^[^\]\s]+\]:?|\]\{[^}\n]*\}|\]\([^)\n]*\)")
_MARKS = re.compile(r"[*_^~\\\[\]`|\u00ad]")


def lost_words(source: Iterable[str], markdown: str, taken: Iterable[str] = ()) -> list[str]:
    """The words of `source` that are neither in the Markdown nor in `taken`, in their order.

    A word that comes three times and is there twice is lost once.
    """
    # what looks like syntax is text where it stands in code
    there = Counter(_words(_SYNTAX.sub("", markdown))) | Counter(_words(markdown))
    for piece in taken:
        there.update(_words(piece))
    lost = []
    for piece in source:
        for word in _words(piece):
            if there[word] > 0:
                there[word] -= 1
            else:
                lost.append(word)
    return lost


def _words(text: str) -> list[str]:
    return _WORD.findall(_MARKS.sub("", text))
