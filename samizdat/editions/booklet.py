"""Step 6: the booklets, sheets with the pages of the finished PDF, two on a side, to be folded.

A page stands with its inner edge at the fold, as large as it was typeset, or made smaller where it
would not fit. On the inner sheets of a signature it is moved towards the fold, by as much as those
sheets will stand out when they are folded, so that the outer margins agree after trimming.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from samizdat import locales
from samizdat.commission import Commission
from samizdat.findings import Problem
from samizdat.imposition import Direction, Sheet, creep, impose, scale, signatures
from samizdat.metadata import Booklet, inches

MM = 72 / 25.4
"""Points in a millimetre."""

SHEETS = {"booklet-a4": (297 * MM, 210 * MM), "booklet-letter": (11 * 72.0, 8.5 * 72.0)}
"""Width and height of the sheets, in points: A4 and Letter, lying on their longer side."""

_HAS_BACK_COVER = False
"""Whether the last page of the print edition is the back of its cover."""

# Marks, in points. Most office printers leave some 4 mm at the edges of a sheet white, so that a
# mark has to reach further in to be seen.
_UNPRINTED = 5 * MM
_TICK = 8 * MM
_STAPLE = 12 * MM  # the back of a usual staple, which hides the line
_STEP = 6 * MM
_STEP_WIDTH = 1.5 * MM
_GREY, _BLACK = "0.6 G 0.6 g", "0 G 0 g"


def render(commission: Commission) -> list[Problem]:
    """Writes the booklet from the print edition."""
    assert commission.printed is not None  # noqa: S101  # the graph gives it to booklets
    width, height = SHEETS[commission.edition]
    chosen = commission.book.metadata.booklet
    direction = locales.load(commission.book.metadata.language).direction
    with pikepdf.open(commission.printed) as printed, pikepdf.new() as booklet:
        layout = _Layout(width, height, _size(_box(printed.pages[0], "/TrimBox")), chosen)
        for sheet, count, total in _sheets(len(printed.pages), chosen, direction):
            for side, is_front in ((sheet.front, True), (sheet.back, False)):
                marks = layout.marks(sheet, count, total) if is_front and chosen.marks else ()
                forms = {}
                drawing = []
                for name, number in (("L", side.left), ("R", side.right)):
                    if number is not None:
                        page = printed.pages[number]
                        forms[f"/{name}"] = _form(booklet, page)
                        drawing.append(layout.page(page, name, sheet.depth))
                _add_side(booklet, (width, height), forms, [*drawing, *marks])
        _state_facts(booklet, commission)
        # In memory first: where a disk is full, pikepdf's own writing of files ends the process.
        written = io.BytesIO()
        booklet.save(
            written,
            deterministic_id=True,
            min_version="1.7",
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    commission.target.write_bytes(written.getvalue())
    return []


def _sheets(pages: int, chosen: Booklet, direction: Direction) -> Iterator[tuple[Sheet, int, int]]:
    """Each sheet, with how many sheets its signature has and how many signatures there are."""
    of = math.ceil(pages / 4)
    size = chosen.sheets(of)
    counts = signatures(of, size)
    for sheet in impose(pages, size, direction, has_back_cover=_HAS_BACK_COVER):
        yield sheet, counts[sheet.signature], len(counts)


@dataclass(frozen=True)
class _Layout:
    """Where pages and marks go on a sheet of `width` and `height`; `trim` is a page's size."""

    width: float
    height: float
    trim: tuple[float, float]
    chosen: Booklet

    @property
    def fold(self) -> float:
        return self.width / 2

    @property
    def factor(self) -> float:
        return scale(self.trim, (self.fold, self.height))

    @property
    def head(self) -> float:
        """The white above and below a page."""
        return max(0.0, (self.height - self.trim[1] * self.factor) / 2)

    @property
    def edge(self) -> float:
        """The white beside the outer edge of a page."""
        return max(0.0, self.fold - self.trim[0] * self.factor)

    def page(self, page: Any, name: str, depth: int) -> str:
        """Draws the form of that name, a page, on its half of a sheet (ISO 32000-1, 8.10)."""
        left, bottom, right, top = _box(page, "/TrimBox")
        factor = scale((right - left, top - bottom), (self.fold, self.height))
        shift = creep(depth, inches(self.chosen.paper) * 72)
        is_left = name == "L"
        x = self.fold - (right - left) * factor + shift if is_left else self.fold - shift
        y = (self.height - (top - bottom) * factor) / 2
        half = _numbers(0 if is_left else self.fold, 0, self.fold, self.height)
        matrix = _numbers(factor, 0, 0, factor, x - left * factor, y - bottom * factor)
        # What runs over the inner edge of a page is cut at the fold.
        return f"q {half} re W n {matrix} cm /{name} Do Q"

    def marks(self, sheet: Sheet, count: int, total: int) -> Iterator[str]:
        """The marks on the outer side of a sheet; all but that of the fold on the outermost.

        `count` is how many sheets the signature has, `total` how many signatures there are.
        """
        yield f"q {_GREY} 0.4 w [3 2] 0 d {self._fold_mark()} Q"
        if sheet.depth == 0:
            yield f"q {_GREY} 0.4 w {self._cut_marks()} Q"
            yield f"q {_GREY} 0.6 w {self._staple_marks()} Q"
            if total > 1:
                yield f"q {_BLACK} {self._step(sheet.signature, total)} re f Q"

    def _fold_mark(self) -> str:
        # Outside the pages where there is room, or else in the gutter, which is white.
        length = self.head if self.head >= _UNPRINTED else _TICK
        return " ".join(
            _line(self.fold, edge, self.fold, end)
            for edge, end in ((0, length), (self.height, self.height - length))
        )

    def _cut_marks(self) -> str:
        """Where to cut a page that is smaller than half a sheet."""
        lines = []
        if self.head >= MM:
            along = max(self.edge, _TICK)
            lines += [
                _line(x, y, x + step, y)
                for x, step in ((0, along), (self.width, -along))
                for y in (self.head, self.height - self.head)
            ]
        if self.edge >= MM:
            along = max(self.head, _TICK)
            lines += [
                _line(x, y, x, y + step)
                for x in (self.edge, self.width - self.edge)
                for y, step in ((0, along), (self.height, -along))
            ]
        return " ".join(lines)

    def _staple_marks(self) -> str:
        middles = [self.head + (self.height - 2 * self.head) * part for part in (0.25, 0.75)]
        return " ".join(
            _line(self.fold, middle - _STAPLE / 2, self.fold, middle + _STAPLE / 2)
            for middle in middles
        )

    def _step(self, signature: int, total: int) -> str:
        """The collation mark: on the backs of all signatures together the marks make stairs."""
        room = self.height - 2 * max(self.head, 0.0) - 4 * _TICK
        step = min(_STEP, room / total)
        top = self.height - self.head - 2 * _TICK - signature * step
        return _numbers(self.fold - _STEP_WIDTH / 2, top - step, _STEP_WIDTH, step)


def _add_side(
    booklet: Any, size: tuple[float, float], forms: dict[str, Any], drawing: list[str]
) -> None:
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, *(pikepdf.Object.parse(_number(length).encode()) for length in size)],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(forms)),
        Contents=booklet.make_stream("\n".join(drawing).encode()),
    )
    booklet.pages.append(pikepdf.Page(booklet.make_indirect(page)))


def _form(booklet: Any, page: Any) -> Any:
    """A page as a form, with its bleed (ISO 32000-1, section 8.10.2)."""
    form = booklet.copy_foreign(page.as_form_xobject())
    form.BBox = pikepdf.Array(page.get("/BleedBox", page.get("/TrimBox", page.mediabox)))
    return form


def _state_facts(booklet: Any, commission: Commission) -> None:
    facts = commission.book.metadata
    word = locales.load(facts.language).words["booklet"]
    instant = facts.modified.strftime("D:%Y%m%d%H%M%S+00'00'")
    booklet.docinfo["/Title"] = f"{facts.title} ({word})"
    if authors := facts.names("author"):
        booklet.docinfo["/Author"] = ", ".join(authors)
    booklet.docinfo["/Creator"] = booklet.docinfo["/Producer"] = "samizdat"
    booklet.docinfo["/CreationDate"] = booklet.docinfo["/ModDate"] = instant
    booklet.Root.Lang = facts.language
    # What a viewer offers when the booklet is printed (ISO 32000-1, table 150).
    booklet.Root.ViewerPreferences = pikepdf.Dictionary(
        DisplayDocTitle=True,
        PrintScaling=pikepdf.Name("/None"),
        Duplex=pikepdf.Name.DuplexFlipShortEdge,
        PickTrayByPDFSize=True,
    )


def _box(page: Any, name: str) -> tuple[float, float, float, float]:
    left, bottom, right, top = map(float, page.get(name, page.mediabox))
    return left, bottom, right, top


def _size(box: tuple[float, float, float, float]) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _line(x: float, y: float, other_x: float, other_y: float) -> str:
    return f"{_numbers(x, y)} m {_numbers(other_x, other_y)} l S"


def _numbers(*values: float) -> str:
    return " ".join(map(_number, values))


def _number(value: float) -> str:
    """A number as PDF writes it, to a millionth: no exponent, no zeros at the end."""
    written = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
