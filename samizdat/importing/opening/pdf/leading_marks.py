"""The bullets and numbers that items and notes of a tagged PDF begin with."""

from __future__ import annotations

import re

from samizdat.importing.opening.pdf.blocks import Block, Paragraph, cut, words

_LABEL = re.compile(r"^\s*[\[(]?([\d\w]{1,4}|[*†‡§‖¶]{1,3})[\])]?[.:]?\s*")
_NOTE = re.compile(r"[\[(]?(\d{1,4}|[a-z]|[*†‡§‖¶]{1,3})[\])]?[.:]?")
BULLET = re.compile(r"^([•◦▪‣⁃–—·o\uf0b7\uf0a7-]|\(?[\divxlcm]{1,5}[.)]|[a-z][.)])\s*$", re.I)


def is_label(said: str) -> bool:
    """Whether words are nothing but the mark of a note."""
    return _NOTE.fullmatch(said.strip()) is not None


def without_bullet(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The sign or number that an item begins with, and the item without it."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph):
        return "", blocks
    head, _, rest = words(first.spans).partition(" ")
    if not rest or not BULLET.match(head):
        return "", blocks
    spans = cut(first.spans, len(head) + 1)
    return head, [Paragraph(spans, first.page, first.height), *blocks[1:]]


def without_label(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The mark that a note begins with, and the note without it."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph):
        return "", blocks
    found = _LABEL.match(words(first.spans))
    if found is None:
        return "", blocks
    spans = cut(first.spans, found.end())
    return found[1], [Paragraph(spans, first.page, first.height), *blocks[1:]]
