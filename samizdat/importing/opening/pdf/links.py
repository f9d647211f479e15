"""The links of a page, as PDFium reads them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
"""Left, bottom, right and top in points; up is positive."""


@dataclass(frozen=True)
class Link:
    """An area that leads to an address, or to a `height` on the page numbered `page`."""

    box: Box
    address: str = ""
    page: int = -1
    height: float = math.inf


def link_at(links: tuple[Link, ...], x: float, y: float, size: float) -> int:
    """The link at a place in a line; some are mere lines, as thin as nothing."""
    for number, link in enumerate(links):
        left, bottom, right, top = link.box
        slack = size / 2 if top - bottom < size / 4 else 0.0
        if left <= x <= right and bottom - slack <= y <= top + slack:
            return number
    return -1


def links_of(page: Any, document: Any) -> Iterator[Link]:
    """The links of a page of PDFium's document that lead somewhere."""
    start, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    quad, rectangle = pdfium.FS_QUADPOINTSF(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page.raw, start, link):
        address, target, height = _goal(link, document)
        if not address and target < 0:
            continue
        boxes = []
        for number in range(pdfium.FPDFLink_CountQuadPoints(link)):
            if pdfium.FPDFLink_GetQuadPoints(link, number, quad):
                across = (quad.x1, quad.x2, quad.x3, quad.x4)
                along = (quad.y1, quad.y2, quad.y3, quad.y4)
                boxes.append((min(across), min(along), max(across), max(along)))
        if not boxes and pdfium.FPDFLink_GetAnnotRect(link, rectangle):
            boxes = [(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)]
        for left, bottom, right, top in boxes:
            box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
            yield Link(box, address, target, height)


def _goal(link: Any, document: Any) -> tuple[str, int, float]:
    """The address that a link leads to, or the page and the height on it."""
    goal = pdfium.FPDFLink_GetDest(document.raw, link)
    action = pdfium.FPDFLink_GetAction(link)
    if not goal and action:
        if pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
            octets = pdfium.FPDFAction_GetURIPath(document.raw, action, None, 0)
            buffer = ctypes.create_string_buffer(octets)
            pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, octets)
            return buffer.value.decode("utf-8", "replace"), -1, math.inf
        goal = pdfium.FPDFAction_GetDest(document.raw, action)
    if not goal:
        return "", -1, math.inf
    has = [ctypes.c_int() for _ in range(3)]
    x, y, zoom = (ctypes.c_float() for _ in range(3))
    pdfium.FPDFDest_GetLocationInPage(goal, *has, x, y, zoom)
    height = y.value if has[1].value else math.inf
    return "", pdfium.FPDFDest_GetDestPageIndex(document.raw, goal), height
