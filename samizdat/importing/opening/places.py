"""Places in a text that keep through pandoc: where a remark belongs.

A place is a word of characters that no text has, since Unicode keeps them out of interchange
(Unicode Standard, section 23.7, noncharacters). It is put into a tree, and taken out of the
Markdown.
"""

from __future__ import annotations

import re

_BEGINNING, _END = "\ufdd0", "\ufdd1"
_PLACE = re.compile(f"{_BEGINNING}([0-9]+){_END}")
CODE = "\ufdd2"
"""Begins a paragraph whose lines are code, where pandoc has no word for it."""
STRAY = re.compile("[\ufdd0-\ufdef]")
"""Such characters in a text that came in, where they mean nothing."""


def place(number: int) -> str:
    """The word that marks a place."""
    return f"{_BEGINNING}{number}{_END}"


def is_place(word: str) -> bool:
    """Whether a word is made of places alone."""
    return word.startswith(_BEGINNING) and _PLACE.sub("", word) == ""


def without_places(text: str) -> str:
    """The text with every place taken out."""
    return _PLACE.sub("", text)


def without_empty_paragraphs(text: str) -> str:
    """The text with paragraphs of places alone joined to the ones that follow."""
    return re.sub(rf"(\A|\n\n)((?:{_BEGINNING}[0-9]+{_END} ?)+)\n\n", r"\1\2", text)


def taken_out(text: str) -> tuple[str, dict[int, int]]:
    """The text without places, and the offset in it of each place by its number."""
    parts: list[str] = []
    offsets: dict[int, int] = {}
    end = length = 0
    for match in _PLACE.finditer(text):
        parts.append(text[end : match.start()])
        length += match.start() - end
        offsets.setdefault(int(match[1]), length)
        end = match.end()
    return "".join(parts) + text[end:], offsets
