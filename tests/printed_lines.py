"""The lines of finished pages, read off the places of their letters by PDFium."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

TO_POINTS = 0.75
"""The print edition counts in CSS pixels."""


@dataclass(frozen=True)
class PrintedLine:
    """A line: its letters of the size that most of it has, in points from the lower left corner.

    `left` is where its first letter stands, `right` where its last one ends, `y` its base line.
    """

    text: str
    size: float
    left: float
    right: float
    y: float


def lines_of(pdf: Path) -> list[list[PrintedLine]]:
    """The lines of each page from the top down, raised letters left out."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_lines(page) for page in document]
    finally:
        document.close()


def _lines(page: Any) -> list[PrintedLine]:
    textpage = page.get_textpage()
    letters: dict[tuple[float, float], list[tuple[float, float, str]]] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    sides = [ctypes.c_double() for _ in range(4)]
    for number in range(pdfium.FPDFText_CountChars(textpage.raw)):
        character = chr(pdfium.FPDFText_GetUnicode(textpage.raw, number))
        size = pdfium.FPDFText_GetFontSize(textpage.raw, number) * TO_POINTS
        is_made_up = pdfium.FPDFText_IsGenerated(textpage.raw, number) == 1
        if is_made_up or not size or character in "\r\n":
            continue
        pdfium.FPDFText_GetCharOrigin(textpage.raw, number, ctypes.byref(x), ctypes.byref(y))
        pdfium.FPDFText_GetCharBox(textpage.raw, number, *map(ctypes.byref, sides))
        place = (round(y.value, 1), round(size, 1))
        left, right = sides[0].value, sides[1].value
        letters.setdefault(place, []).append((left, right, character))
    textpage.close()
    page.close()
    found = []
    for (height, size), row in letters.items():
        text = "".join(character for _, _, character in row)
        ink = [(left, right) for left, right, character in row if character.strip()]
        if ink:
            line = PrintedLine(
                text, size, min(left for left, _ in ink), max(right for _, right in ink), height
            )
            found.append(line)
    return sorted(found, key=lambda line: -line.y)
