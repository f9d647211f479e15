"""Chunks become blocks: headings, lists, quotations, verse, code, figures, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from samizdat.importing.opening.pdf.blocks import (
    Block,
    Break,
    Code,
    Figure,
    Heading,
    Items,
    Paragraph,
    Quotation,
    Span,
    Verse,
    cut,
)
from samizdat.importing.opening.pdf.characters import Page
from samizdat.importing.opening.pdf.headings import Headings
from samizdat.importing.opening.pdf.joining import Hyphens, joined
from samizdat.importing.opening.pdf.layout import Chunk
from samizdat.importing.opening.pdf.lines import Line
from samizdat.importing.opening.pdf.paragraphs import (
    BULLET,
    NUMBER,
    ORNAMENT,
    begins,
    is_fixed,
)
from samizdat.importing.opening.pdf.pictures import Pictures
from samizdat.importing.opening.pdf.typed import typed

_CAPTION = re.compile(
    r"(?:fig|abb|illus|ill|plate|tafel|photo|foto|map|karte|mapa|cuadro|tab|picture|bild)\w*\.?\s"
    r"|\S{1,9}\s\d+\s?[:.–—]",
    re.IGNORECASE,
)


class Shapes:
    """Makes blocks of chunks."""

    def __init__(
        self, pages: Sequence[Page], headings: Headings, hyphens: Hyphens, pictures: Pictures
    ) -> None:
        self.pages = pages
        self.headings = headings
        self.hyphens = hyphens
        self.pictures = pictures
        self.leading = 1.25

    def blocks(self, chunks: Sequence[Chunk]) -> list[Block]:
        """The blocks of a text."""
        self.leading = _leading_of_code(chunks)
        found: list[Block] = []
        place = 0
        while place < len(chunks):
            blocks, place = self._next(chunks, place)
            found += blocks
        return found

    def paragraph(self, lines: Sequence[Line], length: int = 0) -> Paragraph:
        """A paragraph without the first `length` characters of its first line."""
        spans = cut(joined(lines, self.hyphens, self.pages), length)
        return Paragraph(spans, lines[0].page, lines[0].top)

    def _next(self, chunks: Sequence[Chunk], place: int) -> tuple[list[Block], int]:
        """The blocks that begin with a chunk, and the place of the next chunk."""
        chunk = chunks[place]
        if chunk.picture is not None:
            return self._figure(chunks, place)
        lines = list(chunk.lines)
        more = chunks[place + 1].lines if place + 1 < len(chunks) else ()
        if more and self.headings.begins_entry(lines, more):
            return [self._heading([*lines, *more])], place + 2
        if self.headings.level(lines):
            return [self._heading(lines)], place + 1
        if all(map(is_fixed, lines)) and not _is_term(lines, more):
            return self._code(chunks, place)
        if ORNAMENT.fullmatch(lines[0].text) and len(lines) == 1:
            return [Break()], place + 1
        if _marker(lines[0]):
            items, end = self._items(chunks, place)
            if items is not None:
                return [items], end
        if _is_quoted(chunk):
            return self._quotation(chunks, place)
        return [self._plain(chunk)], place + 1

    def _plain(self, chunk: Chunk) -> Block:
        if not chunk.is_verse:
            return self.paragraph(chunk.lines)
        left = min(line.left for line in chunk.lines)
        lines = []
        for line in chunk.lines:
            indent = "\u00a0" * round((line.left - left) / (0.5 * line.size))
            spans = joined([line], self.hyphens, self.pages)
            lines.append((Span(indent), *spans) if indent else spans)
        return Verse(tuple(lines), chunk.lines[0].page, chunk.lines[0].top)

    def _heading(self, lines: Sequence[Line]) -> Heading:
        spans = joined(lines, self.hyphens, self.pages)
        return Heading(spans, self.headings.level(lines), lines[0].page, lines[0].top)

    def _code(self, chunks: Sequence[Chunk], place: int) -> tuple[list[Block], int]:
        """Lines of a typewriter face; there may be empty lines between them."""
        lines = list(chunks[place].lines)
        end = place + 1
        while end < len(chunks):
            own = chunks[end].lines
            if not own or not all(map(is_fixed, own)) or not _follows(lines, own, self.leading):
                break
            lines += own
            end += 1
        return [Code(typed(lines), lines[0].page, lines[0].top)], end

    # --- quotations ----------------------------------------------------------------------------

    def _quotation(self, chunks: Sequence[Chunk], place: int) -> tuple[list[Block], int]:
        edge = min(map(begins, chunks[place].lines))
        end = place
        blocks: list[Block] = []
        while end < len(chunks) and chunks[end].lines:
            lines = chunks[end].lines
            same = abs(min(map(begins, lines)) - edge) < 0.25 * lines[0].size
            if end > place and not same:
                break
            if self.headings.level(lines) or all(map(is_fixed, lines)):
                break
            blocks.append(self._plain(chunks[end]))
            end += 1
        return [Quotation(tuple(blocks))], end

    # --- lists ---------------------------------------------------------------------------------

    def _items(self, chunks: Sequence[Chunk], place: int) -> tuple[Items | None, int]:
        """The list that begins with a chunk; None where a number only looks like one."""
        first = chunks[place].lines[0]
        own, counted = _text_place(first), not BULLET.match(first.text)
        items: list[list[Block]] = []
        numbers: list[int] = []
        hangs = False
        end = place
        while end < len(chunks) and chunks[end].lines:
            lines = chunks[end].lines
            if self.headings.level(lines):
                break
            mark, at = _marker(lines[0]), _text_place(lines[0])
            em = lines[0].size
            if mark and abs(at - own) < 0.4 * em and _is_next(mark, numbers, counted):
                if counted:
                    numbers.append(_value(mark))
                hangs = (
                    hangs
                    or begins(lines[0]) > 0.4 * em
                    or (len(lines) > 1 and begins(lines[1]) > begins(lines[0]) + 0.6 * em)
                )
                items.append([self.paragraph(lines, _length(lines[0]))])
            elif items and mark and at > own + 0.6 * em:
                within, end = self._items(chunks, end)
                if within is None:
                    break
                items[-1].append(within)
                continue
            elif items and abs(begins(lines[0]) - own) < 0.4 * em and not mark:
                if all(map(is_fixed, lines)):
                    code, end = self._code(chunks, end)
                    items[-1] += code
                    continue
                items[-1].append(self._plain(chunks[end]))
            else:
                break
            end += 1
        if not items or (counted and not (hangs and len(items) > 1)):
            return None, place
        start = numbers[0] if counted else 0
        return Items(tuple(map(tuple, items)), start), end

    # --- pictures ------------------------------------------------------------------------------

    def _figure(self, chunks: Sequence[Chunk], place: int) -> tuple[list[Block], int]:
        chunk = chunks[place]
        assert chunk.picture is not None  # noqa: S101  # whoever calls has seen to it
        path = self.pictures.path(chunk.page, chunk.picture)
        if not path:
            return [], place + 1
        below = chunks[place + 1] if place + 1 < len(chunks) else None
        if below is not None and below.lines and below.page == chunk.page and len(below.lines) < 9:
            line = below.lines[0]
            gap = chunk.picture.box[1] - line.top
            is_near = -line.size < gap < 3 * line.size
            looks = _CAPTION.match(line.text) or line.size < 0.95 * self.headings.body
            if is_near and looks:
                caption = joined(below.lines, self.hyphens, self.pages)
                return [Figure(path, "", caption, chunk.page)], place + 2
        return [Figure(path, "", (), chunk.page)], place + 1


def _is_term(lines: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether a line names what is explained below it, further in."""
    if len(lines) > 1 or not below or below[0].page != lines[0].page or is_fixed(below[0]):
        return False
    return begins(below[0]) > begins(lines[0]) + 1.2 * below[0].size


def _leading_of_code(chunks: Sequence[Chunk]) -> float:
    """How far the lines of code are from each other, in ems."""
    gaps = sorted(
        (a.baseline - b.baseline) / a.size
        for chunk in chunks
        for a, b in pairwise(chunk.lines)
        if is_fixed(a) and is_fixed(b) and a.baseline > b.baseline
    )
    return gaps[len(gaps) // 2] if gaps else 1.25


def _follows(lines: Sequence[Line], own: Sequence[Line], leading: float) -> bool:
    """Whether lines of code go on below an empty line, or on the next page."""
    last = lines[-1]
    if own[0].page != last.page:
        return own[0].page == last.page + 1
    count = (last.baseline - own[0].baseline) / (leading * last.size)
    return 0 < count < 3.3 and abs(count - round(count)) < 0.08


def _is_quoted(chunk: Chunk) -> bool:
    """Whether lines are indented from both sides."""
    lines = chunk.lines
    em = lines[0].size
    edge = min(map(begins, lines))
    if edge < 1.1 * em or begins(lines[0]) > edge + 4 * em or not chunk.begins_stack:
        return False
    if chunk.is_verse:
        return edge > 1.5 * em
    ends = [(x.left - x.room[0]) if x.runs_left else (x.room[1] - x.right) for x in lines]
    return len(lines) > 1 and min(ends) > 0.9 * em


def _marker(line: Line) -> str:
    """The bullet or number that a line begins with."""
    found = BULLET.match(line.text) or NUMBER.match(line.text)
    if found is None or len(line.text) == found.end():
        return ""
    return found[0].strip()


def _length(line: Line) -> int:
    """How many characters of a line's words are its mark and the space behind it."""
    found = BULLET.match(line.text) or NUMBER.match(line.text)
    return found.end() if found else 0


def _text_place(line: Line) -> float:
    """How far from the edge the text behind the mark begins."""
    length = len(_marker(line))
    rest = line.inked[length:]
    if not rest:
        return begins(line)
    return line.room[1] - rest[0].right if line.runs_left else rest[0].left - line.room[0]


def _value(mark: str) -> int:
    figures = mark.strip("().")
    return int(figures) if figures.isdigit() else 1


def _is_next(mark: str, numbers: Sequence[int], counted: bool) -> bool:
    if not counted:
        return BULLET.match(mark + " ") is not None
    figures = mark.strip("().")
    return figures.isdigit() and (not numbers or int(figures) == numbers[-1] + 1)
