"""The characters of a page with their places and typefaces, as PDFium reads them."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from samizdat.importing.opening.pdf.links import Box, Link, link_at, links_of
from samizdat.locales import runs_left

_FIXED, _ITALIC, _FORCED_BOLD = 1 << 0, 1 << 6, 1 << 18
"""Flags of a font (ISO 32000-1, table 123)."""
_ITALIC_NAME = re.compile(r"ital|obliq|slant|kursiv|[-,]it\b|^(cm|sf|ec)(ti|sl|bxti)\d", re.I)
_BOLD_NAME = re.compile(r"bold|black|heavy|[-,]bd\b|^(cm|sf|ec)bx|^cmssbx", re.I)
_FIXED_NAME = re.compile(r"mono|courier|typewriter|consol|^(cm|sf|ec)tt|menlo|inconsolata", re.I)
_NOT_BOLD = re.compile(r"semi-?condensed|book$", re.I)


@dataclass(frozen=True)
class Face:
    """A typeface: what its name and its flags say of it."""

    name: str = ""
    is_italic: bool = False
    is_bold: bool = False
    is_fixed: bool = False


class Character(NamedTuple):
    """A character where it is drawn.

    `mark` is the number by which tags call it, or below 0; `link` the number of the page's link
    that it stands in, or -1. A space that PDFium found between words is one too.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    face: Face
    mark: int
    link: int

    @property
    def middle(self) -> float:
        """Its middle from left to right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Drawn:
    """Something drawn that is no text: its box, and its number among the page's objects."""

    box: Box
    number: int
    mark: int = -1


@dataclass(frozen=True)
class Page:
    """A page as it is drawn.

    `aslant` are the words that run in another direction than most, `unknown` counts glyphs of
    which nobody knows the letter, and `rules` are straight lines across.
    """

    number: int
    width: float
    height: float
    characters: tuple[Character, ...]
    aslant: str = ""
    unknown: int = 0
    links: tuple[Link, ...] = ()
    pictures: tuple[Drawn, ...] = ()
    rules: tuple[Box, ...] = ()
    drawings: tuple[Drawn, ...] = ()
    turn: int = field(default=0)


def read_page(number: int, page: Any, document: Any) -> Page:
    """All that is on a page of PDFium's document; turned upright if its lines go up or down."""
    width, height = page.get_size()
    links = tuple(links_of(page, document))
    textpage = page.get_textpage()
    try:
        found = list(_characters(textpage.raw, links))
    finally:
        textpage.close()
    turns = Counter(turn for turn, character in found if not character.text.isspace())
    turn = turns.most_common(1)[0][0] if turns else 0
    upright = tuple(character for own, character in found if own == turn)
    aslant = "".join(character.text for own, character in found if own != turn).strip()
    pictures, rules, drawings = _drawn(page, turn)
    return Page(
        number,
        width,
        height,
        tuple(c for c in upright if c.text != "\ufffd"),
        aslant,
        sum(character.text == "\ufffd" for character in upright),
        links,
        tuple(pictures),
        tuple(rules),
        tuple(drawings),
        turn,
    )


def turned(box: Box, turn: int) -> Box:
    """A box as it stands when the page is turned so that its lines go across."""
    left, bottom, right, top = box
    if turn == 1:
        return bottom, -right, top, -left
    if turn == 2:
        return -right, -top, -left, -bottom
    if turn == 3:
        return -top, left, -bottom, right
    return box


class _Look(NamedTuple):
    """What the characters of one text object have in common."""

    size: float
    turn: int
    face: Face
    mark: int


def _characters(textpage: Any, links: tuple[Link, ...]) -> Iterator[tuple[int, Character]]:
    """Each character, and the quarter turns to the left in which it is drawn."""
    looks: dict[int, _Look] = {}
    faces: dict[int, Face] = {}
    rectangle, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    latest: tuple[int, Character] | None = None
    space: tuple[int, Character] | None = None
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code in {10, 13}:
            continue
        if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            if code == 32 and latest is not None and not latest[1].text.isspace():
                turn, before = latest
                space = turn, before._replace(text=" ", left=before.right)
                continue
            if code != 2:
                continue
        item = pdfium.FPDFText_GetTextObject(textpage, index)
        address = ctypes.cast(item, ctypes.c_void_p).value or 0
        look = looks.get(address)
        if look is None:
            look = looks[address] = _look(textpage, index, item, faces)
        pdfium.FPDFText_GetLooseCharBox(textpage, index, rectangle)
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        plain = (rectangle.left, y.value, rectangle.right, y.value)
        box = plain
        if look.turn:
            box = turned((rectangle.left, rectangle.bottom, rectangle.right, rectangle.top), 0)
            across = turned(box, look.turn)
            foot = turned((x.value, y.value, x.value, y.value), look.turn)[1]
            box = (across[0], foot, across[2], foot)
        middle = (plain[0] + plain[2]) / 2
        link = link_at(links, middle, y.value + look.size / 4, look.size)
        text = _text(code)
        if not text:
            continue
        if latest is not None and _is_made_up(textpage, index, latest[1].text):
            text = "\ufffd"
        character = Character(text, box[0], box[2], box[1], look.size, look.face, look.mark, link)
        if space is not None and not text.isspace():
            yield space
        latest, space = (look.turn, character), None
        yield latest


def _text(code: int) -> str:
    if code == 2:
        return "-"  # PDFium's own sign for a hyphen at the end of a line
    if code in {0, 0xFFFD, 0xFFFE, 0xFFFF} or code >= 0xF0000 or 0xD800 <= code < 0xE000:
        return "\ufffd"
    if code in {9, 0xA0}:
        return " " if code == 9 else "\u00a0"
    return chr(code) if code >= 32 else ""


def _is_made_up(textpage: Any, index: int, before: str) -> bool:
    """Whether PDFium made up a letter for a glyph that has none.

    It takes the number of the glyph for the letter. In old fonts that is right, but not in those
    of scripts from right to left, where a glyph may be a part of the one beside it.
    """
    return (runs_left(before) or unicodedata.combining(before) > 0) and bool(
        pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1
    )


def _look(textpage: Any, index: int, item: Any, faces: dict[int, Face]) -> _Look:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    size = pdfium.FPDFText_GetFontSize(textpage, index) * (scale or 1)
    turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
    if not item:
        return _Look(size, turn, Face(), -1)
    font = pdfium.FPDFTextObj_GetFont(item)
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if address not in faces:
        faces[address] = _face(font)
    return _Look(size, turn, faces[address], pdfium.FPDFPageObj_GetMarkedContentID(item))


def _face(font: Any) -> Face:
    if not font:
        return Face()
    buffer = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = buffer.value.decode("utf-8", "replace")
    own = re.sub(r"^[A-Z]{6}\+", "", name)
    flags = max(0, pdfium.FPDFFont_GetFlags(font))
    return Face(
        own,
        bool(flags & _ITALIC or _ITALIC_NAME.search(own)),
        bool(flags & _FORCED_BOLD or _BOLD_NAME.search(own)) and not _NOT_BOLD.search(own),
        bool(flags & _FIXED or _FIXED_NAME.search(own)),
    )


def _drawn(page: Any, turn: int) -> tuple[list[Drawn], list[Box], list[Drawn]]:
    """The pictures, the straight lines across and the other drawings of a page."""
    pictures, rules, drawings = [], [], []
    sides = [ctypes.c_float() for _ in range(4)]
    for number in range(pdfium.FPDFPage_CountObjects(page.raw)):
        item = pdfium.FPDFPage_GetObject(page.raw, number)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if not pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides)):
            continue
        left, bottom, right, top = (side.value for side in sides)
        box = turned((left, bottom, right, top), turn)
        drawn = Drawn(box, number, pdfium.FPDFPageObj_GetMarkedContentID(item))
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(drawn)
        elif box[3] - box[1] <= 3 and box[2] - box[0] >= 18:
            rules.append(box)
        elif box[3] - box[1] > 3:
            drawings.append(drawn)
    return pictures, rules, drawings
