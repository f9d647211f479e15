"""The sheets of the print edition: sizes, margins at the fold, the grid, and how wide lines are."""

from __future__ import annotations

import math
from pathlib import Path

import pikepdf
import pytest

from samizdat.metadata import TRIMS, inches

from .conftest import FACTS, samizdat, write_book
from .printed_lines import PrintedLine, lines_of
from .test_print_pages import prose

MM = 72 / 25.4
SIZES = {
    "A5": (148 * MM, 210 * MM),
    "A4": (210 * MM, 297 * MM),
    "Letter": (8.5 * 72, 11 * 72),
    "5x8in": (5 * 72, 8 * 72),
    "5.5x8.5in": (5.5 * 72, 8.5 * 72),
    "B-format": (129 * MM, 198 * MM),
}
"""Width and height of the trims, in points (ISO 216; the trade's names)."""

TYPE: dict[str, tuple[float, float]] = {"A4": (12, 16.2), "Letter": (12, 16.2)}
USUAL = (10.6, 14.2)
"""Size and leading of the text, in points."""

ARABIC = """\
البحر كتاب لا يغلق، والمنارة علامة بين صفحاته، ومن يقرأ في الليل لا يحتاج إلى كرسي بل إلى نافذة
تطل على الماء، وقد كتب الحارس على هامش الصفحة كلمة واحدة ثم نام قبل الفجر والباب مفتوح."""

LEFT_TO_RIGHT = "# The only chapter\n\n" + "\n\n".join(prose(190, n) for n in range(11))
RIGHT_TO_LEFT = "# الفصل\n\n" + "\n\n".join(" ".join([ARABIC] * 6) for _ in range(7))


class Sheets:
    """A book of one chapter that was built on a trim."""

    def __init__(self, folder: Path, text: str, facts: str, trim: str) -> None:
        book = write_book(folder / "book", text, **{"metadata.yaml": facts})
        done = samizdat("build", book, "--out", folder / "out", "--edition", "print")
        assert done.returncode == 0, done.stdout + done.stderr
        (self.path,) = (folder / "out").glob("*/*.pdf")
        self.width, self.height = SIZES[trim]
        self.inner, self.outer, self.top, self.bottom = (
            inches(length) * 72 for length in TRIMS[trim].margins
        )
        self.size, self.leading = TYPE.get(trim, USUAL)
        pages = lines_of(self.path)
        self.first = next(n for n, page in enumerate(pages) if self._is_chapter(page))
        # The last page is the colophon.
        self.pages = [self._text(page) for page in pages[self.first : -1]]

    def _is_chapter(self, page: list[PrintedLine]) -> bool:
        return sum(abs(line.size - self.size) < 0.1 for line in page) > 6

    def _text(self, page: list[PrintedLine]) -> list[PrintedLine]:
        return [line for line in page if abs(line.size - self.size) < 0.1]


@pytest.fixture(scope="module", params=SIZES)
def on_trim(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    trim: str = request.param
    facts = f"{FACTS}print: {{trim: {trim}}}\n"
    return Sheets(tmp_path_factory.mktemp("trim"), LEFT_TO_RIGHT, facts, trim)


@pytest.fixture(scope="module")
def right_to_left(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    facts = FACTS.replace("language: en", "language: ar")
    return Sheets(tmp_path_factory.mktemp("rtl"), RIGHT_TO_LEFT, facts, "A5")


def box(page: pikepdf.Page, name: str) -> list[float]:
    return [float(side) for side in page.obj[name]]


def test_each_sheet_has_the_size_of_its_trim(on_trim: Sheets) -> None:
    with pikepdf.open(on_trim.path) as pdf:
        for page in pdf.pages:
            for name in ("/MediaBox", "/TrimBox"):
                expected = [0, 0, on_trim.width, on_trim.height]
                assert box(page, name) == pytest.approx(expected, abs=0.1)


def test_bleed_stands_around_the_trim(tmp_path: Path) -> None:
    facts = f"{FACTS}print: {{trim: B-format, bleed: 3mm}}\n"
    bleeding = Sheets(tmp_path, f"# One\n\n{prose(150, 1)}", facts, "B-format")
    with pikepdf.open(bleeding.path) as pdf:
        for page in pdf.pages:
            media, trim = box(page, "/MediaBox"), box(page, "/TrimBox")
            assert trim[2] - trim[0] == pytest.approx(bleeding.width, abs=0.1)
            assert trim[3] - trim[1] == pytest.approx(bleeding.height, abs=0.1)
            white = [trim[0] - media[0], trim[1] - media[1], media[2] - trim[2], media[3] - trim[3]]
            assert white == pytest.approx([3 * MM] * 4, abs=0.1)
            assert box(page, "/BleedBox") == pytest.approx(media, abs=0.1)


def assert_margins(sheets: Sheets, *, first_is_right: bool) -> None:
    """The text stands between its margins, and fills their width, the inner one at the fold."""
    for number, page in enumerate(sheets.pages):
        fold_is_left = (number % 2 == 0) == first_is_right
        left, right = (sheets.inner, sheets.outer) if fold_is_left else (sheets.outer, sheets.inner)
        # A stroke of a letter may reach over the edge of its own room.
        assert min(line.left for line in page) == pytest.approx(left, abs=1.5), number
        edge = sheets.width - right
        assert max(line.right for line in page) == pytest.approx(edge, abs=1.5), number


def test_the_inner_margin_is_at_the_fold(on_trim: Sheets) -> None:
    assert on_trim.first % 2 == 0  # a page on the right
    assert len(on_trim.pages) >= 3
    assert_margins(on_trim, first_is_right=True)


def test_the_fold_is_on_the_right_of_page_1_in_a_book_from_right_to_left(
    right_to_left: Sheets,
) -> None:
    assert right_to_left.first % 2 == 0
    assert len(right_to_left.pages) >= 3
    assert_margins(right_to_left, first_is_right=False)
    with pikepdf.open(right_to_left.path) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"


def test_lines_from_right_to_left_begin_at_one_edge(right_to_left: Sheets) -> None:
    for number, page in enumerate(right_to_left.pages):
        edge = right_to_left.width - (right_to_left.outer if number % 2 else right_to_left.inner)
        indented = edge - 1.3 * right_to_left.size
        assert all(min(abs(line.right - edge), abs(line.right - indented)) < 1.5 for line in page)


def test_full_pages_end_on_the_last_line_of_the_grid(on_trim: Sheets) -> None:
    room = on_trim.height - on_trim.top - on_trim.bottom
    most = math.floor(room / on_trim.leading + 0.001)
    full = on_trim.pages[1:-1]
    top = max(page[0].y for page in full)
    counts = []
    for page in full:
        places = [(top - line.y) / on_trim.leading for line in page]
        assert places == pytest.approx([round(place) for place in places], abs=0.02)
        assert page[-1].y > on_trim.bottom
        assert page[0].y < on_trim.height - on_trim.top
        counts.append(round(places[-1]) + 1)
    # A line may go to the next page so that a paragraph's last one does not stand there alone.
    assert set(counts) <= {most, most - 1}
    assert most in counts


def test_no_line_is_longer_than_ninety_letters(on_trim: Sheets) -> None:
    longest = max(len(line.text.strip()) for page in on_trim.pages for line in page)
    assert 45 < longest <= 90
