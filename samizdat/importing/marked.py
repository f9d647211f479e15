"""What was taken out of the source and what came into the result, marked in the texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

from samizdat.importing.aligned import Row
from samizdat.importing.edits import Change
from samizdat.importing.revising import Revision
from samizdat.translation.differences import differences, shortened

Part = tuple[Literal["same", "out", "in", "moved"], str]
"""A part of a text: in both, only in the source, only in the result, or moved to another file."""

_AROUND = 60
"""So many characters of the source are shown on each side of a change."""

_APART, _WORD_BEGIN = re.compile(r"\n\s*\n"), re.compile(r"\S*\Z")

_HEAD, _TAIL = 60, 20
"""So many words of a long change are shown of its begin, and so many of its end."""


class Marked:
    """The texts of an import with its marks."""

    def __init__(self, revision: Revision) -> None:
        self._source = revision.source.text
        self._manuscript = revision.manuscript
        moved = [
            (piece.source, piece.source + piece.end - piece.start)
            for piece in revision.notes.pieces
            if piece.change is None
        ]
        moved += [
            (change.offset, change.offset + len(change.before))
            for change in revision.changes
            if change.is_made
            and change.effect == "to metadata"
            and self._source.startswith(change.before, change.offset)
        ]
        self._moved = sorted(moved)

    def before(self, row: Row) -> list[Part]:
        """The row's part of the source."""
        parts, done, end = list[Part](), row.start, row.end
        while done < end and self._source[done] == "\n":
            done += 1
        while end > done and self._source[end - 1].isspace():
            end -= 1
        for piece in self._manuscript.between(row.first, row.last):
            if piece.change is None:
                first = max(done, piece.source)
                parts += self._gone(done, first)
                done = min(end, piece.source + piece.end - piece.start)
                parts.append(("same", self._source[first:done]))
        return _merged([*parts, *self._gone(done, end)])

    def after(self, row: Row) -> list[Part]:
        """The row's block of the result."""
        parts = list[Part]()
        for piece in self._manuscript.between(row.first, row.last):
            text = self._manuscript.text[piece.start : piece.end]
            is_same = piece.change is None or not text.strip(" \n")
            parts.append(("same" if is_same else "in", text))
        return _merged(parts)

    def _gone(self, start: int, end: int) -> Iterator[Part]:
        """The parts of what isn't in the manuscript: gone, moved, or only spaces of no weight."""
        number = max(0, bisect_right(self._moved, (start, start)) - 1)
        while start < end:
            while number < len(self._moved) and self._moved[number][1] <= start:
                number += 1
            first, last = self._moved[number] if number < len(self._moved) else (end, end)
            if first <= start:
                until = min(end, last)
                yield "moved", self._source[start:until]
            else:
                until = min(end, first)
                text = self._source[start:until]
                if text.strip(" \t\n"):
                    yield "out", text
                elif text.count("\n") > 1:
                    yield "out", "¶\n\n"
                else:
                    yield "same", text
            start = until

    def change(self, change: Change) -> list[Part]:
        """The change between the words around it, its ends of lines and paragraphs as signs."""
        lead = glued = behind = tail = ""
        if self._source.startswith(change.before, change.offset):
            end = change.offset + len(change.before)
            lead, glued = _lead(self._source[max(0, change.offset - _AROUND) : change.offset])
            tail, behind = _lead(self._source[end : end + _AROUND][::-1])
        old, new = (_signed(glued + text + behind[::-1]) for text in (change.before, change.after))
        if old.split() == new.split():
            old, new = (_spaced(text) for text in (old, new))
        parts = list[Part](shortened(differences(old, new)))
        if change.effect == "to metadata":
            parts = [("moved" if kind == "out" else kind, text) for kind, text in parts]
        every: list[Part] = [("same", lead), *parts, ("same", tail[::-1])]
        return [(kind, text) for kind, text in every if text]


def _lead(text: str) -> tuple[str, str]:
    """Some words before a change, and the begin of the word in which it is."""
    paragraph = _APART.split(text)[-1]
    is_cut = len(paragraph) == _AROUND
    match = _WORD_BEGIN.search(paragraph)
    start = match.start() if match else len(paragraph)
    words, begin = paragraph[:start].split(), paragraph[start:]
    if len(words) > 7 or is_cut:
        words = ["…", *words[-7:][1:]]
    return " ".join(words), begin


def _signed(text: str) -> str:
    """The text in one line, cut in its middle where it is long."""
    words = re.sub(r"[ \t]*\n[ \t]*", " ↵ ", re.sub(r"[ \t]*\n\s*\n[ \t]*", " ¶ ", text)).split(" ")
    if len(words) > _HEAD + _TAIL:
        words = [*words[:_HEAD], "…", *words[-_TAIL:]]
    return " ".join(words)


def _spaced(text: str) -> str:
    """The text with signs for its spaces, which are all that differs."""
    return text.replace(" ", "␣").replace("\u00a0", "⍽").replace("\u202f", "⍽")


def _merged(parts: list[Part]) -> list[Part]:
    """The parts without empty ones, and as one those of a kind beside each other."""
    merged = list[Part]()
    for kind, text in parts:
        if merged and merged[-1][0] == kind:
            merged[-1] = kind, merged[-1][1] + text
        elif text:
            merged.append((kind, text))
    return merged
