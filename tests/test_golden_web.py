"""The look of the web edition, compared with pictures that are kept in `tests/golden_web`.

When it was meant to change: `./run python -m tests.golden_web.renew`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from . import golden, golden_web

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def drawn(browser: Browser, lamp_file: Path, arabic_file: Path) -> dict[str, Image.Image]:
    return golden_web.draw(browser, lamp_file, arabic_file)


def kept(name: str) -> Image.Image:
    return golden.kept(golden_web.picture_of(name))


@pytest.mark.parametrize("name", golden_web.NAMES)
def test_a_state_looks_as_its_picture(
    name: str, drawn: dict[str, Image.Image], tmp_path: Path
) -> None:
    golden.assert_looks_as(
        golden_web.picture_of(name), drawn[name], tmp_path, renew="tests.golden_web.renew"
    )


def test_the_pictures_are_small() -> None:
    golden.assert_are_small(golden_web.HERE, map(golden_web.picture_of, golden_web.NAMES))


# --- what the comparison sees, and what it lets pass ----------------------------------------------


def moved(name: str, box: tuple[int, int, int, int], right: int, down: int) -> Image.Image:
    """The picture with a part of it elsewhere, and paper in its place."""
    picture = kept(name)
    damaged, part = picture.copy(), picture.crop(box)
    paper = picture.getpixel((2, 2))
    assert isinstance(paper, int)
    damaged.paste(paper, box)
    damaged.paste(part, (box[0] + right, box[1] + down))
    return damaged


NOTES = {  # where a note is in its picture
    "desktop-both-series": (415, 60, 600, 90),
    "desktop-dark": (415, 60, 600, 90),
    "desktop-from-the-right": (40, 90, 230, 130),
    "phone-note-open": (8, 210, 180, 260),
}


@pytest.mark.parametrize("name", NOTES)
@pytest.mark.parametrize(("right", "down"), [(0, 6), (0, -6), (8, 0)])
def test_it_sees_a_note_that_moved(name: str, right: int, down: int) -> None:
    picture = kept(name)
    lowest, highest = picture.crop(NOTES[name]).getextrema()
    assert isinstance(lowest, int)
    assert isinstance(highest, int)
    assert highest - lowest > 80, "a note is here"
    assert golden.difference(moved(name, NOTES[name], right, down), picture) > 1


@pytest.mark.parametrize("name", golden_web.NAMES)
def test_it_sees_type_of_another_size(name: str) -> None:
    picture = kept(name)
    width, height = picture.size
    larger = picture.resize((round(width * 1.02), round(height * 1.02)))
    assert golden.difference(larger.crop((0, 0, width, height)), picture) > 1


@pytest.mark.parametrize("name", golden_web.NAMES)
def test_it_lets_letters_drawn_a_little_otherwise_pass(name: str) -> None:
    picture = kept(name)
    width, height = picture.size
    aside = picture.transform(
        (width, height), Image.Transform.AFFINE, (1, 0, 0.1, 0, 1, 0.05), Image.Resampling.BICUBIC
    )
    assert aside.tobytes() != picture.tobytes()
    assert golden.difference(aside, picture) < 1
