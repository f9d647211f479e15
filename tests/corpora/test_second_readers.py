"""Another reader than ours shows the EPUB: epub.js, in Chromium, as reading apps and sites have it.

Each book is built once, and read through a server on loopback that ends with its test.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from playwright.sync_api import Browser, Page

from samizdat import artifacts
from samizdat import book as books
from samizdat.artifacts import EpubEdition, letters
from tests.browser import PACKAGES
from tests.conftest import samizdat

from . import BOOKS

TEXTS = {  # a book's folder, and the language it is written in
    "guillamon": (BOOKS / "guillamon", "en"),
    "curie": (BOOKS / "curie", "de"),
    "the handbook": (Path(__file__).parents[2], "en"),
}

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"

READER = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>A reader</title>
<script src="/jszip.js"></script><script src="/epub.js"></script>
<div id="paper" style="width: 600px; height: 800px"></div></html>"""

BEGIN = """async () => {
    window.book = ePub("/book.epub");
    await book.ready;
    window.rendition = book.renderTo("paper", {width: 600, height: 800});
    await rendition.display();
}"""

SHOWN = """id => {
    // What stands on the paper of the element with the id: its text, null where it is elsewhere.
    const paper = document.querySelector(".epub-container").getBoundingClientRect();
    for (const {document: page} of rendition.getContents()) {
        const element = id ? page.getElementById(id) : page.body;
        if (!element) continue;
        const frame = page.defaultView.frameElement.getBoundingClientRect();
        const [box] = element.getClientRects();
        if (!box) continue;
        const [x, y] = [frame.x + box.x, frame.y + box.y];
        if (x >= paper.left - 1 && x < paper.right && y >= paper.top - 1 && y < paper.bottom) {
            return element.textContent;
        }
    }
    return null;
}"""

FOLLOW = """async selector => {
    const [{document: page}] = rendition.getContents();
    const arrived = new Promise(resolve => rendition.once("relocated", resolve));
    page.querySelector(selector).click();
    await arrived;
}"""


@dataclass(frozen=True)
class Reading:
    """A book that epub.js has opened: the book, its EPUB as our own proofs see it, the page."""

    book: books.Book
    epub: EpubEdition
    page: Page

    def go_to(self, address: str) -> None:
        """Has epub.js show what is at the address, relative to the package document."""
        self.page.evaluate("async address => { await rendition.display(address) }", address)

    def follow(self, selector: str) -> None:
        """Clicks on the link that this selects on the page of the book which is shown."""
        self.page.evaluate(FOLLOW, selector)

    def shown(self, identifier: str) -> str | None:
        """The letters of the element with this id, None where the paper shows another place."""
        text = self.page.evaluate(SHOWN, identifier)
        return None if text is None else letters(text)


class _Shelf(BaseHTTPRequestHandler):
    """Hands out the files that `served` was given, and nothing else."""

    def __init__(self, files: dict[str, bytes], *others: Any) -> None:
        self.files = files
        super().__init__(*others)

    def do_GET(self) -> None:
        content = self.files.get(self.path)
        self.send_response(404 if content is None else 200)
        kind = "text/html" if self.path == "/" else "text/javascript"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_: Any) -> None:
        """Prints nothing."""


@contextmanager
def served(files: dict[str, bytes]) -> Iterator[str]:
    """The address of a server on loopback that has these files by path, until the `with` ends."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Shelf, files)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module", params=TEXTS)
def reading(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reading]:
    folder = tmp_path_factory.mktemp("reading")
    book_folder, language = TEXTS[request.param]
    done = samizdat(
        *("build", book_folder, "--draft", "--out", folder / "out", "--unvalidated"),
        *("--edition", "print", "--edition", "epub"),  # its pages are those of print
        *("--locale", language),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("out/*/*.epub")
    (book,) = folder.glob(".build/out/*/book.json")
    epub = artifacts.open_epub(path)
    assert isinstance(epub, EpubEdition)
    files = {
        "/": READER.encode(),
        "/book.epub": path.read_bytes(),
        "/epub.js": (PACKAGES / "epubjs/dist/epub.min.js").read_bytes(),
        "/jszip.js": (PACKAGES / "jszip/dist/jszip.min.js").read_bytes(),
    }
    with served(files) as address:
        page = browser.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        page.evaluate(BEGIN)
        yield Reading(books.load(book.read_text("utf-8")), epub, page)
        page.close()
        assert faults == []


def test_the_cover_is_found_and_shown(reading: Reading) -> None:
    package: Any = etree.fromstring(reading.epub.files[reading.epub.package])
    (item,) = (one for one in package.iter("{*}item") if one.get("properties") == "cover-image")
    name = str(PurePosixPath(reading.epub.package).parent / item.get("href"))
    size = reading.page.evaluate(
        """async () => {
            const picture = new Image();
            picture.src = await book.coverUrl();
            await picture.decode();
            return [picture.naturalWidth, picture.naturalHeight];
        }"""
    )
    with Image.open(io.BytesIO(reading.epub.files[name])) as picture:
        assert tuple(size) == picture.size


def test_every_line_of_the_contents_leads_to_its_heading(reading: Reading) -> None:
    lines: list[tuple[str, str, int]] = reading.page.evaluate(
        """() => {
            const lines = (points, depth) => points.flatMap(point =>
                [[point.label, point.href, depth], ...lines(point.subitems, depth + 1)]);
            return lines(book.navigation.toc, 1);
        }"""
    )
    ours = [(letters(artifacts.text_of(e.label)), e.depth) for e in reading.epub.contents["nav"]]
    assert [(letters(label), depth) for label, _, depth in lines] == ours
    for label, address, _ in lines:
        reading.go_to(address)
        shown = reading.shown(address.partition("#")[2])
        assert shown is not None, f"{label} at {address} is not shown"
        assert letters(label) in shown


def test_the_pages_of_print_are_found_where_the_epub_lists_them(reading: Reading) -> None:
    theirs: list[str] = reading.page.evaluate("() => book.pageList.pageList.map(one => one.href)")
    assert theirs == page_list(reading.epub)
    for address in theirs[:: max(1, len(theirs) // 20)]:
        reading.go_to(address)
        assert reading.shown(address.partition("#")[2]) is not None, address


def page_list(epub: EpubEdition) -> list[str]:
    """The targets of the nav document's list of printed pages (EPUB 3.3, section 7.4.3)."""
    (data,) = (data for name, data in epub.files.items() if name.endswith("nav.xhtml"))
    document: Any = etree.fromstring(data)
    lists = [nav for nav in document.iter("{*}nav") if nav.get(EPUB_TYPE) == "page-list"]
    return [link.get("href") for nav in lists for link in nav.iter("{*}a")]


def back(note: Any) -> str:
    """The id that the first link of a note back to the text leads to."""
    links = [link for link in note.iter("{*}a") if link.get("role") == "doc-backlink"]
    return str(links[0].get("href").partition("#")[2])


def test_calls_of_every_chapter_are_followed_to_their_notes_and_back(reading: Reading) -> None:
    followed = 0
    for page in reading.epub.pages:
        calls = [link for link in page.root.iter("{*}a") if link.get("role") == "doc-noteref"]
        for call in calls[:1] + calls[1:][-1:]:
            target, identifier = artifacts.target_of(page.name, call.get("href"))
            note = reading.epub.find(target, identifier)
            place = page.name.rpartition("/")[2]
            reading.go_to(f"{place}#{call.get('id')}")
            assert reading.shown(call.get("id")) == letters(call.text)
            reading.follow(f"[id='{call.get('id')}']")
            assert reading.shown(identifier) == letters(artifacts.text_of(note))
            reading.follow(f"[id='{identifier}'] a[role=doc-backlink]")
            assert reading.shown(back(note)) == letters(call.text)
            followed += 1
    assert followed >= min(2, len(reading.book.notes))
