"""What is drawn on the pages of a PDF: words and pictures, read by PDFium as viewers do; glyphs."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2.raw as pdfium

from samizdat.printed import Box, Face, Piece


def pieces(page: Any) -> Iterator[Piece]:
    """What is drawn on a page, in the order of drawing.

    Lines and backgrounds that are artifacts are left out.
    """
    textpage = page.get_textpage()
    artifacts: dict[int, int] = {}
    sides = [ctypes.c_float() for _ in range(4)]
    try:
        for number in range(pdfium.FPDFPage_CountObjects(page.raw)):
            item = pdfium.FPDFPage_GetObject(page.raw, number)
            kind = pdfium.FPDFPageObj_GetType(item)
            mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
            is_text = kind == pdfium.FPDF_PAGEOBJ_TEXT
            if mark < 0 and pdfium.FPDFPageObj_CountMarks(item) > 0:
                if not is_text:
                    continue
                own = pdfium.FPDFPageObj_GetMark(item, 0)
                address = ctypes.cast(own, ctypes.c_void_p).value or 0
                mark = artifacts.setdefault(address, -2 - len(artifacts))
            if not pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides)):
                continue
            left, bottom, right, top = (side.value for side in sides)
            box = (left, bottom, right, top)
            words = _words(item, textpage.raw) if is_text else ""
            yield Piece(words, box if is_text else _clipped(item, box), mark, not is_text)
    finally:
        textpage.close()
        page.close()


def _clipped(item: Any, box: Box) -> Box:
    """The part of an object's box that its clipping paths let through."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        points = []
        for number in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, number)
            if pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
                points.append((x.value, y.value))
        if points:
            across, along = zip(*points, strict=True)
            left, bottom = max(box[0], min(across)), max(box[1], min(along))
            box = (left, bottom, min(box[2], max(across)), min(box[3], max(along)))
    return box


def _words(item: Any, textpage: Any) -> str:
    octets = pdfium.FPDFTextObj_GetText(item, textpage, None, 0)
    buffer = ctypes.create_string_buffer(octets)
    pointer = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFTextObj_GetText(item, textpage, pointer, octets)
    return buffer.raw[: max(0, octets - 2)].decode("utf-16-le", "replace")


class Glyphs:
    """The typefaces of a PDF, and the places where they have no glyph."""

    def __init__(self) -> None:
        self.faces: dict[tuple[int, int], Face] = {}
        self._tables: dict[tuple[int, int], dict[int, int] | None] = {}
        self._forms: set[tuple[int, int]] = set()

    def missing(self, holder: Any, resources: Any) -> int:
        """How often glyph 0, which stands for a missing one, is drawn on a page or in a form.

        `resources` are those of `holder`. A form that several pages draw counts on the first.
        """
        fonts = resources.get("/Font", {}) if resources is not None else {}
        for font in fonts.values():
            if font.objgen not in self.faces:
                self.faces[font.objgen] = _face(font)
                self._tables[font.objgen] = _glyph_table(font)
        count, table = 0, None
        for instruction in pikepdf.parse_content_stream(holder, "Tf Tj TJ"):
            operator, operands = str(instruction.operator), list(instruction.operands)
            if operator == "Tf":
                font = fonts.get(str(operands[0]))
                table = self._tables[font.objgen] if font is not None else None
            elif table is not None:
                strings = list(operands[0]) if operator == "TJ" else operands
                octets = b"".join(bytes(s) for s in strings if isinstance(s, pikepdf.String))
                count += _missing_in(octets, table)
        forms = resources.get("/XObject", {}) if resources is not None else {}
        for form in forms.values():
            if form.objgen not in self._forms:
                self._forms.add(form.objgen)
                if form.get("/Subtype") == "/Form":
                    count += self.missing(form, form.get("/Resources"))
        return count


def _glyph_table(font: Any) -> dict[int, int] | None:
    """Which glyph each two-octet code stands for: empty if itself, None if codes are of one octet.

    A CMap within the file (ISO 32000-1, section 9.7.5.3) is read as far as single characters and
    ranges go.
    """
    encoding = font.get("/Encoding", "")
    if not isinstance(encoding, pikepdf.Stream):
        return {} if str(encoding) == "/Identity-H" else None
    table = {0: 0}
    for section in encoding.read_bytes().split(b"begincid")[1:]:
        lines, _, _ = section.partition(b"endcid")
        last = rb"<(\w{1,4})>" if lines.startswith(b"range") else rb"()"
        for first, end, glyph in re.findall(rb"<(\w{1,4})>\s*" + last + rb"\s*(\d+)", lines):
            start = int(first, 16)
            for step in range(int(end or first, 16) - start + 1):
                table[start + step] = int(glyph) + step
    return table


def _missing_in(octets: bytes, table: dict[int, int]) -> int:
    """How many of the two-octet codes stand for glyph 0, or for none."""
    if not table and b"\0\0" not in octets:
        return 0
    codes = [int.from_bytes(octets[at : at + 2], "big") for at in range(0, len(octets) - 1, 2)]
    return sum(1 for code in codes if not (table.get(code) if table else code))


def _face(font: Any) -> Face:
    """A font dictionary (ISO 32000-1, sections 9.5 to 9.9); those of type 3 are always embedded."""
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    return Face(
        str(font.get("/BaseFont", "/without a name")).removeprefix("/"),
        font.get("/Subtype") == "/Type3"
        or any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")),
        "/ToUnicode" in font,
    )
