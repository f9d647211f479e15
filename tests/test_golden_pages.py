"""The look of typical pages, compared with pictures that are kept in `tests/golden`.

When pages were meant to change: `./run python -m tests.golden.renew`.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from samizdat.opened_print import open_print
from samizdat.printed import PrintEdition

from . import golden
from .conftest import samizdat

LINE = round(14.2 / 72 * golden.DOTS)
"""The height of a line of the text, in dots."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the book's print edition and booklets."""
    out = tmp_path_factory.mktemp("pages") / "out"
    wanted = [f"--edition={name}" for name in ("print", "booklet-a4", "booklet-letter")]
    done = samizdat("build", golden.BOOK, "--out", out, *wanted)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PD026" in done.stdout, "the wide table"
    assert "1 to review" in done.stdout
    return out / "en-GB"


@pytest.fixture(scope="module")
def pdf(built: Path) -> Path:
    return built / "the-lamp-and-the-tide-en-GB.pdf"


@pytest.fixture(scope="module")
def drawn(pdf: Path) -> dict[int, Image.Image]:
    return golden.draw(pdf)


def kept(page: int) -> Image.Image:
    return golden.kept(golden.picture_of(page))


@pytest.mark.parametrize("page", golden.PAGES)
def test_a_page_looks_as_its_picture(
    page: int, drawn: dict[int, Image.Image], tmp_path: Path
) -> None:
    golden.assert_looks_as(
        golden.picture_of(page), drawn[page], tmp_path, renew="tests.golden.renew"
    )


def test_the_book_has_no_pages_but_those_blank_and_one(pdf: Path) -> None:
    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    document.close()
    assert set(range(1, count + 1)) - set(golden.PAGES) == {2, 6, 9}


def test_the_pictures_are_small() -> None:
    golden.assert_are_small(golden.HERE, map(golden.picture_of, golden.PAGES))


# --- what the comparison sees, and what it lets pass ----------------------------------------------


def moved(page: Image.Image, top: int, bottom: int, by: int) -> Image.Image:
    """The page with a strip of it moved down."""
    damaged = page.copy()
    damaged.paste(255, (0, top, page.width, bottom))
    damaged.paste(page.crop((0, top, page.width, bottom)), (0, top + by))
    return damaged


def rows_of(page: Image.Image) -> list[bytes]:
    """The greys of each row of dots, in the middle of the page."""
    left, right = page.width // 5, page.width * 4 // 5
    return [page.crop((left, y, right, y + 1)).tobytes() for y in range(page.height)]


def rule_above_notes(page: Image.Image) -> int:
    """The row of dots of the only rule across the text, or the first of two."""
    grey = [y for y, row in enumerate(rows_of(page)) if len(set(row)) == 1 and row[0] < 250]
    assert grey in ([grey[0]], [grey[0], grey[0] + 1])
    return grey[0]


def test_it_sees_one_line_moved_by_its_height() -> None:
    page = kept(16)
    last = max(y for y, row in enumerate(rows_of(page)) if min(row) < 200)
    damaged = moved(page, last - 8, last + 3, LINE)
    assert golden.difference(damaged, page) > 1


@pytest.mark.parametrize("page", [4, 5, 7, 8, 13, 15])
def test_it_sees_text_moved_by_a_line(page: int) -> None:
    picture = kept(page)
    damaged = moved(picture, picture.height // 3, picture.height - LINE, LINE)
    assert golden.difference(damaged, picture) > 1.5


@pytest.mark.parametrize("page", [7, 8, 10])
def test_it_sees_that_the_rule_above_the_notes_is_missing(page: int) -> None:
    picture = kept(page)
    row = rule_above_notes(picture)
    damaged = picture.copy()
    damaged.paste(255, (0, row - 1, picture.width, row + 3))
    assert golden.difference(damaged, picture) > 1


@pytest.mark.parametrize("page", [5, 7, 8, 11, 16])
def test_it_sees_type_of_another_size(page: int) -> None:
    picture = kept(page)
    width, height = picture.size
    larger = picture.resize((round(width * 1.02), round(height * 1.02)))
    assert golden.difference(larger, picture) > 1
    assert golden.difference(larger.crop((0, 0, width, height)), picture) > 1.5


def test_it_lets_letters_drawn_a_tenth_of_a_point_aside_pass(
    pdf: Path, drawn: dict[int, Image.Image], tmp_path: Path
) -> None:
    with pikepdf.open(pdf) as file:
        for sheet in file.pages:
            sheet.contents_add(b"1 0 0 1 0.1 0.1 cm", prepend=True)
        file.save(tmp_path / "aside.pdf")
    for page, picture in golden.draw(tmp_path / "aside.pdf").items():
        assert picture.tobytes() != drawn[page].tobytes()
        assert golden.difference(picture, drawn[page]) < 1, page


# --- the files ------------------------------------------------------------------------------------


def test_the_pdf_and_both_booklets_are_sound(built: Path) -> None:
    files = sorted(built.glob("*.pdf"))
    assert len(files) == 3
    for file in files:
        with pikepdf.open(file) as opened:
            assert opened.check_pdf_syntax() == [], file.name


def test_blank_pages_are_blank(pdf: Path) -> None:
    for page, picture in golden.draw(pdf, [2, 6]).items():
        assert picture.getextrema() == (255, 255), page
    opened = open_print(pdf)
    assert isinstance(opened, PrintEdition)
    assert not [piece for page in (2, 6) for piece in opened.sheets[page - 1].pieces]
