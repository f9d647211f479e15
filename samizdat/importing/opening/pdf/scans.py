"""Scanned pages, on whose pictures OCR has laid letters that nobody sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from samizdat.importing.opening.pdf.characters import Page

_COVERED = 0.6
"""How much of a page its picture covers."""
_NEAR = 0.15
"""By what part of it the size of a line may differ from that of the text: OCR only measures it."""


def is_scan(page: Page) -> bool:
    """Whether a picture fills a page that has letters."""
    whole = page.width * page.height
    return bool(page.characters) and any(
        (right - left) * (top - bottom) > _COVERED * whole
        for left, bottom, right, top in (drawn.box for drawn in page.pictures)
    )


def evened(pages: Sequence[Page]) -> list[Page]:
    """The pages, with letters on scans in the size of the text where they are about as large."""
    sizes = [c.size for page in pages if is_scan(page) for c in page.characters]
    usual = median(sizes) if sizes else 0.0
    found = []
    for page in pages:
        if is_scan(page):
            characters = tuple(
                c._replace(size=usual) if abs(c.size - usual) < _NEAR * usual else c
                for c in page.characters
            )
            page = replace(page, characters=characters)
        found.append(page)
    return found
