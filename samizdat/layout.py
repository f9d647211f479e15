"""What typeset pages show: text by blocks, notes at the foot, tables (step 5).

Read off the boxes of WeasyPrint's pages, which are not public: they are looked at here alone.
Lengths are in CSS pixels, 96 to the inch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

POINTS = 0.75
"""Points to the CSS pixel."""

_OWN = {"long-call", "note-mark", "speaker", "continued"}
"""The classes of what print adds to the text of a block."""


@dataclass(frozen=True)
class Piece:
    """Text that stands together in a line, or a picture, with the id of its block."""

    block: str
    text: str
    ends_line: bool = False


@dataclass(frozen=True)
class FootNote:
    """A note at the foot of a page: its page, counted from 0, its text, and how it stands there."""

    page: int
    text: str
    is_on_page: bool


def pieces(page: Any) -> Iterator[Piece]:
    """The text of a page in the order of reading, feet and margins left out."""
    yield from _pieces(page._page_box, "", ends_line=False)


def _pieces(box: Any, block: str, *, ends_line: bool) -> Iterator[Piece]:
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
            yield Piece(block, box.text, ends_line)
        return
    if block and element is not None and element.tag == "img" and "Replaced" in name:
        yield Piece(block, "")
        return
    children = list(getattr(box, "children", ()))
    for number, child in enumerate(children, 1):
        is_last = number == len(children) and (ends_line or name == "LineBox")
        yield from _pieces(child, block, ends_line=is_last)


def _is_pseudo(box: Any) -> bool:
    return "::" in str(getattr(box, "element_tag", "") or "")


def texts(box: Any) -> Iterator[str]:
    """The text below a box in reading order, without marks that the stylesheet makes."""
    if _is_pseudo(box):
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


def opens_on_the_other_side(pages: Sequence[Any]) -> bool:
    """Whether the stylesheet wants the chapter of these pages to begin on a page of another side.

    CSS Fragmentation, section 3.1: a recto is on the right where pages follow from left to right.
    """
    page = pages[0]._page_box
    rights = {"right", "recto" if page.style["direction"] == "ltr" else "verso"}
    lefts = {"left", "verso" if page.style["direction"] == "ltr" else "recto"}
    is_right = str(page.page_type.side) == "right"
    for box in boxes(page):
        element = getattr(box, "element", None)
        if element is not None and "chapter" in element.get("class", "").split():
            return box.style["break_before"] in (lefts if is_right else rights)
    return False


def wide_tables(pages: Sequence[Any]) -> list[str]:
    """The blocks of the tables that are wider than the text."""
    found = []
    for page in pages:
        box = page._page_box
        right, left = box.content_box_x() + box.width, box.content_box_x()
        for table in boxes(box):
            if type(table).__name__ in {"TableBox", "InlineTableBox"} and (
                table.border_box_x() + table.border_width() > right + 1
                or table.border_box_x() < left - 1
            ):
                found.append(table.element.get("data-block", ""))
    return list(dict.fromkeys(block for block in found if block))
