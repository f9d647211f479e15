"""`samizdat preview` before a writer: the place that changed, findings, pages, two languages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import FACTS, MakeBook
from .previewed import Preview, previewing, save, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

pytestmark = pytest.mark.slow

PARAGRAPH = "The lamp was lit at number {}, and nobody came to see it for all that week. " * 4
TEXT = "\n\n".join(
    f"# Chapter {chapter}\n\n"
    + "\n\n".join(PARAGRAPH.replace("{}", f"{chapter}.{n}") for n in range(1, 21))
    for chapter in range(1, 6)
)
PLACE = "number 4.12, and"


@pytest.fixture
def book(make_book: MakeBook) -> Path:
    return make_book(TEXT)


@contextmanager
def opened(
    browser: Browser,
    preview: Preview,
    path: str = "/",
    size: tuple[int, int] = (1400, 900),
    **options: Any,
) -> Iterator[Page]:
    """The page of a preview; an error in it or on its console is a failure."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **options
    )
    try:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(f"{preview.address}{path}")
        page.frame_locator("iframe.text").last.locator(".book").wait_for()
        yield page
        assert not faults, faults
    finally:
        context.close()


def text(page: Page, number: int = -1) -> Frame:
    """The frame of a text, the last one if nothing else is said."""
    return page.frames[1:][number]


def is_in_view(frame: Frame, words: str) -> bool:
    """Whether what begins with the words can be seen."""
    seen: bool = frame.evaluate(
        """words => [...document.querySelectorAll("[data-block]")].some(one => {
            const box = one.getBoundingClientRect();
            return one.textContent.includes(words) && box.top >= 0 && box.bottom <= innerHeight;
        })""",
        words,
    )
    return seen


def test_the_place_that_changed_comes_into_view_and_is_marked_without_loading(
    book: Path, preview: Preview, browser: Browser
) -> None:
    with opened(browser, preview) as page:
        until(lambda: "being set" not in page.locator("#pages .of").inner_text())
        frame = text(page)
        frame.evaluate("window.isTheSame = true; document.querySelector('h2').isTheSame = true")
        assert not is_in_view(frame, PLACE)
        save(book, TEXT.replace(PLACE, "number 4.12 again, and"))
        frame.locator("[data-changed]", has_text="4.12 again").wait_for()
        assert frame.locator("[data-changed]").count() == 1
        assert is_in_view(frame, "4.12 again")
        assert frame.evaluate("window.isTheSame && document.querySelector('h2').isTheSame")
        frame.locator("[data-changed]").wait_for(state="detached")
        top = frame.evaluate("scrollY")
        # What changes in view moves nothing.
        save(book, TEXT.replace(PLACE, "number 4.12 at last, and"))
        frame.locator("[data-changed]", has_text="4.12 at last").wait_for()
        assert abs(frame.evaluate("scrollY") - top) < 2


def test_a_paragraph_put_in_taken_out_or_moved_is_found(
    book: Path, preview: Preview, browser: Browser
) -> None:
    parts = TEXT.split("\n\n")
    with opened(browser, preview) as page:
        frame = text(page)
        new = [*parts[:70], "Nothing of this was there.", *parts[70:]]
        save(book, "\n\n".join(new))
        frame.locator("[data-changed]", has_text="Nothing of this").wait_for()
        assert frame.locator("[data-changed]").count() == 1
        assert is_in_view(frame, "Nothing of this")
        frame.evaluate("scrollTo(0, 0)")
        save(book, TEXT)
        frame.get_by_text("Nothing of this").wait_for(state="detached")
        until(lambda: frame.evaluate("scrollY") > 1000)
        shown = frame.evaluate("document.querySelector('main').textContent.match(/\\d[.]\\d+/g)")
        assert shown == [f"{c}.{n}" for c in range(1, 6) for n in range(1, 21) for _ in range(4)]


def test_the_printed_page_with_the_place_is_the_one_in_view(
    book: Path, preview: Preview, browser: Browser
) -> None:
    with opened(browser, preview) as page:
        page.locator("#pages img").first.wait_for()
        save(book, TEXT.replace(PLACE, "number 4.12 again, and"))
        text(page).locator("[data-changed]", has_text="4.12 again").wait_for()
        current = page.locator("#pages .current")
        current.wait_for()
        block = current.get_attribute("data-block") or ""
        assert block.startswith("4.")
        assert int(block.partition(".")[2]) <= 12
        until(lambda: "being set" not in page.locator("#pages .of").inner_text())
        picture = page.locator("#pages .current img")
        until(lambda: picture.evaluate("one => one.complete && one.naturalWidth > 400"))
        assert page.evaluate(
            """() => {
                const list = document.querySelector("#pages").getBoundingClientRect();
                const box = document.querySelector("#pages .current img").getBoundingClientRect();
                return box.top >= list.top && box.top < list.bottom;
            }"""
        )


def test_a_finding_is_told_beside_its_block_and_goes_when_it_is_mended(
    book: Path, preview: Preview, browser: Browser
) -> None:
    with opened(browser, preview) as page:
        save(book, TEXT.replace("4.12, and", "4.12,[^none] and", 1))
        mark = text(page).locator("#samizdat-preview summary")
        mark.wait_for()
        assert mark.inner_text() == "FN001"
        text(page).evaluate("scrollTo(0, 0)")
        page.locator("#findings button.place").click()
        until(lambda: is_in_view(text(page), PLACE.partition(",")[0]))
        mark.click()
        body = text(page).locator("#samizdat-preview details > div")
        assert "[^none]" in body.inner_text()
        beside = text(page).evaluate(
            """() => {
                const mark = document.querySelector("#samizdat-preview").shadowRoot
                    .querySelector("summary").getBoundingClientRect();
                const block = [...document.querySelectorAll("[data-block]")]
                    .find(one => one.textContent.includes("4.12,")).getBoundingClientRect();
                return [mark.top - block.top, mark.right - block.left];
            }"""
        )
        assert -26 < beside[0] < 6
        save(book, TEXT)
        mark.wait_for(state="detached")
        assert page.locator("#number").inner_text() == "0"


def test_a_broken_text_leaves_the_page_with_a_sentence_over_it(
    book: Path, preview: Preview, browser: Browser
) -> None:
    with opened(browser, preview) as page:
        (book / "manuscript/manuscript.md").write_bytes(b"# One\n\n\xff\n")
        page.locator("#notice .broken").wait_for()
        assert "UTF-8" in page.locator("#notice").inner_text()
        assert text(page).get_by_text("number 1.1,").first.is_visible()
        save(book, TEXT)
        page.locator("#notice .broken").wait_for(state="detached")


def test_two_languages_begin_their_passages_at_one_height_and_scroll_as_one(
    book: Path, preview: Preview, browser: Browser
) -> None:
    (book / "translations/ar").mkdir(parents=True)
    arabic = "\n\n".join(
        f"# الفصل {chapter}\n\n" + "\n\n".join("كان المصباح مضاءً. " * n for n in range(1, 21))
        for chapter in range(1, 6)
    )
    save(book, arabic, "translations/ar/manuscript.md")
    with opened(browser, preview, "/ar/beside/") as page:
        heads = """() => [...document.querySelectorAll("main h1")].map(one => {
            const style = getComputedStyle(one);
            return Math.round(one.getBoundingClientRect().bottom + scrollY);
        })"""
        pairs = until(lambda: preview.news("ar")["pairs"])
        assert len(pairs) > 50

        def is_level() -> bool:
            left, right = (text(page, n).evaluate(heads) for n in (0, 1))
            return len(left) == 5 and all(abs(a - b) < 4 for a, b in zip(left, right, strict=True))

        until(is_level)
        assert text(page, 0).evaluate("document.documentElement.dir") == "ltr"
        assert text(page, 1).evaluate("document.documentElement.dir") == "rtl"
        text(page, 0).evaluate("scrollTo(0, 3000)")
        until(lambda: abs(text(page, 1).evaluate("scrollY") - 3000) < 2)
        save(book, TEXT.replace(PLACE, "number 4.12 again, and"))
        text(page, 0).locator("[data-changed]", has_text="4.12 again").wait_for()
        until(is_level)


def test_the_page_is_clean_wherever_it_is_read(
    book: Path, preview: Preview, browser: Browser
) -> None:
    from .browser import violations

    (book / "translations/es").mkdir(parents=True)
    save(book, "# Uno\n\nLa lámpara.[^none]\n", "translations/es/manuscript.md")
    save(book, FACTS + "typo: 1\n", "metadata.yaml")
    save(book, TEXT.replace("4.12, and", "4.12,[^none] and", 1))
    for path in ("/en/", "/es/beside/"):
        for size in ((1400, 900), (390, 844), (320, 600)):
            for scheme in ("light", "dark"):
                with opened(browser, preview, path, size, color_scheme=scheme) as page:
                    page.locator("#findings li").first.wait_for()
                    page.locator("#show-pages").check()
                    page.locator("#pages img").first.wait_for(state="attached")
                    assert violations(page) == []
                    wide = "document.documentElement.scrollWidth"
                    assert page.evaluate(wide) <= size[0]
                    page.locator("details.languages summary").click()
                    assert violations(page) == []


def test_without_the_script_the_text_can_be_read(
    book: Path, preview: Preview, browser: Browser
) -> None:
    with opened(browser, preview, java_script_enabled=False) as page:
        assert page.frame_locator("iframe.text").get_by_text("number 1.1,").first.is_visible()


def test_a_server_that_comes_again_is_found_and_what_is_new_is_shown(
    book: Path, browser: Browser
) -> None:
    with previewing(book) as first:
        port = first.port
        with opened_until_it_ends(browser, first) as page:
            text(page).get_by_text("number 1.1,").first.wait_for()
            assert first.interrupt() == 0
            page.locator("body.away").wait_for()
            save(book, TEXT.replace(PLACE, "number 4.12 again, and"))
            with previewing(book, "--port", str(port)):
                text(page).get_by_text("4.12 again").first.wait_for()


@contextmanager
def opened_until_it_ends(browser: Browser, preview: Preview) -> Iterator[Page]:
    """The page of a preview whose server goes away, of which the console tells."""
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(preview.address)
        page.frame_locator("iframe.text").last.locator(".book").wait_for()
        yield page
    finally:
        context.close()
