"""Pictures of the web edition in a browser, kept beside this file.

The books are that of `tests/books/pages` and one in Arabic. A picture is compared as those of the
printed pages are, in `tests/golden`.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser import DESKTOP, PHONE, Scheme, opened

HERE = Path(__file__).parent

# Formulas are drawn in a typeface of the system: an empty box of one size stands for
# each, which has no baseline of its own.
STILL = """
math { visibility: hidden; display: inline-block !important; inline-size: 7em; block-size: 1em }
math > * { display: none !important }
math[display="block"] { display: block !important; margin-inline: auto !important; block-size: 3em }
"""


def nothing(page: Page) -> None:
    """Leaves the page as it was opened."""


def follow(identifier: str) -> Callable[[Page], None]:
    """Presses a call in the middle of the window."""

    def press(page: Page) -> None:
        call = page.locator(f"#{identifier}")
        call.evaluate("call => call.scrollIntoView({block: 'center'})")
        call.click()
        page.mouse.move(0, 0)

    return press


def show(selector: str) -> Callable[[Page], None]:
    """Brings an element to the top of the window."""

    def scroll(page: Page) -> None:
        page.locator(selector).first.evaluate("one => one.scrollIntoView({block: 'start'})")

    return scroll


def open_settings(page: Page) -> None:
    """Opens the panel with what the reader may choose."""
    page.locator(".settings summary").click()
    page.mouse.move(0, 0)


@dataclass(frozen=True)
class State:
    """What is to be seen: where the page is opened, and what is done then."""

    size: tuple[int, int]
    at: str = ""
    act: Callable[[Page], None] = nothing
    scheme: Scheme = "light"
    is_arabic: bool = False


NARROW = (320, 640)
STATES = {
    "desktop-top": State(DESKTOP),
    "desktop-both-series": State(DESKTOP, "lamp"),
    "desktop-dark": State(DESKTOP, "tide", scheme="dark"),
    "desktop-long-note-open": State(DESKTOP, act=follow("call-note-chair")),
    "desktop-page": State((1024, 768), "page-2"),
    "desktop-from-the-right": State(DESKTOP, "lamp", is_arabic=True),
    "phone-contents": State(PHONE, "contents"),
    "phone-note-open": State(PHONE, act=follow("call-note-tower")),
    "phone-note-open-dark": State(PHONE, act=follow("call-note-nihil"), scheme="dark"),
    "phone-settings": State(PHONE, act=open_settings),
    "phone-table-and-formula": State(PHONE, act=show(".table >> nth=1")),
    "phone-verse": State(NARROW, act=show(".line-block")),
}
PAPER = "paper"
"""The third page of what the browser prints."""

NAMES = [*STATES, PAPER]


def picture_of(name: str) -> Path:
    """Where the picture of a state is kept."""
    return HERE / f"{name}.png"


def draw(browser: Browser, lamp: Path, arabic: Path) -> dict[str, Image.Image]:
    """All states in sixteen greys, at half their size."""
    drawn = {}
    for name, state in STATES.items():
        file = arabic if state.is_arabic else lamp
        with opened(browser, file, state.size, state.scheme) as page:
            _make_still(page)
            if state.at:
                page.goto(f"{page.url}#{state.at}")
            state.act(page)
            drawn[name] = _small(Image.open(io.BytesIO(page.screenshot())), 2)
    with opened(browser, lamp) as page, tempfile.TemporaryDirectory() as folder:
        _make_still(page)
        page.pdf(path=f"{folder}/paper.pdf", format="A4", print_background=True)
        document = pypdfium2.PdfDocument(f"{folder}/paper.pdf")
        try:
            drawn[PAPER] = _small(document[2].render(scale=200 / 72).to_pil(), 4)
        finally:
            document.close()
    return drawn


def _make_still(page: Page) -> None:
    # By the debugger, which the policy of the page does not bind.
    page.evaluate(
        """style => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(style);
            document.adoptedStyleSheets = [sheet];
        }""",
        STILL,
    )
    page.evaluate("document.fonts.ready.then(() => true)")


def _small(picture: Image.Image, by: int) -> Image.Image:
    small = picture.convert("L").reduce(by)
    return small.point([round(grey / 17) * 17 for grey in range(256)])
