"""A PDF whose tags say what its words are becomes blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from samizdat.importing.opening.pdf.blocks import (
    Block,
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
    Table,
    Text,
    cut,
    words,
)
from samizdat.importing.opening.pdf.characters import Character, Face, Page
from samizdat.importing.opening.pdf.joining import Hyphens, joined
from samizdat.importing.opening.pdf.lines import Line, flow
from samizdat.importing.opening.pdf.paragraphs import breaks_over
from samizdat.importing.opening.pdf.pictures import Pictures
from samizdat.importing.opening.pdf.tags import Element

_GROUPS = {"Document", "Part", "Art", "Sect", "Div", "NonStruct", "Private", "DocumentFragment"}
_BLOCKS = _GROUPS | {
    *("P", "H", "Title", "BlockQuote", "L", "LI", "Table", "Caption", "TOC", "Index", "Aside"),
    *(f"H{level}" for level in range(1, 10)),
}
NOTES = {"Note", "FENote", "Footnote", "Endnote"}
_LABEL = re.compile(r"^\s*[\[(]?([\d\w]{1,4}|[*†‡§‖¶]{1,3})[\])]?[.:]?\s*")
_CODE_STYLE = re.compile(r"code|preformat|listing|program|quelltext|código|codice", re.IGNORECASE)
_BULLET = re.compile(r"^([•◦▪‣⁃–—·o\uf0b7\uf0a7-]|\(?[\divxlcm]{1,5}[.)]|[a-z][.)])\s*$", re.I)


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

    `notes` are filled with what the tags call notes, by number; `labels` has the mark before
    each, and `places` where each begins.
    """

    def __init__(
        self, tree: Element, pages: Sequence[Page], hyphens: Hyphens, pictures: Pictures
    ) -> None:
        self.tree = tree
        self.pages = pages
        self.hyphens = hyphens
        self.pictures = pictures
        self.by_mark: dict[tuple[int, int], list[Character]] = {}
        for page in pages:
            for character in page.characters:
                self.by_mark.setdefault((page.number, character.mark), []).append(character)
        self.notes: dict[int, list[Block]] = {}
        self.labels: dict[int, str] = {}
        self.places: dict[int, tuple[int, float]] = {}
        self.contents: list[str] = []
        self._naming: Element | None = None
        self.tree_marks: dict[int, list[int]] = {}
        for page_number, mark in tree.marks():
            self.tree_marks.setdefault(page_number, []).append(mark)
        self._rooms: dict[int, tuple[float, float]] = {}
        self._ends: dict[int, Line] = {}
        self._starts: dict[int, Line] = {}

    def text(self) -> Text:
        """All blocks, with paragraphs put together that a page's turn parts."""
        blocks = self._blocks(self.tree, 1)
        return Text(blocks, dict(self.notes))

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
        for is_block, group in groupby(element.kids, key=_is_block):
            if not is_block:
                for is_typed, same in groupby(group, key=self._is_typed):
                    part = list(same)
                    is_whole = is_typed or element.name == "Div" or self._are_typed(element, part)
                    found += self._paragraph(part, is_whole=is_whole)
                continue
            for kid in group:
                if isinstance(kid, Element):
                    for block in self._block(kid, depth):
                        self._append(found, block)
        return found

    def _append(self, found: list[Block], block: Block) -> None:
        """Adds a block; two parts of one paragraph, on two pages, become one."""
        last = found[-1] if found else None
        if isinstance(last, Table) and isinstance(block, Table) and last.heads:
            head = last.rows[: last.heads]
            if block.rows[: last.heads] == head:  # which comes again on the next page
                found[-1] = Table((*last.rows, *block.rows[last.heads :]), last.heads)
                return
        if isinstance(last, Paragraph) and isinstance(block, Paragraph):
            end, start = self._ends.get(id(last.spans)), self._starts.get(id(block.spans))
            if end and start and end.page != start.page and breaks_over(end, start):
                spans = self._spliced(last.spans, block.spans)
                self._starts[id(spans)] = self._starts.get(id(last.spans), start)
                self._ends[id(spans)] = self._ends.get(id(block.spans), start)
                found[-1] = Paragraph(spans, last.page, last.height)
                return
        found.append(block)

    def _is_typed(self, kid: Element | tuple[int, int]) -> bool:
        """Whether it holds code that stands alone, which WeasyPrint tags as nothing in nothing."""
        if not isinstance(kid, Element) or kid.name != "NonStruct":
            return False
        inner = kid.kids[0] if len(kid.kids) == 1 else None
        return (
            isinstance(inner, Element)
            and inner.name == "NonStruct"
            and all(c.face.is_fixed for mark in kid.marks() for c in self.by_mark.get(mark, ()))
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
        return len(self._lines(list(element.marks()))) > 1

    def _spliced(self, before: Spans, behind: Spans) -> Spans:
        head, tail = words(before), words(behind)
        if head[-1:] in "-\u2010\u00ad" and head:
            between = self.hyphens.joined(head, tail)
            if between is not None:
                last = before[-1]
                cut = Span(last.text[:-1] + between, last.style)
                return (*before[:-1], cut, *behind)
        return (*before, Span(" "), *behind)

    def _block(self, element: Element, depth: int) -> Iterator[Block]:
        name = element.name
        if name in NOTES:
            self._note(element)
        elif name in {"TOC", "Index"}:
            self.contents.append(self.words(element))
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
        elif name == "Div" and any(kid.name == "Figure" for kid in _elements(element)):
            yield from self._captioned(element, depth)
        else:
            yield from self._blocks(element, depth + (name in {"Sect", "Art"}))

    def _heading(self, element: Element, depth: int) -> Iterator[Block]:
        lines = self._lines(element.kids)
        spans = joined(lines, self.hyphens, self.pages)
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
        lines = self._lines(kids)
        if not any(line.inked for line in lines):
            return figures
        first = lines[0]
        if is_whole and all(c.face.is_fixed for line in lines for c in line.inked):
            return [*figures, Code(typed(lines), first.page, first.top)]
        spans = joined(lines, self.hyphens, self.pages)
        self._starts[id(spans)], self._ends[id(spans)] = first, lines[-1]
        return [*figures, Paragraph(spans, first.page, first.top)]

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
            label = next((kid for kid in _elements(item) if kid.name == "Lbl"), None)
            body = Element(
                "Div", "", [k for k in item.kids if not (isinstance(k, Element) and k is label)]
            )
            self._naming = next(body.find("P", "Div"), None)
            blocks = self._blocks(body, depth)
            mark = joined(self._lines(label.kids), self.hyphens, self.pages) if label else ()
            if label is not None and not _BULLET.match(words(mark).strip() or "•"):
                terms.append((mark, tuple(blocks)))
                continue
            said = words(mark).strip()
            if label is None:
                said, blocks = _without_bullet(blocks)
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
        for caption in element.find("Caption"):
            yield from self._blocks(caption, 1)
        for row in element.find("TR"):
            cells = [kid for kid in _elements(row) if kid.name in {"TH", "TD"}]
            if cells and all(cell.name == "TH" for cell in cells) and heads == len(rows):
                heads += 1
            rows.append(tuple(joined(self._lines(c.kids), self.hyphens, self.pages) for c in cells))
        rows = [row for row in rows if any(words(cell).strip() for cell in row)]
        if rows:
            yield Table(tuple(rows), min(heads, len(rows)))

    # --- pictures ------------------------------------------------------------------------------

    def _captioned(self, element: Element, depth: int) -> Iterator[Block]:
        """A figure and the caption beside it."""
        blocks = self._blocks(element, depth)
        figures = [block for block in blocks if isinstance(block, Figure)]
        others = [block for block in blocks if not isinstance(block, Figure | Saying)]
        captions = [block for block in others if isinstance(block, Paragraph)]
        if len(figures) == 1 and len(others) == len(captions) == 1:
            figure = figures[0]
            yield Figure(figure.path, figure.words, captions[0].spans, figure.page)
            yield from (block for block in blocks if isinstance(block, Saying))
        else:
            yield from blocks

    def _figure(self, element: Element) -> Iterator[Block]:
        marks = list(element.marks())
        if self._inked(marks) and not element.alternate:
            yield from self._blocks(Element("Div", "", element.kids), 1)
            return
        page = marks[0][0] if marks else -1
        paths = [path for mark in marks for path in self.pictures.at_mark(*mark)]
        for path in paths:
            yield Figure(path, element.alternate, (), page)
        if not paths:
            said = f": {element.alternate}" if element.alternate else ""
            yield Saying(
                f"a picture on page {page + 1} is drawn with lines and can't be taken out",
                "put a picture of your own here",
                f"picture{said}",
            )

    # --- notes ---------------------------------------------------------------------------------

    def _note(self, element: Element) -> None:
        number = len(self.notes) + 1
        self.notes[number] = []
        label = next(element.find("Lbl"), None)
        lines = self._lines(list(element.marks()))
        if not lines:
            del self.notes[number]
            return
        self.places[number] = (lines[0].page, lines[0].top)
        kids: list[Element | tuple[int, int]] = [kid for kid in element.kids if kid is not label]
        blocks = self._blocks(Element("Div", "", kids), 1)
        if label is not None:
            mark = words(joined(self._lines(label.kids), self.hyphens, self.pages)).strip()
        else:
            mark, blocks = _without_label(blocks)
        self.labels[number] = mark
        self.notes[number] = blocks

    # --- words ---------------------------------------------------------------------------------

    def words(self, element: Element) -> str:
        """All words of an element."""
        return " ".join(line.text for line in self._lines(list(element.marks())))

    def _inked(self, marks: Sequence[tuple[int, int]]) -> bool:
        return any(not c.text.isspace() for mark in marks for c in self.by_mark.get(mark, ()))

    def _lines(self, kids: Sequence[Element | tuple[int, int]]) -> list[Line]:
        """The lines of what stands within a paragraph; a note in it is read by itself."""
        found = list(self._characters(kids))
        lines: list[Line] = []
        for page, group in groupby(found, key=lambda one: one[0]):
            room = self._room(page)
            lines += [
                line.placed(room) for line in flow((character for _, character in group), page)
            ]
        return [line for line in lines if line.inked]

    def _room(self, page: int) -> tuple[float, float]:
        """From where to where the text of a page goes."""
        if page not in self._rooms:
            inked = [
                c
                for mark in self.tree_marks.get(page, ())
                for c in self.by_mark.get((page, mark), ())
                if not c.text.isspace()
            ]
            left = min((c.left for c in inked), default=0.0)
            self._rooms[page] = left, max((c.right for c in inked), default=0.0)
        return self._rooms[page]

    def _characters(
        self, kids: Sequence[Element | tuple[int, int]]
    ) -> Iterator[tuple[int, Character]]:
        for kid in kids:
            if isinstance(kid, tuple):
                yield from ((kid[0], c) for c in self.by_mark.get(kid, ()))
            elif kid.name in NOTES:
                self._note(kid)
            elif kid.name == "Figure":
                continue
            elif kid.words is not None or (kid.name == "Formula" and kid.alternate):
                yield from self._said(kid)
            else:
                yield from self._characters(kid.kids)

    def _said(self, element: Element) -> Iterator[tuple[int, Character]]:
        """The words that are to be read instead of what is drawn, where that is drawn."""
        said = element.alternate if element.words is None else element.words
        drawn = [(mark[0], c) for mark in element.marks() for c in self.by_mark.get(mark, ())]
        if not drawn:
            mark = next(element.marks(), None)
            if mark is not None and said:
                pictured = self.pictures.place(*mark)
                size = 10.0
                yield mark[0], Character(said, *pictured, size, Face(), mark[1], -1)
            return
        for place, (page, character) in enumerate(drawn):
            text = said[place : place + 1] if place + 1 < len(drawn) else said[place:]
            if text:
                yield page, character._replace(text=text)


def typed(lines: Sequence[Line]) -> str:
    """Lines of a typewriter face as they were typed, indented by where they begin."""
    left = min(line.left for line in lines)
    found: list[str] = []
    before: Line | None = None
    leading = _leading(lines)
    for line in lines:
        width = max(0.1, _width(line))
        if before is not None and before.page == line.page and leading:
            empty = round((before.baseline - line.baseline) / leading) - 1
            found += [""] * max(0, min(empty, 3))
        text = "".join(c.text for c in line.characters).replace("\u00a0", " ")
        found.append(" " * round((line.left - left) / width) + text.strip())
        before = line
    return "\n".join(found)


def _leading(lines: Sequence[Line]) -> float:
    gaps = [a.baseline - b.baseline for a, b in pairwise(lines)]
    return min((gap for gap in gaps if gap > 1), default=0.0)


def _width(line: Line) -> float:
    """How wide a character of the line is."""
    return (line.right - line.left) / max(1, len("".join(c.text for c in line.characters).strip()))


def _is_block(kid: Element | tuple[int, int]) -> bool:
    """Whether an element is a paragraph or holds some; what says nothing of itself may be both."""
    if not isinstance(kid, Element):
        return False
    if kid.name == "NonStruct":
        return any(map(_is_block, kid.kids))
    return kid.name in _BLOCKS or kid.name in NOTES or kid.name in {"Figure", "LBody"}


def _elements(element: Element) -> Iterator[Element]:
    return (kid for kid in element.kids if isinstance(kid, Element))


def _without_bullet(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The sign or number that an item begins with, and the item without it."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph):
        return "", blocks
    head, _, rest = words(first.spans).partition(" ")
    if not rest or not _BULLET.match(head):
        return "", blocks
    spans = cut(first.spans, len(head) + 1)
    return head, [Paragraph(spans, first.page, first.height), *blocks[1:]]


def _without_label(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The mark that a note begins with, and the note without it."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph):
        return "", blocks
    found = _LABEL.match(words(first.spans))
    if found is None:
        return "", blocks
    spans = cut(first.spans, found.end())
    return found[1], [Paragraph(spans, first.page, first.height), *blocks[1:]]
