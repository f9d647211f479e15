"""The texts as they are written into the book folder, and where in them a change is to be seen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from samizdat.importing.edits import Change
from samizdat.importing.traced import TracedText

MANUSCRIPT = "manuscript/manuscript.md"
NOTES = "manuscript/notes.md"


def tidy(text: str) -> str:
    """The text with one empty line between blocks and none at its ends."""
    lines = [line for line, is_kept in _tidied(text) if is_kept]
    return "\n".join(lines).rstrip("\n") + "\n"


def _tidied(text: str) -> Iterator[tuple[str, bool]]:
    """The lines, and whether each is written."""
    is_after_empty = True
    for line in text.split("\n"):
        kept = line if line.strip() else ""
        yield kept, bool(kept) or not is_after_empty
        is_after_empty = not kept


class WrittenText:
    """A text of the book folder by its path, which knows where in it a change is to be seen."""

    def __init__(self, path: str, traced: TracedText) -> None:
        self.path = path
        self._text = traced
        lines = traced.text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in lines[:-1])]
        self._rows = list(accumulate(int(is_kept) for _, is_kept in _tidied(traced.text)))
        self._kept = [piece for piece in traced.pieces if piece.change is None]
        self._sources = [piece.source for piece in self._kept]
        self._put = dict[int, int]()
        for piece in traced.pieces:
            if piece.change is not None:
                self._put.setdefault(piece.change, piece.start)

    def line(self, offset: int) -> int:
        """The line of the written file in which a character of the text stands, from 1."""
        return max(1, self._rows[bisect_right(self._starts, offset) - 1])

    def line_put(self, change: int) -> int | None:
        """The line in which the change of this number put something, if that is there still."""
        offset = self._put.get(change)
        return None if offset is None else self.line(offset)

    def has(self, source: int) -> bool:
        """Whether the character at this offset of the source is in the text."""
        number = bisect_right(self._sources, source) - 1
        if number < 0:
            return False
        piece = self._kept[number]
        return source < piece.source + piece.end - piece.start

    def line_of(self, source: int) -> int:
        """The line of what came from this offset of the source, or else of what comes next."""
        number = bisect_right(self._sources, source) - 1
        if number >= 0:
            piece = self._kept[number]
            if source < piece.source + piece.end - piece.start:
                return self.line(piece.start + source - piece.source)
        if number + 1 < len(self._kept):
            return self.line(self._kept[number + 1].start)
        return self.line(len(self._text.text))


class Written:
    """The manuscript and the translator's notes as they are written."""

    def __init__(self, manuscript: TracedText, notes: TracedText) -> None:
        self.manuscript = WrittenText(MANUSCRIPT, manuscript)
        self.notes = WrittenText(NOTES, notes)

    def place(self, change: Change) -> tuple[str, int]:
        """Path and line of what the change made, or of where it would have been."""
        texts = (self.manuscript, self.notes)
        for text in reversed(texts) if change.effect == "to notes" else texts:
            line = text.line_put(change.number)
            if line is not None:
                return text.path, line
        return self.place_of(change.offset)

    def place_of(self, source: int) -> tuple[str, int]:
        """Path and line of what stood at this offset of the source, or of what comes next."""
        text = self.manuscript
        if not text.has(source) and self.notes.has(source):
            text = self.notes
        return text.path, text.line_of(source)
