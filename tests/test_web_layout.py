"""How the web edition is laid out in a real browser: beside the text, on a phone, on paper.

`tests/test_golden_web.py` holds how it looks, `tests/test_web_in_browser.py` what a reader can do.
"""

from __future__ import annotations

import base64
import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from . import web_books
from .browser import DESKTOP, PHONE, Scheme, opened
from .conftest import made_web_edition
from .test_web_in_browser import box, is_in_window, letters

pytestmark = pytest.mark.slow

WIDE = pytest.mark.parametrize("width", [1024, 1280, 1440, 1920])
WIDTHS = [320, 390, 768, 1024, 1280, 1440, 1920]
TYPE = pytest.mark.parametrize("type_size", ["small", "medium", "large"])

BOXES = """elements => elements.map(one => {
    const {top, bottom, left, right} = one.getBoundingClientRect();
    return {id: one.id, top, bottom, left, right};
})"""


def boxes(page: Page, selector: str) -> list[dict[str, Any]]:
    """Where the elements stand in the window, in the order of the text."""
    found: list[dict[str, Any]] = page.eval_on_selector_all(selector, BOXES)
    return found


def choose(page: Page, identifier: str) -> None:
    """Presses a control as a script would, which leaves the panel closed."""
    page.evaluate("id => document.getElementById(id).click()", identifier)


# --- notes beside the text ------------------------------------------------------------------------


@WIDE
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_note_stands_in_the_margin_beside_its_call_or_under_the_note_above(
    browser: Browser, many_file: Path, odd_file: Path, width: int, script: bool
) -> None:
    for file in (many_file, odd_file):
        with opened(browser, file, (width, 900), script=script) as page:
            (main,) = boxes(page, "main")
            notes = boxes(page, ".note")
            calls = {f"note{call['id'][9:]}": call for call in boxes(page, ".note-call")}
            above = {note["id"]: upper for upper, note in pairwise([{"bottom": -1e9}, *notes])}
            for note in notes:
                assert note["left"] > main["right"] + 10
                assert note["right"] < width - 10
                beside = calls[note["id"]]["top"]
                pushed = above[note["id"]]["bottom"] + 10
                assert note["top"] == pytest.approx(max(beside, pushed), abs=1), note["id"]


@WIDE
@TYPE
def test_no_two_notes_overlap(
    browser: Browser, many_file: Path, width: int, type_size: str
) -> None:
    with opened(browser, many_file, (width, 900)) as page:
        choose(page, f"type-{type_size}")
        notes = boxes(page, ".note")
        if type_size == "large" and width < 1280:  # there is no room: they are closed
            assert page.locator(".note:visible").count() == 0
            return
        assert len(notes) == web_books.NOTES
        for one, other in pairwise(notes):
            assert other["top"] > one["bottom"] + 2, (one["id"], other["id"])


@WIDE
@TYPE
def test_the_control_covers_neither_text_nor_notes(
    browser: Browser, many_file: Path, width: int, type_size: str
) -> None:
    with opened(browser, many_file, (width, 900)) as page:
        choose(page, f"type-{type_size}")
        for place in ("top", "many"):
            page.goto(page.url.partition("#")[0] + "#" + place)
            (control,) = boxes(page, ".settings")
            for other in boxes(page, "main > *, .note, .title-page > *, .contents li"):
                if control["top"] < other["bottom"] and other["top"] < control["bottom"]:
                    apart = control["left"] >= other["right"] or control["right"] <= other["left"]
                    assert apart, (place, other)


def test_a_long_note_is_cut_until_it_is_followed_or_has_the_focus(
    browser: Browser, lamp_file: Path
) -> None:
    height = "note => [note.clientHeight, note.scrollHeight]"
    with opened(browser, lamp_file) as page:
        note = page.locator(".note.long")
        shown, whole = note.evaluate(height)
        assert shown < whole / 2
        assert not is_whole(note)
        note.locator(".note-mark").focus()
        assert is_whole(note)
        note.locator(".note-mark").blur()
        assert note.evaluate(height)[0] == shown
        page.locator("#call-note-chair").click()
        page.evaluate("document.activeElement.blur()")
        assert is_whole(note)
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")
        assert note.evaluate(height)[0] == shown
        note.hover()
        assert is_whole(note)
    with opened(browser, lamp_file, script=False) as page:
        page.locator("#call-note-chair").click()
        assert is_whole(page.locator(".note.long"))


def is_whole(note: Locator) -> bool:
    return bool(note.evaluate("note => note.clientHeight === note.scrollHeight"))


def test_the_cross_that_closes_a_note_is_in_the_typeface_of_the_text(lamp_file: Path) -> None:
    page = lamp_file.read_text("utf-8")
    assert page.count("×") == 1, "only the sheet has it"
    face = re.search(r'"EB Garamond";[^}]*?base64,([^)"]+)', page)
    assert face
    with TTFont(io.BytesIO(base64.b64decode(face[1]))) as font:
        assert ord("×") in font.getBestCmap()


# --- nothing is too wide --------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@TYPE
def test_the_page_never_moves_sideways(
    browser: Browser,
    page_file: Path,
    odd_file: Path,
    arabic_file: Path,
    width: int,
    type_size: str,
) -> None:
    for file in (page_file, odd_file, arabic_file):
        with opened(browser, file, (width, 700)) as page:
            choose(page, f"type-{type_size}")
            page.evaluate("document.querySelector('.settings').open = true")
            assert page.evaluate("document.documentElement.scrollWidth") == width, file.name
            outside = [
                one
                for one in boxes(page, "main p, main li, main h1, main h2, main pre, .settings")
                if one["left"] < 0 or one["right"] > width
            ]
            assert outside == []


SCROLLING = """() => [...document.querySelectorAll("main *")].filter(one =>
    one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "auto"
).map((one, number) => { one.id ||= `scrolls-${number}`; return one.id; })"""


@pytest.mark.parametrize("width", [320, 390])
def test_what_is_wide_moves_in_a_box_of_its_own_by_the_keyboard(
    browser: Browser, odd_file: Path, width: int
) -> None:
    with opened(browser, odd_file, (width, 700)) as page:
        found = page.evaluate(SCROLLING)
        assert len(found) == 4, "the table and the three formulas"
        for identifier in found:
            one = page.locator(f"#{identifier}")
            assert one.get_attribute("tabindex") == "0"
            one.focus()
            for _ in range(3):
                page.keyboard.press("ArrowRight")
            page.wait_for_timeout(300)
            assert one.evaluate("one => one.scrollLeft") > 0
            assert page.evaluate("scrollX") == 0


def test_a_caption_of_a_wide_table_is_seen_on_a_phone(browser: Browser, odd_file: Path) -> None:
    with opened(browser, odd_file, PHONE) as page:
        caption = box(page.locator("caption").first)
        assert caption["left"] >= 0
        assert caption["right"] <= PHONE[0]


def test_a_line_of_verse_hangs_where_it_goes_on(browser: Browser, lamp_file: Path) -> None:
    with opened(browser, lamp_file, PHONE) as page:
        lines = page.locator(".line-block .line")
        starts = [
            line.evaluate(
                """line => {
                    const range = document.createRange();
                    range.selectNodeContents(line);
                    return [...range.getClientRects()].map(one => one.left);
                }"""
            )
            for line in lines.all()
        ]
        begin = starts[0][0]
        long = next(lefts for lefts in starts if len(lefts) > 2)
        assert long[0] == pytest.approx(begin, abs=1)
        assert min(long[1:]) > begin + 10


# --- from right to left ---------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1024, 1280])
def test_a_book_from_right_to_left_is_turned_over(
    browser: Browser, arabic_file: Path, width: int
) -> None:
    with opened(browser, arabic_file, (width, 900)) as page:
        (main,) = boxes(page, "main")
        for note in boxes(page, ".note"):
            assert note["left"] > 10
            assert note["right"] < main["left"] - 10
        side = "mark => parseFloat(getComputedStyle(mark, '::after').right)"
        assert page.locator(".page-mark").first.evaluate(side) < -20, "beyond the text's right edge"
        assert boxes(page, ".settings")[0]["right"] < 150


def test_on_a_phone_a_note_of_a_book_from_right_to_left_opens_in_the_window(
    browser: Browser, arabic_file: Path
) -> None:
    with opened(browser, arabic_file, PHONE) as page:
        for call in page.locator(".note-call").all():
            call.click()
            place = box(page.locator(".note:visible"))
            assert is_in_window(page, place)
            assert place["left"] >= 0
            assert place["right"] <= PHONE[0]


# --- on paper -------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_it_is_black_on_white_with_all_notes_and_each_chapter_on_a_new_page(
    browser: Browser, lamp_file: Path, tmp_path: Path, scheme: Scheme
) -> None:
    with opened(browser, lamp_file, DESKTOP, scheme) as page:
        if scheme == "dark":
            choose(page, "colours-dark")
            choose(page, "type-large")
        notes = page.locator(".note").all_text_contents()
        chapters = page.locator(".chapter > h1").all_text_contents()
        page.emulate_media(media="print")
        assert page.locator(".settings, .skip, .status, .page-mark").count() > 3
        assert (
            page.locator(".settings, .skip, .status, .page-mark").locator("visible=true").count()
            == 0
        )
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "14px", "10.5 points"
        page.pdf(path=tmp_path / "paper.pdf", format="A4", print_background=True)
    document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    try:
        texts = [sheet.get_textpage().get_text_bounded() for sheet in document]
        pictures = [sheet.render(scale=0.5).to_pil().convert("L") for sheet in document]
    finally:
        document.close()
    for note in notes:
        words = letters(note.replace("↩", ""))
        assert words in letters("".join(texts)), note
    for title in chapters:
        assert any(letters(text).startswith(letters(title)) for text in texts), title
    for picture in pictures:
        assert brightest(picture) > 250
        assert picture.getpixel((3, 3)) == 255
        assert darkest(picture) < 130


def brightest(picture: Image.Image) -> int:
    return int(picture.getextrema()[1])  # type: ignore[arg-type]


def darkest(picture: Image.Image) -> int:
    return int(picture.getextrema()[0])  # type: ignore[arg-type]


def test_code_in_a_text_from_right_to_left_has_its_own_typeface_and_direction(
    browser: Browser, tmp_path: Path
) -> None:
    text = "# أ\n\nكلمة `samizdat build` كلمة.\n\n    ./run doit\n"
    file = made_web_edition(tmp_path, web_books.ARABIC_FACTS, text)
    with opened(browser, file) as page:
        for code in page.locator("code").all():
            style = "one => [getComputedStyle(one).fontFamily, getComputedStyle(one).direction]"
            family, direction = code.evaluate(style)
            assert family.startswith('"IBM Plex Mono"')
            assert direction == "ltr"
        assert page.locator("code").count() == 2
