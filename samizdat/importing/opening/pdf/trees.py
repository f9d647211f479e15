"""Blocks become trees of pandoc's, with signs in the places of notes, code and sayings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from samizdat.importing.opening.pdf.blocks import (
    PLAIN,
    Block,
    Break,
    Code,
    Definitions,
    Figure,
    Heading,
    Items,
    Paragraph,
    Quotation,
    Saying,
    Span,
    Spans,
    Style,
    Table,
    Text,
    Verse,
)
from samizdat.importing.opening.pdf.joining import UNSURE
from samizdat.importing.opening.pdf.targets import Targets

# Signs of nobody's script (Unicode, plane 15) carry through pandoc what its tree has no room for.
NOTE, SAYING, CODE, END = "\U000f1000", "\U000f1001", "\U000f1003", "\U000f1002"

Tree = dict[str, Any]


class Writing:
    """A text while it becomes a tree of pandoc's."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.order: list[int] = []
        self.sayings: list[Saying] = []
        self.code: list[str] = []
        self.targets = Targets(text)

    def trees(self) -> Iterator[Tree]:
        """The blocks, each with the notes that are called first in it."""
        for block in self.text.blocks:
            known = len(self.order)
            yield from self._block(block)
            while known < len(self.order):
                number = self.order[known]
                known += 1
                yield _para([_str(f"{NOTE}{known}{END}")])
                body = self.text.notes.get(number, ())
                yield from self._blocks(body) if body else [_para([])]
                yield _para([_str(f"{NOTE}{END}")])

    def _blocks(self, blocks: Iterable[Block]) -> list[Tree]:
        return [tree for block in blocks for tree in self._block(block)]

    def _block(self, block: Block) -> Iterator[Tree]:
        if isinstance(block, Paragraph):
            yield _para(self._inlines(block.spans))
        elif isinstance(block, Heading):
            inlines = self._inlines(_without_emphasis(block.spans))
            yield {"t": "Header", "c": [min(6, block.level), ["", [], []], inlines]}
        elif isinstance(block, Code):
            self.code.append(block.text)
            yield _para([_str(f"{CODE}{len(self.code) - 1}{END}")])
        elif isinstance(block, Verse):
            yield {"t": "LineBlock", "c": [self._inlines(line) for line in block.lines]}
        elif isinstance(block, Quotation):
            yield {"t": "BlockQuote", "c": self._blocks(block.blocks)}
        elif isinstance(block, Items):
            items = [_tight(self._blocks(item)) for item in block.items]
            if block.start:
                numbers = [block.start, {"t": "Decimal"}, {"t": "Period"}]
                yield {"t": "OrderedList", "c": [numbers, items]}
            else:
                yield {"t": "BulletList", "c": items}
        elif isinstance(block, Definitions):
            definitions = [
                [self._inlines(term), [_tight(self._blocks(body))]] for term, body in block.items
            ]
            yield {"t": "DefinitionList", "c": definitions}
        elif isinstance(block, Table):
            yield self._table(block)
        elif isinstance(block, Figure):
            yield self._figure(block)
        elif isinstance(block, Saying):
            self.sayings.append(block)
            yield _para([_str(f"{SAYING}{len(self.sayings) - 1}{END}")])
        elif isinstance(block, Break):
            yield {"t": "HorizontalRule"}

    def _figure(self, figure: Figure) -> Tree:
        image = {"t": "Image", "c": [["", [], []], _plain(figure.words), [figure.path, ""]]}
        name = self.targets.name(figure)
        if not figure.caption and not name:
            return _para([image])
        caption = [{"t": "Plain", "c": self._inlines(figure.caption)}]
        content = [{"t": "Plain", "c": [image]}]
        return {"t": "Figure", "c": [[name, [], []], [None, caption], content]}

    def _table(self, table: Table) -> Tree:
        width = max(map(len, table.rows), default=1)
        rows = [
            [["", [], []], [self._cell(cell) for cell in (*row, *[()] * (width - len(row)))]]
            for row in table.rows
        ]
        caption = [{"t": "Plain", "c": self._inlines(table.caption)}] if table.caption else []
        columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * width
        return {
            "t": "Table",
            "c": [
                [self.targets.name(table), [], []],
                [None, caption],
                columns,
                [["", [], []], rows[: table.heads]],
                [[["", [], []], 0, [], rows[table.heads :]]],
                [["", [], []], []],
            ],
        }

    def _cell(self, spans: Spans) -> list[Any]:
        spans = tuple(replace(span, text=span.text.replace(UNSURE, "")) for span in spans)
        content = [{"t": "Plain", "c": self._inlines(spans)}]
        return [["", [], []], {"t": "AlignDefault"}, 1, 1, content]

    # --- words ---------------------------------------------------------------------------------

    def _inlines(self, spans: Sequence[Span]) -> list[Tree]:
        return self._linked(_trimmed(spans))

    def _linked(self, spans: Sequence[Span]) -> list[Tree]:
        found: list[Tree] = []
        for link, group in groupby(spans, key=lambda span: span.style.link):
            inlines = self._emphatic(list(group), ("is_bold", "is_italic"))
            address = self.targets.address(link)
            if address:
                target = [["", [], []], inlines, [address, ""]]
                inlines = [{"t": "Link", "c": target}]
            found += inlines
        return found

    def _emphatic(self, spans: Sequence[Span], kinds: tuple[str, ...]) -> list[Tree]:
        if not kinds:
            return [tree for span in spans for tree in self._span(span)]
        found: list[Tree] = []
        for is_so, group in groupby(spans, key=lambda span: bool(getattr(span.style, kinds[0]))):
            inlines = self._emphatic(list(group), kinds[1:])
            name = {"is_bold": "Strong", "is_italic": "Emph"}[kinds[0]]
            found += [{"t": name, "c": inlines}] if is_so else inlines
        return found

    def _span(self, span: Span) -> list[Tree]:
        if span.note:
            if span.note not in self.order:
                self.order.append(span.note)
            return [_str(f"{NOTE}{self.order.index(span.note) + 1}{END}")]
        if span.style.is_fixed and span.text.strip():
            return [{"t": "Code", "c": [["", [], []], span.text.replace(UNSURE, "")]}]
        inlines = _plain(span.text)
        if span.style.raise_ and inlines:
            return [{"t": "Superscript" if span.style.raise_ > 0 else "Subscript", "c": inlines}]
        return inlines


def _tight(trees: list[Tree]) -> list[Tree]:
    """The blocks of an item; a list has no empty lines between items of one paragraph."""
    if trees and trees[0]["t"] == "Para" and all(t["t"] != "Para" for t in trees[1:]):
        return [{"t": "Plain", "c": trees[0]["c"]}, *trees[1:]]
    return trees


def _trimmed(spans: Sequence[Span]) -> list[Span]:
    """The spans with no space at the ends of what is emphasised."""
    found: list[Span] = []
    for place, span in enumerate(spans):
        if span.style == PLAIN or span.note:
            found.append(span)
            continue
        core = span.text.strip(" ")
        start = span.text[: len(span.text) - len(span.text.lstrip(" "))] if core else span.text
        end = span.text[len(span.text.rstrip(" ")) :] if core else ""
        before = spans[place - 1].style if place else PLAIN
        behind = spans[place + 1].style if place + 1 < len(spans) else PLAIN
        found += [Span(start, _shared(before, span.style))] if start else []
        found += [Span(core, span.style)] if core else []
        found += [Span(end, _shared(span.style, behind))] if end else []
    return found


def _shared(one: Style, other: Style) -> Style:
    return Style(
        one.is_italic and other.is_italic,
        one.is_bold and other.is_bold,
        False,
        0,
        one.link if one.link == other.link else "",
    )


def _without_emphasis(spans: Spans) -> Spans:
    """The words of a heading in one line, with no emphasis over all of them."""
    lettered = [s for s in spans if not s.note and any(map(str.isalnum, s.text))]
    kinds = ("is_italic", "is_bold", "is_fixed")
    all_over = [kind for kind in kinds if all(getattr(span.style, kind) for span in lettered)]
    italic, bold, fixed = (kind not in all_over for kind in kinds)
    return tuple(
        replace(
            span,
            text=span.text.replace(UNSURE, ""),
            style=replace(
                span.style,
                is_italic=italic and span.style.is_italic,
                is_bold=bold and span.style.is_bold,
                is_fixed=fixed and span.style.is_fixed,
            ),
        )
        for span in spans
    )


def _para(inlines: Sequence[Tree]) -> Tree:
    return {"t": "Para", "c": list(inlines)}


def _str(text: str) -> Tree:
    return {"t": "Str", "c": text}


def _plain(text: str) -> list[Tree]:
    found: list[Tree] = []
    for part in re.split(r"([ \n]+)", text):
        if part and part.strip(" \n"):
            found.append(_str(part))
        elif part:
            found.append({"t": "Space"})
    return found
