"""What is drawn on the pages of a PDF: words and pictures, read by PDFium as viewers do; glyphs."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import pikepdf
import pypdfium2.raw as pdfium

from samizdat.printed import Box, Face, Piece


class Drawing(NamedTuple):
    """What is drawn on a page, in the order of drawing, and how far it reaches.

    Of the pieces, lines and backgrounds that are artifacts are left out; `reach` is the box around
    all, None where nothing is drawn.
    """

    pieces: tuple[Piece, ...]
    reach: Box | None


def drawing(page: Any) -> Drawing:
    """What is drawn on a page, which is closed then."""
    found: list[Piece] = []
    boxes: list[Box] = []
    textpage = page.get_textpage()
    artifacts: dict[int, int] = {}
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    addresses = [ctypes.byref(side) for side in (left, bottom, right, top)]
    try:
        for number in range(pdfium.FPDFPage_CountObjects(page.raw)):
            item = pdfium.FPDFPage_GetObject(page.raw, number)
            kind = pdfium.FPDFPageObj_GetType(item)
            mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
            is_text = kind == pdfium.FPDF_PAGEOBJ_TEXT
            if not pdfium.FPDFPageObj_GetBounds(item, *addresses):
                continue
            box = left.value, bottom.value, right.value, top.value
            boxes.append(box)
            if mark < 0 and pdfium.FPDFPageObj_CountMarks(item) > 0:
                if not is_text:
                    continue
                own = pdfium.FPDFPageObj_GetMark(item, 0)
                address = ctypes.cast(own, ctypes.c_void_p).value or 0
                mark = artifacts.setdefault(address, -2 - len(artifacts))
            words = words_of(item, textpage.raw) if is_text else ""
            found.append(Piece(words, box if is_text else _clipped(item, box), mark, not is_text))
    finally:
        textpage.close()
        page.close()
    return Drawing(tuple(found), around(boxes))


def around(boxes: Collection[Box]) -> Box | None:
    """The box around others, None where there are none."""
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


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


def words_of(item: Any, textpage: Any) -> str:
    """The words that an object shows which is text."""
    # PDFium looks through the whole page for them, so it is asked once where that is enough.
    room = 512
    while True:
        buffer = ctypes.create_string_buffer(room)
        pointer = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
        octets = pdfium.FPDFTextObj_GetText(item, textpage, pointer, room)
        if octets <= room:
            return ctypes.string_at(buffer, max(0, octets - 2)).decode("utf-16-le", "replace")
        room = octets


class Glyph(NamedTuple):
    """What a glyph stands for by its typeface, and what the page says that it stands for there."""

    own: str
    said: str


class Glyphs:
    """The typefaces of a PDF, and the places where they have no glyph."""

    def __init__(self) -> None:
        self.faces: dict[tuple[int, int], Face] = {}
        self._tables: dict[tuple[int, int], dict[int, int] | None] = {}
        self._forms: set[tuple[int, int]] = set()
        self._letters: dict[tuple[int, int], dict[int, str]] = {}

    def know(self, resources: Any) -> Any:
        """The typefaces that a page or a form uses, which are known from then on."""
        fonts = resources.get("/Font", {}) if resources is not None else {}
        for font in fonts.values():
            if font.objgen not in self.faces:
                self.faces[font.objgen] = _face(font)
                self._tables[font.objgen] = _glyph_table(font)
        return fonts

    def missing(self, holder: Any, resources: Any) -> int:
        """How often glyph 0, which stands for a missing one, is drawn on a page or in a form.

        `resources` are those of `holder`. A form that several pages draw counts on the first.
        """
        fonts = self.know(resources)
        is_whole = not any(self._tables[f.objgen] for f in fonts.values()) and _is_whole(holder)
        count, table = 0, None
        for instruction in pikepdf.parse_content_stream(holder, "Tf Tj TJ"):
            operator, operands = str(instruction.operator), list(instruction.operands)
            if operator == "Tf":
                font = fonts.get(str(operands[0]))
                table = self._tables[font.objgen] if font is not None else None
            elif table is not None and not (is_whole and _is_array(operands[:1])):
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

    def by_mark(self, page: Any, resources: Any) -> dict[int, list[Glyph]]:
        """The glyphs of a page in the order of drawing, by the marks around them.

        PDFium puts words from right to left into an order of its own, and words that stand beside
        each other into one. Here nothing is put in order.
        """
        fonts = resources.get("/Font", {}) if resources is not None else {}
        found: dict[int, list[Glyph]] = {}
        marks: list[tuple[int, str | None]] = [(-1, None)]
        letters: dict[int, str] = {}
        size = 1
        for instruction in pikepdf.parse_content_stream(page, "BDC BMC EMC Tf Tj TJ"):
            operator, operands = str(instruction.operator), list(instruction.operands)
            if operator in {"BDC", "BMC"}:
                marks.append(_mark(operands, marks[-1][0]))
            elif operator == "EMC" and len(marks) > 1:
                marks.pop()
            elif operator == "Tf":
                font = fonts.get(str(operands[0]), pikepdf.Dictionary())
                size = 2 if font.get("/Subtype") == "/Type0" else 1
                if font.objgen not in self._letters:
                    self._letters[font.objgen] = dict(_letters(font))
                letters = self._letters[font.objgen]
            elif operator in {"Tj", "TJ"}:
                strings = list(operands[0]) if operator == "TJ" else operands
                octets = b"".join(bytes(s) for s in strings if isinstance(s, pikepdf.String))
                mark, said = marks[-1]
                for at in range(0, len(octets), size):
                    own = letters.get(int.from_bytes(octets[at : at + size], "big"), "")
                    found.setdefault(mark, []).append(Glyph(own, own if said is None else said))
                    if said is not None:
                        said = ""
                        marks[-1] = mark, said
        return found


_DIGITS = bytes.maketrans(b"0123456789ABCDEFabcdef", b"0" * 22)


def _is_whole(holder: Any) -> bool:
    """Whether it is seen at a glance that a page or a form shows whole codes alone, and none is 0.

    That is so where all strings are hexadecimal and of two octets a code, as nearly always. To look
    at each of them takes longer than all else that is asked of a page.
    """
    stream = holder if isinstance(holder, pikepdf.Stream) else holder.get("/Contents")
    if not isinstance(stream, pikepdf.Stream):
        return False
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:
        return False
    if b"(" in data or b"0000" in data:
        return False
    rest = data.translate(_DIGITS).replace(b"0000", b"").replace(b"<<", b"")
    return rest.count(b"<") == rest.count(b"<>")


def _is_array(operands: Sequence[Any]) -> bool:
    return bool(operands) and isinstance(operands[0], pikepdf.Array)


def _mark(operands: Sequence[Any], outer: int) -> tuple[int, str | None]:
    """The number of a mark, or of that around it, and the words that it says it draws."""
    known = operands[-1]
    if not isinstance(known, pikepdf.Dictionary):
        return outer, None
    said = str(known["/ActualText"]) if "/ActualText" in known else None
    return int(known.get("/MCID", outer)), said


def _letters(font: Any) -> Iterator[tuple[int, str]]:
    """What the codes of a font stand for, by its /ToUnicode (ISO 32000-1, section 9.10.3)."""
    if "/ToUnicode" not in font:
        return
    table = font.ToUnicode.read_bytes()
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(rb"<(\w+)>\s*<(\w*)>", section):
            yield int(code, 16), _utf16(text)
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", section):
            start = int(first, 16)
            for step in range(int(last, 16) - start + 1):
                yield start + step, _utf16(b"%0*x" % (len(text), int(text, 16) + step))


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")


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
