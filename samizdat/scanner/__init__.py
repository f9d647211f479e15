"""What stands where in a Markdown text: notes, headings, links, paragraphs. No pandoc.

Pandoc's tree has no positions, and it is silent about most faults; these modules read the text as
it was written. They know as much of pandoc's Markdown as they need to tell text from what only
looks like it: code, formulas, comments.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from samizdat.findings import Location
from samizdat.scanner.blocks import Block, Blocks, blocks
from samizdat.scanner.headings import Heading, headings
from samizdat.scanner.links import Links, links
from samizdat.scanner.masking import mask, without_comments
from samizdat.scanner.notes import Call, Definition, Notes, notes
from samizdat.scanner.prose import prose, tables
from samizdat.scanner.spans import Spans

__all__ = [
    "Block",
    "Call",
    "Definition",
    "Heading",
    "Links",
    "Notes",
    "Piece",
    "Spans",
    "TextFile",
    "find",
]


_LONG_LINE, _AROUND = 8_000, 600
"""Characters of a line above which an excerpt is cut, and so many of it on each side are left."""


@dataclass(frozen=True)
class Piece:
    """A part of a text that was put together of several files.

    From `start` on it is what stands from `offset` on in `file`, or, where it `is_added`, signs
    that stand in no file and belong to that place.
    """

    start: int
    file: TextFile
    offset: int
    is_added: bool = False


@dataclass(frozen=True)
class TextFile:
    """A file of the book as text. `path` is relative to the book folder.

    A text that was put together of several files has its `pieces`, so that a place in it is one in
    the file where a person finds it.
    """

    path: str
    text: str
    pieces: tuple[Piece, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def row(self, offset: int) -> int:
        """The number of the line of this text in which the offset lies, from 1."""
        return bisect_right(self._starts, offset)

    def origin(self, offset: int) -> tuple[TextFile, int]:
        """The file in which what stands at the offset was written, and its offset there."""
        if not self.pieces:
            return self, offset
        number = bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1
        piece = self.pieces[max(0, number)]
        return piece.file, piece.offset + (0 if piece.is_added else offset - piece.start)

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    def location(self, offset: int, width: int = 1) -> Location:
        """The place of `width` characters from `offset` on, counted from 0."""
        if self.pieces:
            file, there = self.origin(offset)
            return file.location(there, width)
        row = self.row(offset) - 1
        start = self._starts[row]
        end = self.text.find("\n", start)
        end = end if end >= 0 else len(self.text)
        first, last = start, end
        if end - start > _LONG_LINE:  # as many findings in one would fill the memory with copies
            first, last = max(start, offset - _AROUND), min(end, offset + width + _AROUND)
        excerpt = self.text[first:last]
        return Location(self.path, row + 1, offset - start + 1, width, excerpt, first - start)

    @cached_property
    def signs(self) -> frozenset[str]:
        """The characters of the text, each once; many a rule has nothing to look for among them."""
        return frozenset(self.text)

    @cached_property
    def masked(self) -> str:
        """The text with code, formulas and comments turned to spaces."""
        return mask(self.text)

    @cached_property
    def shown(self) -> str:
        """The text with comments turned to spaces; code and formulas are there."""
        return without_comments(self.text)

    @cached_property
    def _blocks(self) -> Blocks:
        return blocks(self.text, self.masked)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of this file: paragraphs, headings, list items and so on."""
        return self._blocks.blocks

    @cached_property
    def notes(self) -> Notes:
        """The definitions and calls of notes in this file."""
        return notes(self.text, self.masked, self._blocks, dict(self.links.brackets))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of this file."""
        return headings(self.text, self._blocks)

    @cached_property
    def links(self) -> Links:
        """The links, pictures, references and ids of this file."""
        return links(self.masked)

    @cached_property
    def prose(self) -> str:
        """What readers will see: the text masked, and without addresses, labels and tags too."""
        return prose(self.masked, self.links)

    @cached_property
    def tables(self) -> tuple[tuple[int, int], ...]:
        """From where to where tables and verse go, as offsets; they may overlap."""
        return tuple(sorted(tables(self.text, self.masked)))

    @cached_property
    def untabled(self) -> str:
        """The prose with tables and verse turned to spaces."""
        parts, done = list[str](), 0
        for start, end in self.tables:
            if end > done:
                start = max(start, done)
                parts += [self.prose[done:start], re.sub(r"[^\n]", " ", self.prose[start:end])]
                done = end
        return "".join([*parts, self.prose[done:]])


def find(files: Sequence[TextFile], *wordings: str, nth: int = 0, after: str = "") -> Location:
    """The place of the first wording that stands in the files, the `nth` one from 0 on.

    Places right behind the character `after` go before all others. A backslash may stand before
    any character, as Markdown lets it. What stands in code counts only where nothing else is;
    where nothing is at all, the begin of the first file is the place.
    """
    for words in filter(None, wordings):
        bare = r"\\?".join(map(re.escape, words))
        tries = [(bare, 0, False), (bare, 0, True)]
        if after:  # found as a whole, since re finds a pattern fast that begins with a sign
            tries.insert(0, (re.escape(after) + bare, len(after), False))
        for wanted, before, in_code in tries:
            matches = [
                (file, match.start() + before, match.group()[before:])
                for file, match in islice(_matches(wanted, files, in_code=in_code), nth + 1)
            ]
            if matches:
                file, start, found = matches[-1]
                return file.location(start, len(found.split("\n")[0]))
    return Location(files[0].path if files else "")


def _matches(
    wanted: str, files: Sequence[TextFile], *, in_code: bool
) -> Iterator[tuple[TextFile, re.Match[str]]]:
    for file in files:
        for match in re.finditer(wanted, file.text if in_code else file.masked):
            yield file, match
