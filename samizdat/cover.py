"""The front of the book drawn from its metadata, in the house style: for books without a picture.

A sheet in one deep colour is set full of printers' flowers, and a paper label upon it says who
wrote what; a smaller one at the foot says who publishes it. Which colour and which flower follows
from title and identifier, so that a book keeps its face and the books of a shelf differ.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from samizdat import fonts, kept, locales, outlines, pages
from samizdat.book import Book
from samizdat.fitting import Hand, Setting, Voice, fit
from samizdat.metadata import TRIMS, inches
from samizdat.ornaments import FLOWERS, GROUNDS, PAPER, Ground, tailpiece
from samizdat.outlines import ITALIC, ROMAN, SMALL_CAPITALS
from samizdat.sheet import Path, Shape, Sheet, as_png, as_svg, frame, moved, rectangle

SQUARE = 1000
"""The side of a square of ornament: the sheet is measured in its thousandths."""

_SIDE = 2
"""How many squares show at each side of the label."""

_PIXELS_ACROSS = 1600
"""At least so many has the PNG: what shops and readers ask of a cover."""

_MOST_NAMES_APART = 3
"""So many authors have lines of their own; more of them share lines."""

# Measures are in hundredths of the sheet's width.
_AUTHOR = Voice(ROMAN, 4.9, 2.2, 1.28)
_TITLE = Voice(ROMAN, 18.0, 4.2, 1.04)
_SUBTITLE = Voice(ITALIC, 4.7, 2.2, 1.22, thrift=0.3)
_OTHERS = Voice(ITALIC, 3.5, 2.0, 1.3)
_PUBLISHER = Voice(SMALL_CAPITALS, 3.9, 1.8, 1.25)

_LINE_GAP, _TITLE_GAP, _SUBTITLE_GAP, _FLOWER_GAP = 2.6, 7.0, 4.8, 5.2
_FLOWER_SIZE = 4.6
_EDGE, _THICK, _BETWEEN, _THIN = 1.3, 0.5, 0.55, 0.14
_PADDING, _PADDING_ABOVE = 6.2, 7.5


_TOOLS = (
    (
        *("book.py", "metadata.py", "roles.py", "fonts.py", "pages.py", "prepare/typography.py"),
        *("sheet.py", "outlines.py", "fitting.py", "ornaments.py", "cover.py", "locales/*"),
    ),
    ("uharfbuzz", "pikepdf", "pypdfium2", "pillow", "babel"),
)


def made_of(book: Book) -> str:
    """The digest of all that makes the front: the metadata, the typefaces, the package."""
    return kept.digest(kept.tools(*_TOOLS), fonts.digest(), book.metadata.model_dump_json())


def front(book: Book) -> str:
    """The front as SVG, sized by `print.trim`. Its letters are outlines and need no font."""
    return as_svg(drawn(book))


def picture(book: Book) -> bytes:
    """The same front as PNG, for readers that show no SVG."""
    sheet = drawn(book)
    columns = sheet.size[0] // SQUARE
    # A whole number of pixels for each square draws all squares alike, and packs them smaller.
    return as_png(sheet, -(-_PIXELS_ACROSS // columns) / SQUARE)


def drawn(book: Book) -> Sheet:
    """The front as shapes."""
    facts = book.metadata
    plan, (ground, flower) = _plan(facts.print.trim), choice(book)
    labels = [label for label in (_label(book, plan), _foot(book, plan)) if label]
    shapes = [shape for label in labels for shape in _printed(label, plan, ground, flower)]
    width, height = TRIMS[facts.print.trim].size.split()
    lines = [facts.subtitle, *facts.names("author"), *pages.credited(book), facts.publisher]
    return Sheet(
        plan.size,
        (width, height),
        ground.colour,
        (*_field(plan, ground, flower, [label.box for label in labels]), *shapes),
        facts.title,
        " · ".join(line for line in lines if line),
        facts.language,
    )


def choice(book: Book) -> tuple[Ground, str]:
    """The colour and the flower of the book."""
    facts = book.metadata
    digest = hashlib.sha256(f"{facts.title}\n{facts.identifier or ''}".encode()).digest()
    return GROUNDS[digest[0] % len(GROUNDS)], sorted(FLOWERS)[digest[1] % len(FLOWERS)]


# --- the sheet --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Plan:
    """A sheet in squares: so many columns and rows, and how far the first row is moved down."""

    columns: int
    rows: int
    size: tuple[int, int]
    offset: int

    @property
    def unit(self) -> float:
        """A hundredth of the width."""
        return self.size[0] / 100


def _plan(trim: str) -> _Plan:
    """The squares that fill a sheet best."""
    width, height = (inches(length) for length in TRIMS[trim].size.split())

    def misfit(columns: int) -> float:
        rows = columns * height / width
        return abs(rows - round(rows))

    columns = min(range(14, 18), key=misfit)
    rows = round(columns * height / width)
    size = (columns * SQUARE, round(columns * SQUARE * height / width))
    return _Plan(columns, rows, size, (size[1] - rows * SQUARE) // 2)


@dataclass(frozen=True)
class _Box:
    """Whole squares of the sheet: columns and rows, the last not counted in."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, column: int, row: int) -> bool:
        return self.left <= column < self.right and self.top <= row < self.bottom


@dataclass(frozen=True)
class _Row:
    """What stands on a label after so much white: lines, or a flower where there are none."""

    gap: float
    setting: Setting | None

    def height(self, plan: _Plan) -> float:
        return self.setting.height if self.setting else _FLOWER_SIZE * plan.unit


@dataclass(frozen=True)
class _Label:
    """A label: the squares that it covers, and its rows. `is_ruled` puts rules around them."""

    box: _Box
    rows: list[_Row]
    is_ruled: bool


def _field(plan: _Plan, ground: Ground, flower: str, boxes: list[_Box]) -> list[Shape]:
    """The flowers on all squares that no label covers."""
    shapes = []
    for odd in (False, True):
        places = tuple(
            (column * SQUARE, row * SQUARE + plan.offset)
            for row in range(plan.rows)
            for column in range(plan.columns)
            if (column + row) % 2 == odd and not any(box.holds(column, row) for box in boxes)
        )
        one = FLOWERS[flower](odd)
        for path, colour in ((one.tint, ground.tint), (one.accent, ground.accent)):
            if path:
                shapes.append(Shape(colour, moved(path, 0, 0, SQUARE), places))
    return shapes


def _label(book: Book, plan: _Plan) -> _Label | None:
    """The label with the title.

    None where no typeface has all letters of the title: a field of flowers says more than boxes.
    """
    facts, unit = book.metadata, plan.unit
    if not outlines.can_show(facts.title):
        return None
    width = (plan.columns - 2 * _SIDE) * SQUARE - 2 * _PADDING * unit

    def rows(texts: list[str], voice: Voice, height: float, gap: float) -> list[_Row]:
        """A row for each text that can be shown, the first after `gap`."""
        settings = [
            fit(text, _sized(voice, unit), _hand(book), width, height * unit)
            for text in texts
            if outlines.can_show(text)
        ]
        return [_Row((_LINE_GAP if n else gap) * unit, s) for n, s in enumerate(settings)]

    authors = facts.names("author")
    if len(authors) > _MOST_NAMES_APART:
        # A name is not parted at the end of a line.
        bound = [name.replace(" ", "\u00a0") for name in authors]
        authors = [("، " if _hand(book).rtl else ", ").join(bound)]
    above = rows(authors, _AUTHOR, 24 / max(1, len(authors)), 0)
    subtitle = rows([facts.subtitle] if facts.subtitle else [], _SUBTITLE, 22, _SUBTITLE_GAP)
    below = [
        _Row(_FLOWER_GAP * unit, None),
        *rows(pages.credited(book), _OTHERS, 9, _FLOWER_GAP),
    ]

    most = plan.rows - 2 * _SIDE - (3 if facts.publisher else 0)
    title_gap = _TITLE_GAP * unit if above else 0.0
    room = most * SQUARE - 2 * _PADDING_ABOVE * unit - title_gap
    room -= sum(row.gap + row.height(plan) for row in (*above, *subtitle, *below))
    title = fit(facts.title, _sized(_TITLE, unit), _hand(book), width, room)
    stack = [*above, _Row(title_gap, title), *subtitle, *below]

    content = sum(row.gap + row.height(plan) for row in stack) + 2 * _PADDING_ABOVE * unit
    high = min(most, max(plan.columns // 2, -(-int(content) // SQUARE)))
    # What is to look as if it stood in the middle stands a little above it.
    top = max(_SIDE, round((plan.rows - high - (2 if facts.publisher else 0)) * 0.42))
    return _Label(_Box(_SIDE, top, plan.columns - _SIDE, top + high), stack, True)


def _foot(book: Book, plan: _Plan) -> _Label | None:
    """The label at the foot with the publisher."""
    publisher, unit = book.metadata.publisher, plan.unit
    if not publisher or not outlines.can_show(publisher):
        return None
    most = plan.columns - 2 * _SIDE
    room = most * SQUARE - 5 * unit
    setting = fit(publisher, _sized(_PUBLISHER, unit), _hand(book), room, 0.7 * SQUARE)
    columns = -(-int(setting.width + 5 * unit) // SQUARE)
    columns = min(most, columns + (plan.columns - columns) % 2)
    left, bottom = (plan.columns - columns) // 2, plan.rows - _SIDE
    return _Label(_Box(left, bottom - 1, left + columns, bottom), [_Row(0, setting)], False)


def _hand(book: Book) -> Hand:
    language = book.metadata.language
    return Hand(language, locales.load(language).direction == "rtl")


def _sized(voice: Voice, unit: float) -> Voice:
    """The voice with sizes in the measure of the sheet."""
    return replace(voice, largest=voice.largest * unit, smallest=voice.smallest * unit)


def _printed(label: _Label, plan: _Plan, ground: Ground, flower: str) -> list[Shape]:
    """A label as shapes: its paper, and on it in the colour of the ground rules and rows."""
    box, unit = label.box, plan.unit
    left, right = box.left * SQUARE, box.right * SQUARE
    top, bottom = box.top * SQUARE + plan.offset, box.bottom * SQUARE + plan.offset
    ink: Path = ()
    if label.is_ruled:
        for edge, width in ((_EDGE, _THICK), (_EDGE + _THICK + _BETWEEN, _THIN)):
            inset = edge * unit
            ink += frame(left + inset, top + inset, right - inset, bottom - inset, width * unit)
    middle = plan.size[0] / 2
    y = (top + bottom - sum(row.gap + row.height(plan) for row in label.rows)) / 2
    for row in label.rows:
        y += row.gap
        if row.setting:
            ink += row.setting.centred(middle, y)
        else:
            size = _FLOWER_SIZE * unit
            ink += moved(tailpiece(flower), middle - size / 2, y, size)
        y += row.height(plan)
    return [Shape(PAPER, rectangle(left, top, right, bottom)), Shape(ground.colour, ink)]
