"""Which place of the text each block of a web edition was made of, and back.

The text says where its passages begin, and the page which blocks there are. Neither knows the
other; they are laid side by side by what they say, as two states of one text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from samizdat.book import Book
from samizdat.findings import Location
from samizdat.preview.blocks import HEADING, NOTE, Block
from samizdat.source import Source
from samizdat.translation.passages import passages
from samizdat.translation.revisions import Revision, revisions

_TEXT = {"text", "heading", "code"}


@dataclass
class Places:
    """The blocks by the lines at which the passages begin that they were made of, file by file."""

    lines: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def add(self, place: Location, block: str) -> None:
        """Notes that the passage at a place became the block."""
        self.lines.setdefault(place.path, []).append((place.line, block))

    def block_at(self, path: str, line: int) -> str:
        """The id of the block that a line of a file is part of; empty where it is of none."""
        known = self.lines.get(path, [])
        number = bisect_right(known, line, key=lambda one: one[0]) - 1
        return known[max(0, number)][1] if known else ""

    def of_blocks(self) -> dict[str, str]:
        """The file and line of each block that is known, as a person reads it."""
        return {
            block: f"{path}:{line}"
            for path, known in self.lines.items()
            for line, block in reversed(known)
        }


def places(source: Source, book: Book, blocks: Sequence[Block]) -> Places:
    """Where the blocks of a page come from. `book` is what the page was made of."""
    found = Places()
    shown = {block.top for block in blocks}
    for number, chapter in enumerate(book.chapters, 1):
        found.add(chapter.location, f"{number}.0")
    for note in book.notes:
        if note.key in shown:
            found.add(note.location, note.key)
    shown_in = _by_chapter(blocks)
    for number, texts in enumerate(_chapters(source, book), 1):
        tops = shown_in.get(number, {})
        for place, name in _pairs(texts, tops):
            found.add(place, name)
    for known in found.lines.values():
        known.sort()
    return found


Texts = list[tuple[Location, str]]


def _pairs(texts: Texts, tops: dict[str, str]) -> Iterator[tuple[Location, str]]:
    """The passages of a chapter, each with the block that it became."""
    names = [*tops]
    for revision in _revisions(tuple(words for _, words in texts), tuple(tops.values())):
        if revision.new:
            yield from ((texts[number][0], names[revision.new[0]]) for number in revision.old)


@lru_cache(maxsize=512)  # most chapters are as they were before
def _revisions(old: tuple[str, ...], new: tuple[str, ...]) -> list[Revision]:
    return revisions(old, new)


def _chapters(source: Source, book: Book) -> list[Texts]:
    """The passages of the manuscript that become blocks, with what they say, by chapter."""
    heads = {(c.location.path, c.location.line): n for n, c in enumerate(book.chapters)}
    found: list[Texts] = [[] for _ in book.chapters]
    number = 0
    for file in source.files:
        for passage in passages(file):
            place = file.location(passage.start)
            head = heads.get((place.path, place.line))
            number = number if head is None else head
            is_heading = head is not None and passage.kind == "heading"
            if passage.kind in _TEXT and not is_heading and found:
                words = passage.text if passage.kind == "code" else passage.prose
                found[number].append((place, " ".join(words.split())))
    return found


def _by_chapter(blocks: Sequence[Block]) -> dict[int, dict[str, str]]:
    """What the blocks say that stand in no other, with all that stands in them, by chapter."""
    said: dict[int, dict[str, list[str]]] = {}
    for block in blocks:
        if block.kind not in {NOTE, HEADING}:
            chapter = int(block.top.partition(".")[0])
            said.setdefault(chapter, {}).setdefault(block.top, []).append(block.text)
    return {n: {name: " ".join(w) for name, w in tops.items()} for n, tops in said.items()}
