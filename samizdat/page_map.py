"""The page map: at which character of which block each printed page begins (step 5).

`markup.block_texts` has the blocks and their texts. What the pages show is laid beside it letter by
letter, so that the place is exact although lines lose their spaces and gain hyphens.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from samizdat.layout import pieces

SCHEMA = 1
"""Rises with every change of the JSON."""

_HYPHENS = frozenset("\u2010-\u00ad")


@dataclass(frozen=True)
class Place:
    """A place in the text: a block's id, and the offset of a character in its text."""

    block: str
    offset: int


@dataclass(frozen=True)
class PrintedPage:
    """A page: the number on it, and where its text begins; None where it shows none of the book."""

    label: str
    place: Place | None


class Reader:
    """Reads the pages of a chapter one after the other, beside the texts of its blocks."""

    def __init__(self, block_texts: Mapping[str, str]) -> None:
        self.texts = block_texts
        self.shown: dict[str, list[int]] = {}
        """Where the characters of each block stand that can be seen, and the text's end."""
        self.read: dict[str, int] = {}
        """How many of them were read."""
        self.heads: set[str] = set()
        """The cells of tables' heads on the pages before; heads come again on every page."""

    def begin(self, page: Any) -> Place | None:
        """Where the page begins. Reads it to its end."""
        place, heads = None, set[str]()
        for piece in pieces(page):
            if piece.block not in self.texts or piece.block in self.heads:
                continue
            if piece.is_head:
                heads.add(piece.block)
            if place is None and not piece.text:  # a picture stands behind what was read
                read = self.read.get(piece.block, 0)
                offset = self._shown(piece.block)[read - 1] + 1 if read else 0
                place = Place(piece.block, offset)
            elif place is None and _count(piece.text):
                place = Place(piece.block, self._next(piece.block))
            self._consume(piece.block, piece.text, ends_line=piece.ends_line)
        self.heads |= heads
        return place

    def _shown(self, block: str) -> list[int]:
        if block not in self.shown:
            text = self.texts[block]
            found = [offset for offset, character in enumerate(text) if _IS_VISIBLE[character]]
            self.shown[block] = [*found, len(text)]
        return self.shown[block]

    def _next(self, block: str) -> int:
        """The offset of the next character of the block that can be seen."""
        return self._shown(block)[self.read.get(block, 0)]

    def _consume(self, block: str, text: str, *, ends_line: bool) -> None:
        end, shown = text.rstrip(), self._shown(block)
        read = self.read.get(block, 0) + _count(end)
        # A hyphen at a line's end that the text does not have was put there by hyphenation.
        if ends_line and end and end[-1] in _HYPHENS and _count(end[-1]):
            offset = shown[min(read, len(shown)) - 1]
            read -= self.texts[block][offset : offset + 1] not in _HYPHENS
        self.read[block] = min(read, len(shown) - 1)


class _Visible(dict[str, bool]):
    """Whether a character shows; spaces, soft hyphens and joiners do not."""

    def __missing__(self, character: str) -> bool:
        shows = not character.isspace() and unicodedata.category(character) != "Cf"
        self[character] = shows
        return shows


_IS_VISIBLE = _Visible()


def _count(text: str) -> int:
    """How many characters of a text show."""
    return sum(map(_IS_VISIBLE.__getitem__, text))


def places(pages: Sequence[Any], block_texts: Mapping[str, str]) -> list[Place | None]:
    """Where each page of a chapter begins."""
    reader = Reader(block_texts)
    return [reader.begin(page) for page in pages]


def divided_words(found: Iterable[Place | None], block_texts: Mapping[str, str]) -> set[Place]:
    """The words that are divided by a page's turn, by the places at which they begin."""
    words = set()
    for place in found:
        if place is None or not place.offset:
            continue
        text = block_texts[place.block]
        if text[place.offset - 1].isalpha() and text[place.offset].isalpha():
            begin = place.offset
            while begin and not text[begin - 1].isspace():
                begin -= 1
            words.add(Place(place.block, begin))
    return words


def dump(pages: Sequence[PrintedPage]) -> str:
    """The page map as JSON: the pages in their order, each with its label, block and offset."""
    rows = [
        {"label": page.label, **(asdict(page.place) if page.place else {"block": "", "offset": 0})}
        for page in pages
    ]
    return json.dumps({"schema": SCHEMA, "pages": rows}, ensure_ascii=False, indent=0)


def load(text: str) -> list[PrintedPage]:
    """The page map that `dump` wrote; ValueError where it is of another schema."""
    data = json.loads(text)
    if data.get("schema") != SCHEMA:
        raise ValueError("the page map was written by another version of samizdat")
    return [
        PrintedPage(row["label"], Place(row["block"], row["offset"]) if row["block"] else None)
        for row in data["pages"]
    ]
