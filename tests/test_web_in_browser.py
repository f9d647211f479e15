"""What a reader finds in the web edition, in a real browser: notes, pages, choices, the keyboard.

Most of it is asked with JavaScript and without. `tests/test_web_layout.py` asks how it is laid out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page

from samizdat.stylesheets import HOUSE

from . import web_books
from .browser import DESKTOP, PHONE, opened

pytestmark = pytest.mark.slow

BOTH_SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def box(element: Locator) -> dict[str, float]:
    """Where an element stands in the window: `top`, `bottom`, `left`, `right`."""
    found: dict[str, float] = element.evaluate("one => one.getBoundingClientRect().toJSON()")
    return found


def line_of(call: Locator) -> dict[str, float]:
    """Where the letter before a call stands in the window."""
    found: dict[str, float] = call.evaluate(
        """call => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            walker.currentNode = call;
            let text = walker.previousNode();
            while (!text.data.trim()) text = walker.previousNode();
            const range = document.createRange();
            range.setStart(text, text.length - 1);
            range.setEnd(text, text.length);
            return range.getBoundingClientRect().toJSON();
        }"""
    )
    return found


def note_of(page: Page, call: Locator) -> Locator:
    return page.locator((call.get_attribute("href") or "").replace("#", ".note#"))


def is_in_window(page: Page, place: dict[str, float]) -> bool:
    height: float = page.evaluate("innerHeight")
    return place["top"] >= -1 and place["bottom"] <= height + 1


def scrolled(page: Page) -> float:
    found: float = page.evaluate("scrollY")
    return found


def go_to(page: Page, identifier: str) -> None:
    page.goto(page.url.partition("#")[0] + "#" + identifier)


# --- notes ----------------------------------------------------------------------------------------


@BOTH_SCRIPTS
def test_on_a_phone_a_note_opens_under_the_line_of_its_call_and_closes_again(
    browser: Browser, odd_file: Path, script: bool
) -> None:
    with opened(browser, odd_file, PHONE, script=script) as page:
        for call in page.locator(".note-call:not(.note *)").all():
            note = note_of(page, call)
            assert not note.is_visible()
            call.click()
            assert note.is_visible()
            if call.get_attribute("id") != "call-note-twice-2":
                gap = box(note)["top"] - line_of(call)["bottom"]
                assert -2 < gap < 30, (call.get_attribute("href"), gap)
            assert is_in_window(page, box(note))
            note.locator(".note-mark").first.click()
            assert not note.is_visible()
            assert is_in_window(page, box(call))


def by_the_way_back(page: Page, call: Locator, note: Locator) -> None:
    note.locator(".note-mark").first.click()


def by_its_call(page: Page, call: Locator, note: Locator) -> None:
    call.click()


def by_escape(page: Page, call: Locator, note: Locator) -> None:
    page.keyboard.press("Escape")


@SIZES
@pytest.mark.parametrize("close", [by_the_way_back, by_its_call, by_escape])
def test_with_a_script_a_note_opens_and_closes_and_the_text_stays(
    browser: Browser,
    page_file: Path,
    size: tuple[int, int],
    close: Callable[[Page, Locator, Locator], None],
) -> None:
    with opened(browser, page_file, size) as page:
        for call in page.locator(".note-call").all():
            note = note_of(page, call)
            call.evaluate("call => call.scrollIntoView({block: 'center'})")
            before = scrolled(page)
            call.click()
            assert note.evaluate("note => note.matches(':target')")
            assert note.is_visible()
            assert page.evaluate("document.activeElement.closest('.note')?.id") == (
                note.get_attribute("id")
            )
            close(page, call, note)
            assert not note.evaluate("note => note.matches(':target')")
            assert note.is_visible() == (size == DESKTOP)
            assert scrolled(page) == before


def test_a_note_that_would_be_below_the_window_is_brought_into_it(
    browser: Browser, page_file: Path
) -> None:
    with opened(browser, page_file, PHONE) as page:
        call = page.locator("#call-note-flax")
        call.evaluate("call => call.scrollIntoView({block: 'end'})")
        call.evaluate("call => call.click()")
        assert is_in_window(page, box(note_of(page, call)))
        assert is_in_window(page, box(call))


@SIZES
@BOTH_SCRIPTS
def test_a_note_called_twice_leads_back_to_both_calls(
    browser: Browser, odd_file: Path, size: tuple[int, int], script: bool
) -> None:
    with opened(browser, odd_file, size, script=script) as page:
        calls = page.locator(".note-call[href='#note-twice']").all()
        note = page.locator("#note-twice")
        backs = note.locator(".note-mark")
        assert [mark.get_attribute("aria-label") for mark in backs.all()] == [
            "5 Back to the text 1",
            "5 Back to the text 2",
        ]
        for number in range(2):
            calls[1].click()
            backs.nth(number).click()
            assert calls[number].evaluate("call => call.matches(':target')")
            assert is_in_window(page, box(calls[number]))


@BOTH_SCRIPTS
def test_on_a_phone_a_note_in_a_note_is_read_and_left(
    browser: Browser, odd_file: Path, script: bool
) -> None:
    with opened(browser, odd_file, PHONE, script=script) as page:
        outer = page.locator("#note-outer")
        page.locator("[href='#note-outer']").first.click()
        inner_call = outer.locator(".note-call")
        inner = note_of(page, inner_call)
        inner_call.click()
        assert inner.is_visible()
        assert "Within a note." in inner.inner_text()
        assert is_in_window(page, box(inner))
        inner.locator(".note-mark").first.click()
        assert inner_call.is_visible()
        assert not inner.is_visible()
        outer.locator(".note-mark").first.click()
        assert not outer.is_visible()


@BOTH_SCRIPTS
def test_all_words_of_all_notes_can_be_reached(
    browser: Browser, page_file: Path, script: bool
) -> None:
    with opened(browser, page_file, PHONE, script=script) as page:
        assert page.locator(".note:visible").count() == 0
        read = set()
        for call in page.locator(".note-call").all():
            call.click()
            note = page.locator(".note:visible")
            assert note.count() == 1
            assert len(note.inner_text()) > 10
            read.add(note.get_attribute("id"))
            note.locator(".note-mark").first.click()
        assert len(read) == page.locator(".note").count()


# --- places ---------------------------------------------------------------------------------------


@SIZES
@BOTH_SCRIPTS
def test_the_contents_lead_to_the_headings(
    browser: Browser, page_file: Path, size: tuple[int, int], script: bool
) -> None:
    with opened(browser, page_file, size, script=script) as page:
        links = page.locator("#contents a").all()
        assert len(links) > 4
        for link in links:
            link.click()
            heading = page.locator("main " + (link.get_attribute("href") or ""))
            assert heading.inner_text() == link.inner_text()
            place = box(heading)
            assert is_in_window(page, place)
            assert place["top"] > 8 or scrolled(page) == 0


MARKED_WORDS = """mark => {
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    walker.currentNode = mark;
    let text = walker.nextNode(), words = "", place = null;
    for (; text && words.length < 60; text = walker.nextNode()) {
        if (text.parentElement.closest(".note, .note-call, math")) continue;
        const begin = text.data.search(/\\S/);
        if (begin >= 0 && !place) {
            const range = document.createRange();
            range.setStart(text, begin);
            range.setEnd(text, begin + 1);
            place = range.getBoundingClientRect().toJSON();
        }
        words += text.data;
    }
    return {words, place, before: mark.nextElementSibling?.tagName ?? ""};
}"""


def letters(words: str) -> str:
    """Letters and digits alone, as they are whatever the typesetter did to them."""
    plain = unicodedata.normalize("NFKD", words)
    return "".join(c for c in plain if c.isalnum()).casefold()


@pytest.fixture(scope="module")
def printed_pages(sampler: Path) -> dict[str, str]:
    """The text of the pages of the sampler's print edition, by the number that each shows."""
    (path,) = (p for p in sampler.glob("*.pdf") if "booklet" not in p.name)
    document = pypdfium2.PdfDocument(path)
    try:
        return {
            document.get_page_label(n): document[n].get_textpage().get_text_bounded()
            for n in range(len(document))
        }
    finally:
        document.close()


@SIZES
def test_a_link_to_a_page_leads_to_the_word_with_which_it_begins(
    browser: Browser, page_file: Path, printed_pages: dict[str, str], size: tuple[int, int]
) -> None:
    with opened(browser, page_file, size, script=False) as page:
        marks = page.locator(".page-mark").all()
        assert len(marks) > 3
        for mark in marks:
            label = mark.get_attribute("data-page") or ""
            go_to(page, f"page-{label}")
            found = mark.evaluate(MARKED_WORDS)
            # A page of print has a running head and no more before its first word.
            assert letters(found["words"])[:12] in letters(printed_pages[label])[:80], label
            assert is_in_window(page, found["place"])
            if not re.fullmatch("H[1-6]", found["before"]):  # before these it stands above them
                line, own = found["place"], box(mark)
                assert own["top"] < line["bottom"], label
                assert own["bottom"] > line["top"], label


@contextmanager
def around_a_turn(page: Page) -> Iterator[tuple[Locator, str]]:
    """A page's mark within a paragraph, and the words on both sides of it."""
    for mark in page.locator("p > .page-mark").all():
        words = mark.evaluate(
            "mark => [mark.previousSibling?.data ?? '', mark.nextSibling?.data ?? '']"
        )
        before, behind = words[0].split(), words[1].split()
        if len(before) > 2 and len(behind) > 2:
            yield mark, " ".join([*before[-3:], *behind[:3]])
            return
    pytest.fail("no page of this book begins within a paragraph")


def test_a_phrase_is_found_and_copied_over_a_page_s_turn(browser: Browser, lamp_file: Path) -> None:
    with opened(browser, lamp_file) as page, around_a_turn(page) as (mark, phrase):
        assert page.evaluate("phrase => window.find(phrase)", phrase), phrase
        assert is_in_window(page, box(mark))
        assert pasted(page) == phrase


def pasted(page: Page) -> str:
    """What is selected, by way of the clipboard, without the joiners that nobody sees."""
    page.keyboard.press("Control+C")
    page.evaluate("document.body.prepend(document.createElement('textarea'))")
    page.locator("textarea").focus()
    page.keyboard.press("Control+V")
    return page.locator("textarea").input_value().replace("\N{WORD JOINER}", "")


def test_a_phrase_is_copied_without_the_marks_of_its_notes(
    browser: Browser, page_file: Path
) -> None:
    with opened(browser, page_file) as page:
        page.evaluate(
            """() => {
                const paragraph = document.querySelector("#call-note-linen").closest("p");
                getSelection().selectAllChildren(paragraph);
            }"""
        )
        assert pasted(page).startswith("Linen comes first, then canvas")


# --- what the reader chooses ----------------------------------------------------------------------

LIGHT, DARK = "rgb(253, 252, 248)", "rgb(22, 21, 15)"


def paper(page: Page) -> str:
    found: str = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return found


def size_of_type(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))


@BOTH_SCRIPTS
def test_colours_follow_the_system_until_the_reader_chooses(
    browser: Browser, page_file: Path, script: bool
) -> None:
    with opened(browser, page_file, scheme="dark", script=script) as page:
        assert paper(page) == DARK
        page.locator(".settings summary").click()
        page.get_by_label("Light").check()
        assert paper(page) == LIGHT
        page.get_by_label("As the system").check()
        assert paper(page) == DARK
    with opened(browser, page_file, script=script) as page:
        assert paper(page) == LIGHT
        page.locator(".settings summary").click()
        page.get_by_label("Dark").check()
        assert paper(page) == DARK


@BOTH_SCRIPTS
def test_type_has_three_sizes(browser: Browser, page_file: Path, script: bool) -> None:
    with opened(browser, page_file, script=script) as page:
        page.locator(".settings summary").click()
        sizes = []
        for name in ("Small", "Medium", "Large"):
            page.get_by_label(name, exact=True).check()
            sizes.append(size_of_type(page))
        assert sizes == pytest.approx([17, 20, 25], abs=0.1)


@BOTH_SCRIPTS
def test_page_numbers_are_switched_off_for_eyes_and_keyboard(
    browser: Browser, page_file: Path, script: bool
) -> None:
    with opened(browser, page_file, script=script) as page:
        mark = page.locator(".page-mark").first
        shown = "mark => getComputedStyle(mark, '::after').visibility"
        assert mark.evaluate(shown) == "visible"
        assert any("page-mark" in stop for stop in stops(page))
        page.locator(".settings summary").click()
        page.locator("#page-numbers").uncheck()
        assert mark.evaluate(shown) == "hidden"
        assert not any("page-mark" in stop for stop in stops(page))


def test_choices_are_remembered(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.locator(".settings summary").click()
        page.get_by_label("Dark").check()
        page.get_by_label("Large").check()
        page.locator("#page-numbers").uncheck()
        page.reload()
        assert paper(page) == DARK
        assert size_of_type(page) == pytest.approx(25, abs=0.1)
        assert not page.locator(".page-mark").first.is_visible()


def test_it_offers_to_read_on_where_the_reader_was(browser: Browser, lamp_file: Path) -> None:
    with opened(browser, lamp_file) as page:
        assert page.locator(".continue").count() == 0
        go_to(page, "page-5")
        page.wait_for_timeout(600)
        page.goto(page.url.partition("#")[0] + "?")
        offer = page.locator(".continue a")
        label = int((offer.get_attribute("href") or "").removeprefix("#page-"))
        assert label in {5, 6}, "the last above the middle of the window"
        assert offer.inner_text() == f"Continue reading at Page {label}"
        offer.click()
        assert is_in_window(page, box(page.locator(f"#page-{label}")))


def test_a_place_that_is_named_is_not_talked_over(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        go_to(page, "thread")
        page.wait_for_timeout(600)
        page.reload()
        assert page.locator(".continue").count() == 0


def test_following_a_page_s_number_copies_its_address(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        mark = page.locator("a.page-mark").first
        mark.focus()
        page.keyboard.press("Enter")
        page.locator(".status:not(:empty)").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.url
        assert copied.endswith(mark.get_attribute("href") or "nothing")


# --- the keyboard ---------------------------------------------------------------------------------

FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const pseudo = one.matches(".page-mark") ? "::after" : null;
    const style = getComputedStyle(one, pseudo);
    return {
        name: [one.localName, one.className, one.id, one.getAttribute("href") ?? ""].join(" "),
        outline: style.outlineStyle + " " + style.outlineWidth,
        isSkip: one.matches(".skip"),
    };
}"""


def walk(page: Page) -> list[dict[str, Any]]:
    """Where Tab stops, from the beginning of the page to its end."""
    page.evaluate("document.activeElement?.blur(); getSelection().collapse(document.body, 0)")
    found: list[dict[str, Any]] = []
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (found and stop["isSkip"]):
            return found
        found.append(stop)
        assert len(found) < 500, "the keyboard is caught"


def stops(page: Page) -> list[str]:
    return [stop["name"] for stop in walk(page)]


@SIZES
@BOTH_SCRIPTS
def test_tab_reaches_everything_in_the_order_of_reading_and_shows_where_it_is(
    browser: Browser, page_file: Path, size: tuple[int, int], script: bool
) -> None:
    with opened(browser, page_file, size, script=script) as page:
        walked = walk(page)
        names = [stop["name"] for stop in walked]
        assert names[0].startswith("a skip")
        assert names[1].startswith("summary")
        first = next(n for n, name in enumerate(names) if "#cloth" in name)
        assert first == 2
        for selector in ("#contents a", "main .note-call", "main a.page-mark"):
            wanted = [link.get_attribute("href") for link in page.locator(selector).all()]
            reached = [name.split()[-1] for name in names]
            assert set(wanted) <= set(reached), selector
        backs = sum("note-mark" in name for name in names)
        assert backs == (page.locator(".note .note-mark").count() if size == DESKTOP else 0)
        for stop in walked:
            style, width = stop["outline"].split()
            assert style != "none", stop
            assert float(width.removesuffix("px")) >= 1.5, stop


@BOTH_SCRIPTS
def test_on_a_phone_the_keyboard_opens_a_note_and_goes_on_from_it(
    browser: Browser, page_file: Path, script: bool
) -> None:
    with opened(browser, page_file, PHONE, script=script) as page:
        call = page.locator("#call-note-linen")
        call.focus()
        page.keyboard.press("Enter")
        assert page.locator("#note-linen").is_visible()
        if not script:  # the browser goes on from the note, which itself has no focus
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "note-mark"
        page.keyboard.press("Enter")
        assert not page.locator("#note-linen").is_visible()


@BOTH_SCRIPTS
def test_the_first_link_skips_to_the_text(browser: Browser, page_file: Path, script: bool) -> None:
    with opened(browser, page_file, script=script) as page:
        page.keyboard.press("Tab")
        assert box(page.locator(".skip"))["left"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#main"
        assert -1 < box(page.locator("main"))["top"] < 100
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main')?.id") == "main"


# --- what it does not do --------------------------------------------------------------------------


def test_nothing_that_is_put_in_runs_and_nothing_is_asked_for(
    browser: Browser, page_file: Path
) -> None:
    context = browser.new_context()
    asked: list[str] = []
    refused: list[str] = []
    # A request that the policy stops is told of, and fails.
    context.on("requestfinished", lambda request: asked.append(request.url))
    context.on("requestfailed", lambda request: asked.append(f"{request.failure} {request.url}"))
    context.on("console", lambda said: refused.append(said.text))
    try:
        page = context.new_page()
        page.goto(page_file.resolve().as_uri())
        page.evaluate(
            """() => {
                const script = document.createElement("script");
                script.textContent = "document.title = 'taken over'";
                const button = document.createElement("button");
                button.setAttribute("onclick", "document.title = 'taken over'");
                const picture = new Image();
                picture.src = "https://example.org/picture.png";
                const frame = document.createElement("iframe");
                frame.src = "https://example.org/";
                document.body.append(script, button, picture, frame);
                button.click();
                return fetch("https://example.org/").catch(() => 0);
            }"""
        )
        page.wait_for_timeout(200)
        assert page.title() == "A Sampler of Everything: Stitched for the tests"
        assert [url for url in asked if not url.startswith(("file:", "data:", "csp "))] == []
        assert len([said for said in refused if "Content Security Policy" in said]) >= 5
    finally:
        context.close()


def test_style_and_script_are_small() -> None:
    parts = ("web.css", "web-notes.css", "web.js")
    assert sum((HOUSE / name).stat().st_size for name in parts) < 100_000


def test_the_book_of_odd_things_has_a_note_in_each_place(browser: Browser, odd_file: Path) -> None:
    with opened(browser, odd_file) as page:
        for label in web_books.PLACES:
            assert page.locator(f"#note-{label}").count() == 1, label
