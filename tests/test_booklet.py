"""The booklets, read back from their sheets, which are cut, turned over and folded here.

The print edition of most of these tests has nothing on its pages but their numbers.
"""

from __future__ import annotations

import ctypes
import doctest
import itertools
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import ImageStat

from samizdat import editions, imposition, locales, metadata, rules
from samizdat.book import Book
from samizdat.commission import Commission
from samizdat.findings import Finding
from samizdat.folded import BookletEdition
from samizdat.metadata import Metadata
from samizdat.opened_booklet import open_booklet
from samizdat.opened_print import open_print
from samizdat.printed import PrintEdition

from .conftest import FACTS, MakeBook, samizdat

MM = 72 / 25.4
A4, LETTER = (297 * MM, 210 * MM), (11 * 72, 8.5 * 72)
A5, B_FORMAT = (148 * MM, 210 * MM), (129 * MM, 198 * MM)
FROM_LEFT, FROM_BOTTOM = 60.0, 300.0
"""Where the number stands on a page of the print edition, in points."""


# --- making booklets ------------------------------------------------------------------------------


def print_edition(
    path: Path, pages: int, trim: tuple[float, float] = A5, bleed: float = 0, ground: str = ""
) -> Path:
    """A PDF of that many pages, each with its number; `ground` is drawn below it."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        for number in range(1, pages + 1):
            pdf.add_blank_page(page_size=(trim[0] + 2 * bleed, trim[1] + 2 * bleed))
            page = pdf.pages[-1]
            if bleed:
                page.BleedBox = page.mediabox
                page.TrimBox = [bleed, bleed, bleed + trim[0], bleed + trim[1]]
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            x, y = bleed + FROM_LEFT, bleed + FROM_BOTTOM
            words = f"{ground} BT /F 40 Tf {x} {y} Td ({number}) Tj ET"
            page.Contents = pdf.make_stream(words.encode())
        pdf.save(path, deterministic_id=True)
    return path


def book_in(language: str = "en", **booklet: Any) -> Book:
    facts = {
        "title": "A Small Book",
        "language": language,
        "modified": "2026-03-01T12:00:00Z",
        "creators": [{"name": "Ana Pressa"}],
        "booklet": booklet,
    }
    return Book(language, Metadata.model_validate(facts), (), (), (), {}, {})


def fold(
    folder: Path,
    pages: int,
    language: str = "en",
    edition: str = "booklet-a4",
    printed: Path | None = None,
    **booklet: Any,
) -> Path:
    """The booklet of a print edition of that many pages."""
    printed = printed or print_edition(folder / f"print-{pages}.pdf", pages)
    target = folder / f"book-{edition}.pdf"
    commission = Commission(
        book_in(language, **booklet), target, folder, printed=printed, edition=edition
    )
    assert editions.render(edition, commission) == []
    return target


# --- reading them ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Number:
    """The number of a page as it stands on a sheet: where it begins, how wide it is, its turn."""

    page: int
    x: float
    y: float
    size: float
    angle: float


@dataclass(frozen=True)
class Line:
    """A line or a bar on a sheet, but not on a page: the box around it."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_upright(self) -> bool:
        """Whether it runs from head to foot."""
        return self.top - self.bottom > self.right - self.left

    @property
    def length(self) -> float:
        """Its longer side."""
        return max(self.top - self.bottom, self.right - self.left)


@dataclass(frozen=True)
class Printed:
    """A side of a sheet as it comes out of the printer."""

    width: float
    height: float
    numbers: tuple[Number, ...]
    lines: tuple[Line, ...]


def sides(path: Path) -> list[Printed]:
    """What stands where on the sides of the sheets, as PDFium sees it."""
    with pypdfium2.PdfDocument(path) as document:
        return [_side(page) for page in document]


def _side(page: Any) -> Printed:
    textpage = page.get_textpage()
    numbers: list[Number] = []
    for first in range(textpage.count_chars()):
        if not textpage.get_text_range(first, 1).isdigit():
            continue
        at = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(textpage.raw, first, *map(ctypes.byref, at))
        left, bottom = at[0].value, at[1].value
        size = pdfium.FPDFText_GetFontSize(textpage.raw, first)
        angle = pdfium.FPDFText_GetCharAngle(textpage.raw, first)
        digit = Number(int(textpage.get_text_range(first, 1)), left, bottom, size, angle)
        before = numbers[-1] if numbers else None
        if before and abs(before.y - digit.y) < 3 and 0 < digit.x - before.x < 80:
            digit = Number(before.page * 10 + digit.page, before.x, before.y, size, angle)
            numbers.pop()
        numbers.append(digit)
    lines = tuple(
        _line(item)
        for item in page.get_objects(max_depth=1)
        if item.type == pdfium.FPDF_PAGEOBJ_PATH
    )
    width, height = page.get_size()
    return Printed(width, height, tuple(numbers), lines)


def _line(path: Any) -> Line:
    left, bottom, right, top = path.get_bounds()
    fills, strokes, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.FPDFPath_GetDrawMode(path.raw, ctypes.byref(fills), ctypes.byref(strokes))
    if strokes.value:  # PDFium adds the thickness of the line on all sides
        pdfium.FPDFPageObj_GetStrokeWidth(path.raw, ctypes.byref(width))
    around = width.value
    return Line(left + around, bottom + around, right - around, top - around)


def standing_in(side: Printed, left: float, right: float) -> int | None:
    """The number of the page between two places on a side."""
    found = [number.page for number in side.numbers if left <= number.x < right]
    assert len(found) <= 1
    return found[0] if found else None


# --- folding them ---------------------------------------------------------------------------------

Leaf = tuple[int | None, int | None]
"""A half of a sheet, once it is cut: the number that one sees from above, and that below."""


def cut(front: Printed, back: Printed) -> tuple[Leaf, Leaf]:
    """The left and the right half of a sheet that lies before one with its back upwards.

    The printer has turned the sheet over its short edge, so that what is at x on the back has
    beneath it what is at width - x on the front.
    """
    width, middle = back.width, back.width / 2
    left = (
        standing_in(back, 0, middle),
        standing_in(front, width - middle, width),
    )
    right = (
        standing_in(back, middle, width),
        standing_in(front, 0, width - middle),
    )
    return left, right


def read_through(sheets: list[tuple[Printed, Printed]], direction: str) -> list[int | None]:
    """The numbers that one meets in a signature, leaf by leaf.

    The sheets lie open on the table, the first one lowest. A book that is bound on the left is
    shut by laying its left half over the right one, so that the cover comes to lie on top; one
    that is bound on the right the other way round.
    """
    opened = [cut(front, back) for front, back in sheets]
    left = [leaf for leaf, _ in opened]
    right = [leaf for _, leaf in opened]
    lifted, lying = (left, right) if direction == "ltr" else (right, left)
    # Turned over, the lowest leaf comes to lie on top, and its lower side upwards.
    shut = [(below, above) for above, below in lifted]
    pile = shut + lying[::-1]
    return [number for leaf in pile for number in leaf]


def has_staples(front: Printed) -> bool:
    middle = front.width / 2
    return (
        sum(
            abs(line.length - 12 * MM) < 1 and line.left < middle < line.right + 1
            for line in front.lines
            if line.is_upright
        )
        == 2
    )


def signatures(path: Path) -> list[list[tuple[Printed, Printed]]]:
    """The sheets by signature: one begins where the marks tell to staple."""
    printed = sides(path)
    found: list[list[tuple[Printed, Printed]]] = []
    for front, back in zip(printed[::2], printed[1::2], strict=True):
        assert not back.lines, "marks would stand between the lines that one reads"
        if has_staples(front):
            found.append([])
        found[-1].append((front, back))
    return found


@pytest.fixture(scope="session")
def prints(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Print editions of one page to a hundred."""
    folder = tmp_path_factory.mktemp("prints")
    return [print_edition(folder / f"{pages}.pdf", pages) for pages in range(1, 101)]


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize("signature", ["one", "auto", "3"])
def test_cut_and_folded_the_sheets_give_the_pages_in_order(
    language: str, direction: str, signature: str, prints: list[Path], tmp_path: Path
) -> None:
    edition = "booklet-letter" if signature == "3" else "booklet-a4"
    # Of fewer pages the automatic signature is one.
    for pages in range(60 if signature == "auto" else 1, 101):
        printed = prints[pages - 1]
        path = fold(tmp_path, pages, language, edition, printed, signature=signature)
        stacks = signatures(path)
        through = [number for stack in stacks for number in read_through(stack, direction)]
        white = -pages % 4
        assert through == [*range(1, pages + 1), *[None] * white], pages
        if signature == "one":
            assert len(stacks) == 1
        if signature == "3":
            assert {len(stack) for stack in stacks[:-1]} <= {3}
        for side in sides(path) if pages % 33 == 1 else ():
            assert all(number.angle == 0 for number in side.numbers)


def test_without_a_choice_sixteen_sheets_are_stapled_and_more_are_sewn_in_equal_parts(
    tmp_path: Path,
) -> None:
    counts = {n: [len(s) for s in signatures(fold(tmp_path, n))] for n in (8, 64, 65, 113)}
    assert counts == {8: [2], 64: [16], 65: [6, 6, 5], 113: [8, 7, 7, 7]}


def test_the_cover_is_on_the_first_sheet_and_white_pages_come_before_its_back() -> None:
    assert imposition.filled(6) == (0, 1, 2, 3, 4, 5, None, None)
    assert imposition.filled(6, has_back_cover=True) == (0, 1, 2, 3, 4, None, None, 5)
    outer, _ = imposition.impose(6, None, "ltr", has_back_cover=True)
    assert outer.front == imposition.Side(5, 0)
    outer, _ = imposition.impose(6, None, "rtl", has_back_cover=True)
    assert outer.front == imposition.Side(0, 5)


def test_the_examples_of_the_arithmetic_are_true() -> None:
    tried = doctest.testmod(imposition, optionflags=doctest.ELLIPSIS)
    assert tried.attempted > 5
    assert tried.failed == 0


# --- where the pages stand ------------------------------------------------------------------------


@pytest.mark.parametrize(("edition", "size"), [("booklet-a4", A4), ("booklet-letter", LETTER)])
def test_the_sheets_have_exactly_their_size_and_lie_on_their_longer_edge(
    edition: str, size: tuple[float, float], tmp_path: Path
) -> None:
    with pikepdf.open(fold(tmp_path, 9, edition=edition)) as pdf:
        for page in pdf.pages:
            assert [float(n) for n in page.mediabox] == pytest.approx([0, 0, *size], abs=1e-6)
            assert page.get("/Rotate", 0) == 0


@pytest.mark.parametrize(
    ("edition", "trim", "factor"),
    [
        ("booklet-a4", A5, 1),
        ("booklet-a4", B_FORMAT, 1),
        ("booklet-a4", (210 * MM, 297 * MM), 210 / 297),
        ("booklet-a4", (5.5 * 72, 8.5 * 72), 210 / 215.9),
        ("booklet-letter", A5, 139.7 / 148),
        ("booklet-letter", B_FORMAT, 1),
        ("booklet-letter", (5.5 * 72, 8.5 * 72), 1),
        ("booklet-letter", LETTER[::-1], 5.5 / 8.5),
    ],
)
def test_a_page_is_made_smaller_only_to_fit_and_stands_with_its_inner_edge_at_the_fold(
    edition: str, trim: tuple[float, float], factor: float, tmp_path: Path
) -> None:
    printed = print_edition(tmp_path / "print.pdf", 4, trim)
    front, back = sides(fold(tmp_path, 4, edition=edition, printed=printed))
    with pypdfium2.PdfDocument(printed) as document:
        first, second, _, last = (_side(page).numbers[0] for page in document)
    fold_line, foot = front.width / 2, (front.height - trim[1] * factor) / 2
    on_left, on_right = sorted(front.numbers, key=lambda number: number.x)
    assert (on_left.page, on_right.page) == (4, 1)
    assert on_right.x == pytest.approx(fold_line + first.x * factor, abs=0.02)
    assert on_left.x == pytest.approx(fold_line - (trim[0] - last.x) * factor, abs=0.02)
    assert on_left.y == pytest.approx(foot + last.y * factor, abs=0.02)
    on_left, _ = sorted(back.numbers, key=lambda number: number.x)
    assert on_left.x == pytest.approx(fold_line - (trim[0] - second.x) * factor, abs=0.02)


def test_creep_moves_the_pages_of_inner_sheets_towards_the_fold(tmp_path: Path) -> None:
    # The handbook: the edge of sheet n stands out by π/2 times n - 1 times the paper.
    thickness = 0.2 * MM
    printed = sides(fold(tmp_path, 40, signature="5", paper="0.2mm"))
    assert len(printed) == 20
    still = sides(fold(tmp_path, 40, signature="5", paper="0"))
    for number, (side, flat) in enumerate(zip(printed, still, strict=True)):
        depth = number // 2 % 5
        middle = side.width / 2
        for moved, unmoved in zip(side.numbers, flat.numbers, strict=True):
            towards = 1 if unmoved.x < middle else -1
            shift = (moved.x - unmoved.x) * towards
            assert shift == pytest.approx(math.pi / 2 * depth * thickness, abs=0.01)
            assert moved.y == unmoved.y


def test_bleed_is_kept_outside_the_page_and_cut_at_the_fold(tmp_path: Path) -> None:
    bleed = 3 * MM
    red = f"1 0 0 rg 0 0 {B_FORMAT[0] + 2 * bleed} {B_FORMAT[1] + 2 * bleed} re f 0 g"
    printed = print_edition(tmp_path / "print.pdf", 1, B_FORMAT, bleed, red)
    path = fold(tmp_path, 1, printed=printed, marks=False)
    with pypdfium2.PdfDocument(path) as document:
        picture = document[0].render(scale=10 / MM / 10).to_pil().convert("RGB")  # 1 dot = 1 mm

    def colour(x: float, y: float) -> str:
        red, green, _ = ImageStat.Stat(picture.crop((int(x), int(y), int(x) + 1, int(y) + 1))).mean
        return "white" if green > 200 else "red" if red > 200 else "other"

    middle = 148.5
    assert colour(middle - 2, 105) == "white"  # the other half, on which no page stands
    assert colour(middle + 2, 105) == "red"
    assert colour(middle + 129 + 1, 105) == "red"
    assert colour(middle + 129 + 5, 105) == "white"
    assert colour(middle + 60, 6 - 2) == "red"
    assert colour(middle + 60, 6 - 5) == "white"


# --- marks ----------------------------------------------------------------------------------------


def test_every_sheet_shows_on_its_outer_side_where_to_fold_it(tmp_path: Path) -> None:
    for front, _ in (pair for stack in signatures(fold(tmp_path, 24)) for pair in stack):
        at_fold = [line for line in front.lines if abs(line.left - front.width / 2) < 1]
        assert any(line.bottom < 1 for line in at_fold)
        assert any(line.top > front.height - 1 for line in at_fold)
        # Where printers leave 4 mm white, and the text does not stand.
        ticks = [line for line in at_fold if line.bottom < 1 or line.top > front.height - 1]
        assert all(5 * MM < line.length < 10 * MM for line in ticks)


def test_marks_of_the_fold_stand_outside_the_pages_where_there_is_room(tmp_path: Path) -> None:
    printed = print_edition(tmp_path / "print.pdf", 4, B_FORMAT)
    front = sides(fold(tmp_path, 4, printed=printed))[0]
    head = (210 - 198) / 2 * MM
    for line in front.lines:
        is_at_fold = abs(line.left - front.width / 2) < 1
        if is_at_fold and (line.bottom < 1 or line.top > front.height - 1):
            assert line.length <= head + 1
    # And it is shown where to cut: at the head and foot, and at the outer edges.
    flat = {
        round((line.bottom + line.top) / 2 / MM, 1) for line in front.lines if not line.is_upright
    }
    assert flat == {6.0, 204.0}
    upright = {
        round((line.left + line.right) / 2 / MM, 1) for line in front.lines if line.is_upright
    }
    assert upright == {148.5, 148.5 - 129, 148.5 + 129}


def test_staples_go_where_the_outermost_sheet_says(tmp_path: Path) -> None:
    front, *others = sides(fold(tmp_path, 24))[::2]
    staples = [line for line in front.lines if abs(line.length - 12 * MM) < 1]
    middles = sorted((line.bottom + line.top) / 2 for line in staples)
    assert middles == pytest.approx([A4[1] / 4, A4[1] * 3 / 4])
    assert not any(map(has_staples, others))


def test_collation_marks_make_stairs_over_the_backs_of_the_signatures(tmp_path: Path) -> None:
    stacks = signatures(fold(tmp_path, 60, signature="3"))
    assert len(stacks) == 5
    steps = []
    for stack in stacks:
        bars = [
            [line for line in front.lines if line.right - line.left > 3 and line.is_upright]
            for front, _ in stack
        ]
        ((step,), *others) = bars
        assert not any(others), "only the outermost sheet is seen from behind"
        assert (step.left + step.right) / 2 == pytest.approx(A4[0] / 2, abs=0.01)
        steps.append(step)
    for higher, lower in itertools.pairwise(steps):
        assert lower.top == pytest.approx(higher.bottom, abs=0.01)
    (alone,) = signatures(fold(tmp_path, 12))
    assert not [line for line in alone[0][0].lines if line.right - line.left > 3]


def test_marks_can_be_left_out(tmp_path: Path) -> None:
    assert not any(side.lines for side in sides(fold(tmp_path, 60, signature="3", marks=False)))


# --- the file -------------------------------------------------------------------------------------


def test_the_file_is_sound_says_what_it_is_and_asks_for_the_short_edge(tmp_path: Path) -> None:
    with pikepdf.open(fold(tmp_path, 10, "fr")) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.docinfo["/Title"]) == "A Small Book (Livret)"
        assert str(pdf.docinfo["/Author"]) == "Ana Pressa"
        assert str(pdf.docinfo["/ModDate"]) == "D:20260301120000+00'00'"
        assert str(pdf.Root.Lang) == "fr"
        wishes = pdf.Root.ViewerPreferences
        assert str(wishes.Duplex) == "/DuplexFlipShortEdge"
        assert str(wishes.PrintScaling) == "/None"


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    twice = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        twice.append(fold(tmp_path / name, 30, signature="4").read_bytes())
        time.sleep(1.1)  # what is made of the clock would be another now
    assert twice[0] == twice[1]


def test_every_language_has_a_word_for_it() -> None:
    words = [locales.load(tag).words["booklet"] for tag in locales.tags()]
    assert all(words)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("signature: two", "booklet.signature is 'two', expected auto, one, or a number of sheets"),
        ("signature: 0", "booklet.signature is '0', expected auto, one, or a number of sheets"),
        ("paper: 3mm", "booklet.paper is '3mm', expected the thickness of one sheet, at most 1mm"),
        ("papre: 0.1mm", "unknown key booklet.papre"),
        ("marks: maybe", "booklet.marks is 'maybe', expected a valid boolean"),
    ],
)
def test_what_can_not_be_folded_is_a_fault_of_the_metadata(line: str, message: str) -> None:
    text = f"title: A Small Book\nbooklet:\n  {line}\n"
    data, _ = metadata.read(text)
    read, (problem,) = metadata.validate(data, text, "")
    assert problem.message.startswith(message)
    assert problem.location.line == 3
    assert read.booklet == metadata.Booklet()


# --- step 7: whatever a booklet lost is found -----------------------------------------------------

Damage = Callable[[pikepdf.Pdf], None]


def prove(path: Path, printed: Path, language: str = "en") -> list[Finding]:
    """What is found when all is read, which is what is found where octets are looked at first."""
    book, opened = book_in(language), open_print(printed) if printed.exists() else None
    found = rules.run(rules.Proof(book, open_booklet(path, printed)))
    if isinstance(opened, PrintEdition):
        assert rules.run(rules.Proof(book, open_booklet(path, printed), opened)) == found
    return found


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A booklet of thirty pages in two signatures, and its print edition."""
    folder = tmp_path_factory.mktemp("good")
    printed = print_edition(folder / "print.pdf", 30)
    return fold(folder, 30, printed=printed, signature="4"), printed


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("signature", ["one", "auto", "1", "3"])
def test_nothing_is_found_in_a_good_booklet(signature: str, language: str, tmp_path: Path) -> None:
    for pages in (1, 4, 30, 70):
        printed = print_edition(tmp_path / "print.pdf", pages)
        path = fold(tmp_path, pages, language, printed=printed, signature=signature)
        assert prove(path, printed, language) == []


def test_a_booklet_of_whole_pages_is_not_read_page_by_page(good: tuple[Path, Path]) -> None:
    path, printed = good
    booklet, opened = open_booklet(path, printed), open_print(printed)
    assert isinstance(booklet, BookletEdition)
    assert isinstance(opened, PrintEdition)
    assert rules.run(rules.Proof(book_in(), booklet, opened)) == []
    assert not {"sides", "pages"} & set(vars(booklet))


def test_a_booklet_that_is_bound_on_the_other_side_is_found(good: tuple[Path, Path]) -> None:
    (finding,) = prove(*good, "ar")
    assert finding.code == "PD018"
    assert finding.message.endswith("can't be folded so that the pages are in order")


def redrawn(side: int, change: Callable[[bytes], bytes]) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[side].Contents
        before = contents.read_bytes()
        after = change(before)
        assert after != before
        contents.write(after)

    return damage


def lost_sheet(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[4:6]


def swapped_sides(pdf: pikepdf.Pdf) -> None:
    pdf.pages.insert(2, pdf.pages[3])
    del pdf.pages[4]


def same_page_twice(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.XObject.L = pdf.pages[0].Resources.XObject.R


def other_paper(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].MediaBox = [0, 0, 842, 595]


def turned_form(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Resources.XObject.L.Matrix = [0.5, 0, 0, 1, 0, 0]


def drawn_twice(pdf: pikepdf.Pdf) -> None:
    contents = pdf.pages[0].Contents
    contents.write(contents.read_bytes() + b" q 1 0 0 1 430 0 cm /R Do Q")


def taken_words(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Resources.XObject.L.write(b"BT ET")


def matrix(wanted: str) -> Damage:
    """The right half of the first front is drawn by another matrix."""
    old = b"1 0 0 1 420.944882 0 cm /R"
    return redrawn(0, lambda content: content.replace(old, f"{wanted} cm /R".encode()))


DAMAGES: dict[str, tuple[Damage, str]] = {
    "a sheet is lost": (lost_sheet, "book-booklet-a4.pdf has 14 sides in place of 16"),
    "two sides are swapped": (swapped_sides, "can't be folded so that the pages are in order"),
    "a page comes twice": (same_page_twice, "page 1 of the file comes too often in"),
    "a page is not drawn": (
        redrawn(1, lambda content: content.replace(b"/L Do", b"")),
        "page 2 of the file is not whole in",
    ),
    "the words of a page are said to stand elsewhere": (
        turned_form,
        "page 2 of the file is turned or distorted",
    ),
    "a page is drawn twice": (drawn_twice, "page 1 of the file is not whole in"),
    "the words of a page are gone": (taken_words, "page 2 of the file is not whole in"),
    "the paper is not exact": (other_paper, "side 4 of book-booklet-a4.pdf is not a sheet of A4"),
    "a page stands on its head": (
        matrix("-1 0 0 -1 840.472441 595.275591"),
        "page 1 of the file is turned or distorted",
    ),
    "a page is stretched": (
        matrix("1 0 0 0.9 420.944882 0"),
        "page 1 of the file is turned or distorted",
    ),
    "a page is enlarged": (matrix("1.1 0 0 1.1 420.944882 0"), "page 1 of the file is enlarged"),
    "a page is cut off below": (
        matrix("1 0 0 1 420.944882 -310"),
        "page 1 of the file is cut off at the fold or at the edge",
    ),
    "a page is cut off at the fold": (
        matrix("1 0 0 1 352 0"),
        "page 1 of the file is cut off at the fold or at the edge",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_by_this_rule_and_no_other(
    name: str, good: tuple[Path, Path], tmp_path: Path
) -> None:
    path, printed = good
    damage, said = DAMAGES[name]
    broken = tmp_path / path.name
    with pikepdf.open(path) as pdf:
        damage(pdf)
        pdf.save(broken)
    found = prove(broken, printed)
    assert {finding.code for finding in found} == {"PD018"}
    assert any(said in finding.message for finding in found), found


def test_a_booklet_that_can_not_be_opened_is_found(good: tuple[Path, Path], tmp_path: Path) -> None:
    path, printed = good
    broken = tmp_path / path.name
    broken.write_bytes(path.read_bytes()[:3000])
    (finding,) = prove(broken, printed)
    assert finding.code == "PD004"


def test_without_the_print_edition_only_the_sheets_are_looked_at(
    good: tuple[Path, Path], tmp_path: Path
) -> None:
    path, _ = good
    assert prove(path, tmp_path / "none.pdf") == []


# --- through the whole flow -----------------------------------------------------------------------

TEXT = "# One\n\nWords[^a] and more.\n\n# Two\n\nOther words.\n\n[^a]: A note.\n"
IN_ARABIC = "# واحد\n\nكلمات[^a] وكلمات أخرى.\n\n# اثنان\n\nكلمات.\n\n[^a]: ملاحظة.\n"


def build(book: Path, out: Path, *options: str) -> Iterator[str]:
    """The names of the files that a build releases."""
    done = samizdat("build", book, "--out", out, "--unvalidated", *options)
    assert done.returncode == 0, done.stdout + done.stderr
    return (path.name for path in sorted(out.glob("*/*")) if path.is_file())


@pytest.mark.parametrize(("language", "text"), [("en", TEXT), ("ar", IN_ARABIC)])
def test_a_book_of_booklets_alone_is_typeset_and_releases_no_other_edition(
    language: str, text: str, make_book: MakeBook, tmp_path: Path
) -> None:
    facts = FACTS.replace("language: en", f"language: {language}")
    wanted = "editions: [booklet-letter, booklet-a4]\n"
    book = make_book(text, {"metadata.yaml": facts + wanted})
    out = tmp_path / "out"
    assert list(build(book, out)) == [
        f"a-small-book-{language}-booklet-a4.pdf",
        f"a-small-book-{language}-booklet-letter.pdf",
    ]
    (printed,) = (tmp_path / ".build" / "out" / language).glob(f"*-{language}.pdf")
    for path in (out / language).iterdir():
        with pikepdf.open(printed) as pages, pikepdf.open(path) as sheets:
            assert len(sheets.pages) == 2 * math.ceil(len(pages.pages) / 4)
        with pypdfium2.PdfDocument(path) as document:
            textpage, middle = document[0].get_textpage(), document[0].get_width() / 2
            title = textpage.get_text_bounded(left=middle)
            other = textpage.get_text_bounded(right=middle)
        if language == "ar":
            title, other = other, title
        assert "A Small Book" in title
        assert "A Small Book" not in other


def test_a_booklet_can_be_asked_for_alone_and_is_checked_where_it_was_released(
    make_book: MakeBook,
) -> None:
    book = make_book(TEXT)
    done = samizdat("build", book, "--edition", "booklet-a4")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "print:en\n" in done.stdout
    (released,) = (book / "dist" / "en").iterdir()
    assert released.name == "a-small-book-en-booklet-a4.pdf"
    assert samizdat("check", book).stdout == "no findings\n"

    again = samizdat("build", book, "--edition", "booklet-a4")
    assert ":en" not in again.stdout, "nothing has changed"
    facts = book / "metadata.yaml"
    facts.write_text(facts.read_text("utf-8") + "booklet: {marks: false}\n", "utf-8")
    before = released.read_bytes()
    assert samizdat("build", book, "--edition", "booklet-a4").returncode == 0
    assert released.read_bytes() != before

    with pikepdf.open(released, allow_overwriting_input=True) as pdf:
        pdf.pages.reverse()
        pdf.save()
    done = samizdat("check", book)
    assert done.returncode == 1
    assert "PD018" in done.stdout
