"""A text that knows of each of its characters where it came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from samizdat.importing.edits import Edit


@dataclass(frozen=True)
class Piece:
    """A part of a text from `start` to `end`.

    It is what stands from `source` on in what came in, or, where it has the number of a `change`,
    what that change put there; `source` is then where it did so.
    """

    start: int
    end: int
    source: int
    change: int | None = None


@dataclass(frozen=True)
class TracedText:
    """A text and its pieces, in order and without gaps."""

    text: str
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, text: str) -> TracedText:
        """The text as it came in."""
        return cls(text, (Piece(0, len(text), 0),) if text else ())

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def source(self, offset: int) -> int:
        """Where in what came in the character at the offset stood, or was put in."""
        if not self.pieces:
            return 0
        piece = self.pieces[max(0, bisect_right(self._starts, offset) - 1)]
        if piece.change is not None:
            return piece.source
        return piece.source + min(offset, piece.end) - piece.start

    def between(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces of a part of the text, cut to it, with its own offsets."""
        number = max(0, bisect_right(self._starts, start) - 1)
        while number < len(self.pieces) and self.pieces[number].start < end:
            piece = self.pieces[number]
            first, last = max(start, piece.start), min(end, piece.end)
            if first < last:
                moved = 0 if piece.change is not None else first - piece.start
                yield Piece(first, last, piece.source + moved, piece.change)
            number += 1

    def edited(self, edits: Sequence[tuple[Edit, int]]) -> TracedText:
        """The text with these edits made, which are in order and do not overlap.

        With each is the number of its change.
        """
        joined = Joined()
        done = 0
        for edit, number in edits:
            start, end, text = _least(self.text, edit)
            joined.add(self, done, start)
            if text:
                joined.insert(text, self.source(start), number)
            done = end
        joined.add(self, done, len(self.text))
        return joined.result()


class Joined:
    """A text that is put together of parts of others."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0

    def add(self, traced: TracedText, start: int, end: int) -> None:
        """Adds a part of another text."""
        for piece in traced.between(start, end):
            self._put(traced.text[piece.start : piece.end], piece.source, piece.change)

    def insert(self, text: str, source: int, change: int) -> None:
        """Adds what a change puts in at a place of the source."""
        self._put(text, source, change)

    def result(self) -> TracedText:
        """All of it."""
        return TracedText("".join(self._texts), tuple(self._pieces))

    def _put(self, text: str, source: int, change: int | None) -> None:
        end = self._length + len(text)
        self._texts.append(text)
        last = self._pieces[-1] if self._pieces else None
        if (
            last is not None
            and change is None
            and last.change is None
            and last.source + last.end - last.start == source
        ):
            self._pieces[-1] = Piece(last.start, end, last.source)
        else:
            self._pieces.append(Piece(self._length, end, source, change))
        self._length = end


def _least(text: str, edit: Edit) -> tuple[int, int, str]:
    """The edit without what stands at its begin and end before and after alike."""
    start, end, put = edit.start, edit.end, edit.text
    while start < end and put and text[start] == put[0]:
        start, put = start + 1, put[1:]
    while start < end and put and text[end - 1] == put[-1]:
        end, put = end - 1, put[:-1]
    return start, end, put


def apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order, without those that overlap an earlier one, each decision whole.

    The order of the text decides, and of two at one place the longer one.
    """
    ordered = sorted(edits, key=lambda edit: (edit.start, -edit.end))
    lost: set[str] = set()
    while True:
        kept, end, again = list[Edit](), 0, False
        for edit in ordered:
            if edit.decision in lost and edit.decision:
                continue
            if edit.start < end:
                if edit.decision:
                    lost.add(edit.decision)
                    again = again or any(one.decision == edit.decision for one in kept)
                continue
            kept.append(edit)
            end = max(end, edit.end)
        if not again:
            return [edit for edit in kept if not edit.decision or edit.decision not in lost]
