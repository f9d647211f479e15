"""A finished booklet, opened again (step 7): what stands on each half of its sheets, and how.

Nothing is known here of how the pages were imposed: they are recognised by what stands on them.
Where that are pages of the print edition as they are, it is seen by their octets. All else PDFium
reads, in the booklet and in the print edition, as viewers do, so that what is drawn is compared.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from samizdat.drawn import words_of
from samizdat.folded import (
    BookletEdition,
    BookletSide,
    Half,
    PrintedPage,
    Thing,
    centre,
    moved,
)
from samizdat.printed import UnreadablePrint
from samizdat.whole_pages import Octets, Placed, joined, placed_on

_BY_NEIGHBOURS = re.compile(r"[\s\0\x02\ufffe\u00ad-]")

_MIRRORED = str.maketrans(")]}>»›”’", "([{<«‹“‘")
"""PDFium gives a bracket or a quotation mark as its mirror image by the words beside it."""


def open_booklet(path: Path, printed: Path) -> BookletEdition | UnreadablePrint:
    """The booklet beside the print edition; an `UnreadablePrint` where it can't be read."""
    try:
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            if not len(pdf.pages):
                return UnreadablePrint(path, "it has no pages")
            whole = _whole(pdf)
        with pypdfium2.PdfDocument(path) as document:
            sizes = tuple(_size(document, number) for number in range(len(document)))
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        why = str(error).replace(str(path), path.name).partition("\n")[0]
        return UnreadablePrint(path, why or type(error).__name__)
    return BookletEdition(
        path, sizes, whole, lambda: tuple(_read_sides(path)), lambda: _printed_pages(printed)
    )


def _size(document: Any, number: int) -> tuple[float, float]:
    try:
        width, height = document.get_page_size(number)
    except pypdfium2.PdfiumError:
        width, height = document.get_page(number).get_size()  # or says why there is none
    return width, height


def _whole(pdf: Any) -> tuple[tuple[Placed, ...], ...] | None:
    octets, found = Octets(), []
    for page in pdf.pages:
        placed = placed_on(page.obj, octets)
        if placed is None:
            return None
        found.append(placed)
    return tuple(found)


def _printed_pages(path: Path) -> tuple[PrintedPage, ...]:
    """The pages of a print edition, with what is drawn on them; none where it can't be read."""
    try:
        return tuple(_read_pages(path)) if path.exists() else ()
    except pypdfium2.PdfiumError:
        return ()  # the print edition has a rule of its own for that


def _read_sides(path: Path) -> Iterator[BookletSide]:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            width, height = page.get_size()
            things = list(_Drawn(page, with_lines=False).things())
            middle, sheet = width / 2, (0.0, 0.0, width, height)
            sides = [
                [t for t in things if (centre(t.box) < middle) is is_left]
                for is_left in (True, False)
            ]
            yield BookletSide(
                width,
                height,
                Half((0, 0, middle, height), sheet, tuple(sides[0])),
                Half((middle, 0, width, height), sheet, tuple(sides[1])),
            )
            page.close()


def _read_pages(path: Path) -> Iterator[PrintedPage]:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            things = tuple(_Drawn(page, with_lines=True).things())
            yield PrintedPage(page.get_trimbox(), things)
            page.close()


class _Drawn:
    """What is drawn on a page, also within forms; without `with_lines`, lines only within forms."""

    def __init__(self, page: Any, *, with_lines: bool) -> None:
        self.page = page
        self.with_lines = with_lines
        self.textpage = page.get_textpage()
        self.matrix = pdfium.FS_MATRIX()
        self.bounds = [ctypes.c_float() for _ in range(4)]

    def things(self) -> Iterator[Thing]:
        """The things in the order of drawing."""
        raw = self.page.raw
        count = pdfium.FPDFPage_CountObjects(raw)
        items = [pdfium.FPDFPage_GetObject(raw, number) for number in range(count)]
        try:
            yield from self._of(items, (1, 0, 0, 1, 0, 0), within=self.with_lines)
        finally:
            self.textpage.close()

    def _of(self, items: Sequence[Any], outer: Sequence[float], *, within: bool) -> Iterator[Thing]:
        for item in items:
            kind = pdfium.FPDFPageObj_GetType(item)
            pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(self.matrix))
            own = self.matrix
            matrix = joined((own.a, own.b, own.c, own.d, own.e, own.f), outer)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                count = pdfium.FPDFFormObj_CountObjects(item)
                inner = [pdfium.FPDFFormObj_GetObject(item, number) for number in range(count)]
                yield from self._of(inner, matrix, within=True)
                continue
            what = self._name(item, kind)
            if not what or not (within or kind != pdfium.FPDF_PAGEOBJ_PATH):
                continue
            if pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, self.bounds)):
                box = moved([side.value for side in self.bounds], outer)
                linear = matrix[0], matrix[1], matrix[2], matrix[3]
                yield Thing(what, kind == pdfium.FPDF_PAGEOBJ_TEXT, linear, box)

    def _name(self, item: Any, kind: int) -> str:
        """By what a thing is recognised; nothing for white space."""
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            # PDFium orders the letters of words from right to left by what stands beside them, and
            # takes a hyphen for one that divides a word by what follows; on a side it is another
            # page that does. So the letters are compared without their order, and their places.
            words = words_of(item, self.textpage.raw).translate(_MIRRORED)
            return "".join(sorted(_BY_NEIGHBOURS.sub("", words)))
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            size = pdfium.FPDFImageObj_GetImageDataRaw(item, None, 0)
            data = ctypes.create_string_buffer(size)
            pdfium.FPDFImageObj_GetImageDataRaw(item, data, size)
            return f"picture {hashlib.sha256(data.raw).hexdigest()}"
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            return f"lines {pdfium.FPDFPath_CountSegments(item)}"
        return f"drawing {kind}"
