"""The page map: at which word of which block each printed page begins (step 5).

It is read off the boxes of a WeasyPrint document, whose lines joined are the text of the book.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

HYPHENS = "\u2010-\u00ad"


@dataclass(frozen=True)
class PageStart:
    """Where a printed page begins.

    `page` is the number on the page, `block` the number of the block as `markup` gives it
    (chapter, dot, count), `word` how many words of the block stand on earlier pages; a word that
    the page's turn divides counts as standing on the earlier one.
    """

    page: str
    block: str
    word: int


def page_starts(document: Any) -> list[PageStart]:
    """The begin of each page of the main text, blank pages left out."""
    starts: list[PageStart] = []
    consumed: dict[str, str] = {}
    number = 0
    for page in document.pages:
        if page_name(page) != "text":
            continue
        number += 1
        first = True
        for block, line in _lines(page._page_box):
            if first:
                starts.append(PageStart(str(number), block, len(consumed.get(block, "").split())))
                first = False
            before = consumed.get(block, "")
            if before and before[-1] in HYPHENS:
                consumed[block] = before[:-1] + line
            else:
                consumed[block] = f"{before} {line}".strip()
    return starts


def page_name(page: Any) -> str:
    """The name that the stylesheet's `page` property gives the page."""
    return str(page._page_box.page_type.name)


def _lines(box: Any) -> Iterator[tuple[str, str]]:
    """Each line of the page's text with the number of its block, feet and margins left out."""
    for line, block in _line_boxes(box, ""):
        words = "".join(texts(line)).strip()
        if words and block:
            yield block, words


def _line_boxes(box: Any, block: str) -> Iterator[tuple[Any, str]]:
    name = type(box).__name__
    if name in {"MarginBox", "FootnoteAreaBox"}:
        return
    element = getattr(box, "element", None)
    if element is not None and not _is_pseudo(box):
        block = element.get("data-block") or block
    if name == "LineBox":
        yield box, block
        return
    for child in getattr(box, "children", ()):
        yield from _line_boxes(child, block)


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


@dataclass(frozen=True)
class FootNote:
    """What the pages show of a note: its text, and whether all of it is within the page."""

    text: str
    is_on_page: bool


def foot_notes(document: Any) -> dict[str, FootNote]:
    """The notes at the feet of all pages, by their ids."""
    found: dict[str, FootNote] = {}
    for page in document.pages:
        top = page._page_box.content_box_y()
        for box in _boxes(page._page_box):
            if type(box).__name__ != "FootnoteAreaBox":
                continue
            fits = box.position_y >= top - 1
            for child in box.children:
                element = getattr(child, "element", None)
                key = element.get("id", "") if element is not None else ""
                before = found.get(key, FootNote("", True))
                found[key] = FootNote(
                    before.text + "".join(texts(child)), before.is_on_page and fits
                )
    return found


def _boxes(box: Any) -> Iterator[Any]:
    """The box and all below it."""
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)
