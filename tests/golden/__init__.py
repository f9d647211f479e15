"""Pictures of typical pages, kept beside this file, and how far a page is from its picture.

The pages are those of `tests/books/pages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

HERE = Path(__file__).parent
BOOK = HERE.parent / "books" / "pages"

PAGES = {
    1: "half-title",
    3: "title-page",
    4: "imprint",
    5: "contents",
    7: "a-chapter-opens",
    8: "text-and-both-series",
    10: "figure",
    11: "tables-and-formulas-in-lines",
    12: "displayed-formula-code-verse",
    13: "other-scripts-and-a-long-note",
    14: "the-long-note-goes-on",
    15: "bibliography",
    16: "colophon",
}
"""What is on the pages that have a picture, by their places in the file, from 1."""

DOTS = 50
"""Dots to the inch of the pictures: a line of the text is ten high."""

# Tolerances, of 255. Other libraries may draw the edges of letters otherwise, or all of a page a
# tenth of a point aside: that makes up to 12 in a row and 3 in a tile. A missing rule above notes
# makes 21 in its row; text moved by a line makes 19 in a tile, and type larger by a fiftieth 37.
_ROW, _TILE = 16.0, 10.0
_TILE_SIZE = (16, 8)
_FINE = 8


def picture_of(page: int) -> Path:
    """Where the picture of a page is kept."""
    return HERE / f"{page:02}-{PAGES[page]}.png"


def draw(pdf: Path, pages: Iterable[int] = PAGES) -> dict[int, Image.Image]:
    """The pages of a PDF in sixteen greys, by their places in the file.

    They are drawn larger and made small: PDFium draws no line thinner than a dot, and would set a
    rule on one row of dots or on the next by a hair.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        large = {
            page: document[page - 1].render(scale=_FINE * DOTS / 72, grayscale=True).to_pil()
            for page in pages
        }
    finally:
        document.close()
    return {page: _in_few_greys(picture.reduce(_FINE)) for page, picture in large.items()}


def _in_few_greys(picture: Image.Image) -> Image.Image:
    return picture.point([round(grey / 17) * 17 for grey in range(256)])


def difference(actual: Image.Image, golden: Image.Image) -> float:
    """How far a page is from its picture, as a share of what passes: above 1 is too far.

    The mean over a page would hardly change with one rule or one line of it. So rows of dots are
    compared, which show whether rules and lines are where they were, and small tiles, which show
    whether the same is in them. Both pictures are blurred a little, for the edges of letters.
    """
    if actual.size != golden.size:
        return float("inf")
    width, height = actual.size
    rows = [
        picture.resize((1, height), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(0.8))
        for picture in (actual, golden)
    ]
    blurred = [picture.filter(ImageFilter.GaussianBlur(1.2)) for picture in (actual, golden)]
    tiles = ImageChops.difference(*blurred).resize(
        (width // _TILE_SIZE[0], height // _TILE_SIZE[1]), Image.Resampling.BOX
    )
    return max(_most(ImageChops.difference(*rows)) / _ROW, _most(tiles) / _TILE)


def _most(picture: Image.Image) -> int:
    return max(picture.tobytes())


def shown(actual: Image.Image, golden: Image.Image) -> Image.Image:
    """The difference for the eye: what is gone is red, and what has come is blue."""
    same = golden.resize(actual.size)
    return Image.merge("RGB", (actual, ImageChops.lighter(actual, same), same))


def kept(picture: Path) -> Image.Image:
    """A picture that is kept."""
    return Image.open(picture).convert("L")


def keep(folder: Path, pictures: Mapping[Path, Image.Image]) -> None:
    """Keeps the pictures in the folder, and none that was there before."""
    for old in folder.glob("*.png"):
        old.unlink()
    for path, picture in pictures.items():
        # Sixteen greys take half an octet each.
        picture.quantize(16, dither=Image.Dither.NONE).save(path, optimize=True)


def assert_looks_as(picture: Path, actual: Image.Image, folder: Path, renew: str) -> None:
    """Fails where it looks otherwise, with both for the eye in `folder`; `renew` draws anew."""
    apart = difference(actual, kept(picture))
    if apart > 1:
        seen, between = folder / "actual.png", folder / "difference.png"
        actual.save(seen)
        shown(actual, kept(picture)).save(between)
        pytest.fail(
            f"{picture} is {apart:.1f} times as far from what was drawn as may be: see {seen} and"
            f" {between}; if it was meant to change, ./run python -m {renew}"
        )


def assert_are_small(folder: Path, pictures: Iterable[Path]) -> None:
    """Fails where other pictures are kept than these, or where they weigh too much."""
    found = sorted(folder.glob("*.png"))
    assert found == sorted(pictures)
    assert sum(picture.stat().st_size for picture in found) < 400_000
