"""What typeset pages show: text by blocks, notes at the foot, tables (step 5).

Read off the boxes of WeasyPrint's pages, which are not public: they are looked at here alone.
Lengths are in CSS pixels, 96 to the inch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

POINTS = 0.75
"""Points to the CSS pixel."""

_OWN = {"long-call", "note-mark", "speaker", "continued", "tick-box"}
"""The classes of what print adds to the text of a block."""


@dataclass(frozen=True)
class Piece:
    """Text that stands together in a line, or a picture, with the id of its block.

    `is_head` says that it is in the head of a table, which stands once more on each page of it.
    """

    block: str
    text: str
    ends_line: bool = False
    is_head: bool = False


@dataclass(frozen=True)
class FootNote:
    """A note at the foot of a page: its page, counted from 0, its text, and how it stands there."""

    page: int
    text: str
    is_on_page: bool


def pieces(page: Any) -> Iterator[Piece]:
    """The text of a page in the order of reading, feet and margins left out."""
    yield from _pieces(page._page_box, "", ends_line=False, is_head=False)


def _pieces(box: Any, block: str, *, ends_line: bool, is_head: bool) -> Iterator[Piece]:
    name = type(box).__name__
    if name in {"MarginBox", "FootnoteAreaBox"} or _is_pseudo(box):
        return
    element = getattr(box, "element", None)
    if element is not None:
        if _OWN & set(element.get("class", "").split()):
            return
        block = element.get("data-block") or block
    if name == "TextBox":
        if block:
            yield Piece(block, box.text, ends_line, is_head)
        return
    if block and element is not None and element.tag == "img" and "Replaced" in name:
        yield Piece(block, "", ends_line, is_head)
        return
    children = list(getattr(box, "children", ()))
    for number, child in enumerate(children, 1):
        is_last = number == len(children) and (ends_line or name == "LineBox")
        in_head = is_head or getattr(box, "is_header", False)
        yield from _pieces(child, block, ends_line=is_last, is_head=in_head)


def _is_pseudo(box: Any) -> bool:
    return "::" in str(getattr(box, "element_tag", "") or "")


def texts(box: Any) -> Iterator[str]:
    """The text below a box in reading order, without what print adds to the text of the book."""
    element = getattr(box, "element", None)
    if _is_pseudo(box) or (element is not None and _OWN & set(element.get("class", "").split())):
        return
    if type(box).__name__ == "TextBox":
        yield box.text
    for child in getattr(box, "children", ()):
        yield from texts(child)


def pages_of_ids(pages: Sequence[Any]) -> dict[str, int]:
    """On which page, counted from 0, each id stands first."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages):
        for name in page.anchors:
            found.setdefault(name, number)
    return found


def foot_notes(pages: Sequence[Any]) -> dict[str, FootNote]:
    """The notes at the feet of the pages, by their ids."""
    found: dict[str, FootNote] = {}
    for number, page in enumerate(pages):
        top = page._page_box.content_box_y()
        for area in page._page_box.children:
            if type(area).__name__ != "FootnoteAreaBox":
                continue
            is_on_page = area.position_y >= top - 1
            for box in area.children:
                key = (box.element.get("id") if box.element is not None else None) or ""
                text = "".join(texts(box))
                if key in found:
                    text = found[key].text + text
                if key:
                    found[key] = FootNote(number, text, is_on_page)
    return found


def heights(pages: Sequence[Any], name: str) -> dict[str, float]:
    """How high, with its margins, each box of an element of class `name` is, by the id."""
    found: dict[str, float] = {}
    for page in pages:
        for box in boxes(page._page_box):
            element = getattr(box, "element", None)
            if element is not None and name in element.get("class", "").split():
                key = element.get("id", "")
                if key not in found and hasattr(box, "margin_height") and not _is_pseudo(box):
                    found[key] = box.margin_height()
    return found


def boxes(box: Any) -> Iterator[Any]:
    """The box and all below it."""
    yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child)


def content_height(page: Any) -> float:
    """How high the text of a page may be."""
    return float(page._page_box.height)


def line_height(page: Any) -> float:
    """The distance of two lines of the text: the grid of the page."""
    root = page._page_box.children[0]
    return float(root.style["line_height"].value)


def off_grid(pages: Sequence[Any]) -> dict[str, float]:
    """The white that paragraphs need above them to stand on the grid of lines, by their blocks.

    Figures, tables, code and formulas are not as high as whole lines.
    """
    found: dict[str, float] = {}
    for page in pages:
        leading, top, added = line_height(page), page._page_box.content_box_y(), 0.0
        for body in boxes(page._page_box):
            if getattr(body, "element", None) is None or body.element.get("class") != "body":
                continue
            headings: list[Any] = []
            for number, box in enumerate(body.children):
                name = box.element.tag if box.element is not None else ""
                if not number and getattr(box, "padding_top", None):
                    found[box.element.get("data-block", "")] = 0.0
                elif name == "p" and box.children and number:
                    offset = (box.children[0].position_y + added - top) % leading
                    if _SLACK < offset < leading - _SLACK:
                        # A heading stays as near to its text as it is.
                        first = [*headings, box][0]
                        block = first.element.get("data-block", "")
                        found[block] = first.padding_top + leading - offset
                        added += leading - offset
                headings = [*headings, box] if name in _HEADINGS else []
    return found


_SLACK = 0.5
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}


def side_of_begin(pages: Sequence[Any]) -> str:
    """Whether the stylesheet wants the chapter of these pages to begin on a page of one side.

    `this` where it does and they begin so, `other` where they don't, and nothing where any will do.
    CSS Fragmentation, section 3.1: a recto is on the right where pages follow from left to right.
    """
    page = pages[0]._page_box
    rights = {"right", "recto" if page.style["direction"] == "ltr" else "verso"}
    lefts = {"left", "verso" if page.style["direction"] == "ltr" else "recto"}
    own, others = (rights, lefts) if str(page.page_type.side) == "right" else (lefts, rights)
    for box in boxes(page):
        element = getattr(box, "element", None)
        if element is not None and "chapter" in element.get("class", "").split():
            wanted = box.style["break_before"]
            return "this" if wanted in own else "other" if wanted in others else ""
    return ""


@dataclass(frozen=True)
class Table:
    """A table by its block's id: how wide and high it is, and in how much room.

    Of one that goes on on the next page, the first part is measured.
    """

    block: str
    width: float
    height: float
    room: tuple[float, float]
    is_turned: bool
    is_divided: bool = False

    @property
    def could_turn(self) -> bool:
        """Whether it has room on one page that is turned on its side."""
        wide, high = self.room
        return not self.is_divided and self.width * self.height < wide * high

    @property
    def fits(self) -> bool:
        """Whether it is within its room; a table that is not turned may go on on the next page."""
        wide, high = self.room
        return self.width <= wide + 1 and (not self.is_turned or self.height <= high + 1)


def tables(pages: Sequence[Any]) -> list[Table]:
    """The tables of the pages."""
    found: dict[str, Table] = {}
    for page in pages:
        box = page._page_box
        for part, is_turned in _tables(box, is_turned=False):
            block = part.element.get("data-block", "")
            room = (box.height, box.width) if is_turned else (box.width, box.height)
            size = part.border_width(), part.border_height()
            if block in found:
                found[block] = replace(found[block], is_divided=True)
            elif block:
                found[block] = Table(block, *size, room, is_turned)
    return list(found.values())


def _tables(box: Any, *, is_turned: bool) -> Iterator[tuple[Any, bool]]:
    element = getattr(box, "element", None)
    is_turned |= element is not None and element.get("class") == "turned"
    if type(box).__name__ == "TableBox":
        yield box, is_turned
    for child in getattr(box, "children", ()):
        yield from _tables(child, is_turned=is_turned)


def early_lines(pages: Sequence[Any]) -> set[str]:
    """The blocks with a line that ends although the next word had room in it.

    WeasyPrint 70 keeps but the first word of a line whose words fill it to a hair's breadth.
    """
    found: set[str] = set()
    for page in pages:
        for child in page._page_box.children:
            if type(child).__name__ not in {"MarginBox", "FootnoteAreaBox"}:
                _search_early(child, "", found)
    return found


def _search_early(box: Any, block: str, found: set[str]) -> None:
    element = getattr(box, "element", None)
    if element is not None:
        block = element.get("data-block") or block
        if element.tag == "pre":
            return
    children = list(getattr(box, "children", ()))
    for line, following in pairwise(children):
        if type(line).__name__ == type(following).__name__ == "LineBox":
            used, next_word = _width(line), _first_word(following)
            room = box.width - used - line.text_indent
            size = line.style["font_size"]
            if not _is_broken(line) and room > size * (_WIDEST * len(next_word) + 2):
                found.add(block)
    for child in children:
        if type(child).__name__ != "LineBox":
            _search_early(child, block, found)


_WIDEST = 0.7
"""How wide a letter is in em, at the most, seen over a word."""


def _width(line: Any) -> float:
    """How wide a line would be if its words were not drawn apart."""
    width = 0.0
    for box in boxes(line):
        if type(box).__name__ == "TextBox":
            width += box.width - box.text.count(" ") * (box.justification_spacing or 0)
        elif "Replaced" in type(box).__name__:
            width += box.margin_width()
    return width


def _first_word(line: Any) -> str:
    return "".join(texts(line)).lstrip().partition(" ")[0]


def _is_broken(line: Any) -> bool:
    """Whether the text itself ends the line."""
    return any(str(getattr(box, "element_tag", "")) == "br" for box in boxes(line))
