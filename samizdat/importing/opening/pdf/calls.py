"""Marks in the text and the notes that they call, put together.

A mark is surely a call where a link leads from it to the note. Where there is none, it stands
above the line, or the tags have the note, and it is the mark that the note begins with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from samizdat.importing.opening.pdf.blocks import (
    Block,
    Definitions,
    Figure,
    Heading,
    Items,
    Paragraph,
    Quotation,
    Span,
    Spans,
    Style,
    Table,
    Verse,
    words,
)

_MARK = re.compile(r"[\[(]?([\d]{1,4}|[a-z]{1,2}|[*†‡§‖¶]{1,3})[\])]?", re.I)


def mapped(block: Block, change: Callable[[Spans, int], Spans], page: int = -1) -> Block:
    """The block with its words changed; the function is also given the page it begins on."""
    page = getattr(block, "page", page)
    if isinstance(block, Paragraph | Heading):
        return replace(block, spans=change(block.spans, page))
    if isinstance(block, Verse):
        return replace(block, lines=tuple(change(line, page) for line in block.lines))
    if isinstance(block, Quotation):
        return replace(block, blocks=tuple(mapped(b, change, page) for b in block.blocks))
    if isinstance(block, Items):
        items = tuple(tuple(mapped(b, change, page) for b in item) for item in block.items)
        return replace(block, items=items)
    if isinstance(block, Definitions):
        return replace(
            block,
            items=tuple(
                (change(term, page), tuple(mapped(b, change, page) for b in body))
                for term, body in block.items
            ),
        )
    if isinstance(block, Table):
        rows = tuple(tuple(change(cell, page) for cell in row) for row in block.rows)
        return replace(block, rows=rows, caption=change(block.caption, page))
    if isinstance(block, Figure):
        return replace(block, caption=change(block.caption, page))
    return block


class Calls:
    """Finds the calls of notes, which are told by their mark and where they begin.

    `called` are the numbers of those that were found.
    """

    def __init__(self, labels: Mapping[int, str], places: Mapping[int, tuple[int, float]]) -> None:
        self.labels = labels
        self.places = places
        self.called: set[int] = set()
        self.latest = 0

    def placed(self, spans: Spans, page: int) -> Spans:
        """The words with calls in the places of marks."""
        found: list[Span] = []
        for span in _merged(spans):
            for piece in self._pieces(span):
                number = self._note(piece, page)
                if number:
                    self.called.add(number)
                    self.latest = number
                    found.append(Span("", Style(), number))
                else:
                    found.append(piece)
        return _without_space_before_calls(found)

    def _pieces(self, span: Span) -> Iterator[Span]:
        """A raised span may hold several marks."""
        if span.style.raise_ > 0 and not span.style.link and re.search(r"[,\s]", span.text):
            for part in re.split(r"([,\s]+)", span.text):
                if part:
                    yield replace(span, text=part)
        else:
            yield span

    def _note(self, span: Span, page: int) -> int:
        text = span.text.strip(" \u2060\u200b")
        match = _MARK.fullmatch(text)
        if match is None:
            return 0
        linked = self._by_link(span, match[1])
        if linked or span.style.link:
            return linked
        if span.style.raise_ <= 0:
            return 0
        return self._by_mark(match[1], page)

    def _by_link(self, span: Span, mark: str) -> int:
        """The note where the link leads, or a little below."""
        if not span.style.link.startswith("\0"):
            return 0
        page, height = span.style.link[1:].split(" ")
        near = [
            (abs(float(height) - own), number)
            for number, (where, own) in self.places.items()
            if where == int(page)
            and self.labels[number] in {mark, ""}
            and -20 < float(height) - own < 40
        ]
        if not near and float(height) == float("inf"):
            near = [
                (0.0, n)
                for n, (where, _) in self.places.items()
                if where == int(page) and self.labels[n] == mark
            ]
        return min(near)[1] if near else 0

    def _by_mark(self, mark: str, page: int) -> int:
        """The next note with this mark, on this page or one that the block goes on to."""
        near = [
            number
            for number, (where, _) in self.places.items()
            if self.labels[number] == mark and number not in self.called and 0 <= where - page <= 2
        ]
        return min(near, default=0)


def _merged(spans: Spans) -> list[Span]:
    """Raised figures that stand beside each other, as one, whatever else parts them."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if (
            last is not None
            and not last.note
            and last.style.raise_ == span.style.raise_ == 1
            and last.style.link == span.style.link
        ):
            found[-1] = replace(last, text=last.text + span.text)
        else:
            found.append(span)
    return found


def _without_space_before_calls(spans: list[Span]) -> Spans:
    found: list[Span] = []
    for span in spans:
        if span.note and found and not found[-1].note:
            found[-1] = replace(found[-1], text=found[-1].text.rstrip(" \u2060"))
        found.append(span)
    return tuple(found)


def linked_notes(
    blocks: list[Block], first: int
) -> tuple[list[Block], dict[int, list[Block]], dict[int, str], dict[int, tuple[int, float]]]:
    """Takes out lists at a text's end whose items are notes, since links lead there and back.

    Returns the blocks without them, and the notes, their marks and places by number, of which
    `first` is the first.
    """
    goals = {
        goal
        for block in blocks
        for spans in spans_of(block)
        for span in spans
        if _MARK.fullmatch(span.text.strip(" \u2060")) and (goal := _goal(span)) is not None
    }
    notes: dict[int, list[Block]] = {}
    labels: dict[int, str] = {}
    places: dict[int, tuple[int, float]] = {}
    kept: list[Block] = []
    for block in blocks:
        if (
            isinstance(block, Items)
            and block.start
            and all(_is_note(item, goals) for item in block.items)
        ):
            for place, item in enumerate(block.items):
                number = first + len(notes)
                body = [mapped(b, lambda spans, _: _without_way_back(spans)) for b in item]
                start = item[0]
                assert isinstance(start, Paragraph)  # noqa: S101  # `_is_note` has seen to it
                notes[number] = body
                labels[number] = str(block.start + place)
                places[number] = (start.page, start.height)
        else:
            kept.append(block)
    return kept, notes, labels, places


def spans_of(block: Block) -> Iterator[Spans]:
    """All words of a block."""
    found: list[Spans] = []

    def look(spans: Spans, _: int) -> Spans:
        found.append(spans)
        return spans

    mapped(block, look)
    yield from found


def _goal(span: Span) -> tuple[int, float] | None:
    if not span.style.link.startswith("\0"):
        return None
    page, height = span.style.link[1:].split(" ")
    return int(page), float(height)


def _is_note(item: tuple[Block, ...], goals: set[tuple[int, float]]) -> bool:
    """Whether a link leads to an item, and one leads back from its end."""
    first = item[0] if item else None
    if not isinstance(first, Paragraph):
        return False
    last = [spans for block in item for spans in spans_of(block) if words(spans).strip()]
    ends = [span for span in last[-1] if span.text.strip()] if last else []
    has_way = (
        bool(ends)
        and ends[-1].style.link.startswith("\0")
        and not any(map(str.isalnum, ends[-1].text))
    )
    return has_way and any(
        page == first.page and -20 < height - first.height < 40 for page, height in goals
    )


def _without_way_back(spans: Spans) -> Spans:
    kept = list(spans)
    while (
        kept
        and (
            not kept[-1].text.strip()
            or (kept[-1].style.link.startswith("\0") and not any(map(str.isalnum, kept[-1].text)))
        )
        and not kept[-1].note
    ):
        kept.pop()
    return tuple(kept)
