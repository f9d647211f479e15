"""A PDF whose tags say what its words are becomes blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from samizdat.importing.opening.pdf.blocks import (
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
    Spans,
    Table,
    Text,
    Verse,
    words,
)
from samizdat.importing.opening.pdf.characters import Page
from samizdat.importing.opening.pdf.joining import Hyphens, joined
from samizdat.importing.opening.pdf.leading_marks import (
    BULLET,
    without_bullet,
)
from samizdat.importing.opening.pdf.lines import flow
from samizdat.importing.opening.pdf.page_turns import PageTurns
from samizdat.importing.opening.pdf.paragraphs import ORNAMENT
from samizdat.importing.opening.pdf.pictures import Pictures
from samizdat.importing.opening.pdf.tagged_notes import TaggedNotes
from samizdat.importing.opening.pdf.tagged_pictures import tagged_picture
from samizdat.importing.opening.pdf.tagged_words import NOTES, TaggedWords
from samizdat.importing.opening.pdf.tags import Element, elements
from samizdat.importing.opening.pdf.typed import typed

_GROUPS = {"Document", "Part", "Art", "Sect", "Div", "NonStruct", "Private", "DocumentFragment"}
_BLOCKS = _GROUPS | {
    *("P", "H", "Title", "BlockQuote", "L", "LI", "Table", "Caption", "TOC", "Index", "Aside"),
    *(f"H{level}" for level in range(1, 10)),
}
_CODE_STYLE = re.compile(r"code|preformat|listing|program|quelltext|código|codice", re.IGNORECASE)


def coverage(tree: Element, pages: Sequence[Page]) -> float:
    """How much of the letters on the pages the tags know."""
    known = set(tree.marks())
    inside = whole = 0
    for page in pages:
        for character in page.characters:
            if not character.text.isspace():
                whole += 1
                inside += (page.number, character.mark) in known
    return inside / whole if whole else 0.0


class Tagged:
    """A PDF while it is read by its tags.

    `contents` are the words of tables of contents, which are left out.
    """

    def __init__(
        self, tree: Element, pages: Sequence[Page], hyphens: Hyphens, pictures: Pictures
    ) -> None:
        self.tree = tree
        self.pages = pages
        self.pictures = pictures
        self.drawn = TaggedWords(tree, pages, hyphens, pictures, lambda note: self.notes.take(note))
        self.turns = PageTurns(tree, hyphens)
        self.notes = TaggedNotes(self.drawn, self._blocks)
        self.contents: list[str] = []
        self._naming: Element | None = None

    def text(self) -> Text:
        """All blocks, with paragraphs put together that a page's turn parts."""
        blocks = self._blocks(self.tree, 1)
        return Text(blocks, dict(self.notes.found))

    def taken_out(self) -> str:
        """The words that no tag knows: running heads, and others that only decorate."""
        known = set(self.tree.marks())
        found: dict[str, None] = {}
        for page in self.pages:
            rest = [c for c in page.characters if (page.number, c.mark) not in known]
            for line in flow(rest, page.number):
                if line.text:
                    found[line.text] = None
        return "\n".join(found)

    # --- blocks --------------------------------------------------------------------------------

    def _blocks(self, element: Element, depth: int) -> list[Block]:
        found: list[Block] = []
        for is_block, group in groupby(element.kids, key=self._is_apart):
            if not is_block:
                for is_typed, same in groupby(group, key=self._is_typed):
                    part = list(same)
                    is_whole = is_typed or element.name == "Div" or self._are_typed(element, part)
                    found += self._paragraph(part, is_whole=is_whole)
                continue
            for kid in group:
                if isinstance(kid, Element):
                    for block in self._block(kid, depth):
                        self.turns.append(found, block)
        return found

    def _is_apart(self, kid: Element | tuple[int, int]) -> bool:
        return _is_block(kid) or (isinstance(kid, Element) and self.notes.are_notes(kid))

    def _is_typed(self, kid: Element | tuple[int, int]) -> bool:
        """Whether it holds code that stands alone, which WeasyPrint tags as nothing in nothing."""
        if not isinstance(kid, Element) or kid.name != "NonStruct":
            return False
        inner = kid.kids[0] if len(kid.kids) == 1 else None
        return (
            isinstance(inner, Element)
            and inner.name == "NonStruct"
            and not _is_break(kid)
            and self.drawn.are_typed(kid.marks())
        )

    def _are_typed(self, element: Element, kids: Sequence[Element | tuple[int, int]]) -> bool:
        """Whether all that stands between paragraphs are lines of code."""
        return element.name in {"Document", "Part", "Sect", "Art"} and all(
            isinstance(kid, Element) and kid.name == "NonStruct" for kid in kids
        )

    def _may_be_code(self, element: Element) -> bool:
        """Whether a paragraph in a typewriter's face is code, and not one that names something.

        The first words of an item name something, and so do those of a style of its own, if it is
        not called after code.
        """
        if element is self._naming:
            return False
        if element.own == element.name or _CODE_STYLE.search(element.own):
            return True
        return len(self.drawn.lines(list(element.marks()))) > 1

    def _block(self, element: Element, depth: int) -> Iterator[Block]:
        name = element.name
        if name in NOTES:
            self.notes.take(element)
        elif self.notes.are_notes(element):
            for kid in elements(element):
                self.notes.take(kid)
        elif name in {"TOC", "Index"}:
            self.contents.append(self.drawn.of(element))
        elif name == "BlockQuote":
            yield Quotation(tuple(self._blocks(element, depth)))
        elif name == "L":
            yield from self._list(element, depth)
        elif name == "Table":
            yield from self._table(element)
        elif name == "Figure":
            yield from self._figure(element)
        elif name == "H" or re.fullmatch(r"H\d+|Title", name):
            yield from self._heading(element, depth)
        elif name == "P":
            blocks = self._paragraph(element.kids, is_whole=self._may_be_code(element))
            yield from [Quotation(tuple(blocks))] if element.is_indented and blocks else blocks
        elif name in {"Div", "NonStruct"} and any(k.name == "Figure" for k in elements(element)):
            yield from self._captioned(element, depth)
        else:
            yield from self._blocks(element, depth + (name in {"Sect", "Art"}))

    def _heading(self, element: Element, depth: int) -> Iterator[Block]:
        lines = self.drawn.lines(element.kids)
        spans = joined(lines, self.drawn.hyphens, self.pages)
        if words(spans).strip():
            number = element.name[1:]
            level = int(number) if number.isdigit() else max(1, depth - 1)
            yield Heading(spans, level, lines[0].page, lines[0].top)

    def _paragraph(
        self, kids: Sequence[Element | tuple[int, int]], *, is_whole: bool = False
    ) -> list[Block]:
        figures: list[Block] = []
        for kid in kids:
            if isinstance(kid, Element):
                for figure in [kid] if kid.name == "Figure" else kid.find("Figure"):
                    figures += self._figure(figure)
        lines = self.drawn.lines(kids)
        if not any(line.inked for line in lines):
            return figures
        first = lines[0]
        if is_whole and all(c.face.is_fixed for line in lines for c in line.inked):
            text = typed(lines)
            self.turns.note(text, lines)
            return [*figures, Code(text, first.page, first.top)]
        if len(lines) == 1 and ORNAMENT.fullmatch(first.text):
            return [*figures, Break()]
        verse = self._verse(kids)
        if verse:
            return [*figures, Verse(verse, first.page, first.top)]
        spans = joined(lines, self.drawn.hyphens, self.pages)
        self.turns.note(spans, lines)
        return [*figures, Paragraph(spans, first.page, first.top)]

    def _verse(self, kids: Sequence[Element | tuple[int, int]]) -> tuple[Spans, ...]:
        """The lines of words that are broken by hand; empty where some fill more than one line."""
        parts = [list(part) for is_break, part in groupby(kids, key=_is_break) if not is_break]
        if len(parts) < 2 or any(len(self.drawn.lines(part)) > 1 for part in parts):
            return ()
        found = [self.drawn.spans(part) for part in parts]
        return tuple(spans for spans in found if words(spans).strip())

    def _list(self, element: Element, depth: int) -> Iterator[Block]:
        items: list[tuple[Block, ...]] = []
        terms: list[tuple[Spans, tuple[Block, ...]]] = []
        start = 0
        for item in element.kids:
            if not isinstance(item, Element):
                continue
            if item.name == "L" and items:  # a list within, beside its item
                items[-1] = (*items[-1], *self._list(item, depth))
                continue
            if item.name != "LI":
                yield from self._block(item, depth)
                continue
            label = next((kid for kid in elements(item) if kid.name == "Lbl"), None)
            body = Element(
                "Div", "", [k for k in item.kids if not (isinstance(k, Element) and k is label)]
            )
            self._naming = next(body.find("P", "Div"), None)
            blocks = self._blocks(body, depth)
            mark = self.drawn.spans(label.kids) if label else ()
            if label is not None and not BULLET.match(words(mark).strip() or "•"):
                terms.append((mark, tuple(blocks)))
                continue
            said = words(mark).strip()
            if label is None:
                said, blocks = without_bullet(blocks)
            if not items and (number := re.search(r"\d+", said)):
                start = max(1, int(number[0]))
            items.append(tuple(blocks))
        if terms:
            yield Definitions(tuple(terms))
        if items:
            yield Items(tuple(items), start)

    def _table(self, element: Element) -> Iterator[Block]:
        rows: list[tuple[Spans, ...]] = []
        heads = 0
        above = [block for one in element.find("Caption") for block in self._blocks(one, 1)]
        caption: Spans = ()
        if len(above) == 1 and isinstance(above[0], Paragraph):
            caption = above[0].spans
        else:
            yield from above
        for row in element.find("TR"):
            cells = [kid for kid in elements(row) if kid.name in {"TH", "TD"}]
            if cells and all(cell.name == "TH" for cell in cells) and heads == len(rows):
                heads += 1
            rows.append(tuple(self.drawn.spans(c.kids) for c in cells))
        rows = [row for row in rows if any(words(cell).strip() for cell in row)]
        lines = self.drawn.lines(list(element.marks()))
        if rows:
            first = lines[0]
            yield Table(tuple(rows), min(heads, len(rows)), caption, first.page, first.top)

    # --- pictures ------------------------------------------------------------------------------

    def _captioned(self, element: Element, depth: int) -> Iterator[Block]:
        """A figure and the caption beside it."""
        blocks = self._blocks(element, depth)
        figures = [block for block in blocks if isinstance(block, Figure)]
        others = [block for block in blocks if not isinstance(block, Figure | Saying)]
        captions = [block for block in others if isinstance(block, Paragraph)]
        if len(figures) == 1 and len(others) == len(captions) == 1:
            figure = figures[0]
            yield replace(figure, caption=captions[0].spans)
            yield from (block for block in blocks if isinstance(block, Saying))
        else:
            yield from blocks

    def _figure(self, element: Element) -> Iterator[Block]:
        marks = list(element.marks())
        if self.drawn.has_ink(marks) and not element.alternate:
            yield from self._blocks(Element("Div", "", element.kids), 1)
            return
        yield from tagged_picture(element, self.drawn, self.pictures)


def _is_block(kid: Element | tuple[int, int]) -> bool:
    """Whether an element is a paragraph or holds some; what says nothing of itself may be both."""
    if not isinstance(kid, Element):
        return False
    if kid.name == "NonStruct":
        return any(map(_is_block, kid.kids))
    return kid.name in _BLOCKS or kid.name in NOTES or kid.name in {"Figure", "LBody"}


def _is_break(kid: Element | tuple[int, int]) -> bool:
    """Whether a line is broken here, which WeasyPrint tags as nothing in nothing."""
    if not isinstance(kid, Element) or kid.name != "NonStruct" or len(kid.kids) != 1:
        return False
    inner = kid.kids[0]
    return isinstance(inner, Element) and inner.name == "NonStruct" and not inner.kids
