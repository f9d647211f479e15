"""Step 5, typeset: the print edition, a PDF, and the page map beside it."""

from __future__ import annotations

import gc
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from samizdat import (
    bare_pictures,
    fonts,
    from_the_right,
    layout,
    locales,
    markup,
    page_map,
    pages,
    print_facts,
    print_tags,
)
from samizdat.book import Image
from samizdat.editions import Commission
from samizdat.findings import Location, Problem
from samizdat.metadata import PATH, TRIMS
from samizdat.page_map import Place, PrintedPage
from samizdat.pictures import file_of
from samizdat.print_markup import PrintMarkup
from samizdat.proof_reader import TRIES, ProofReader
from samizdat.remedies import Remedies
from samizdat.stylesheets import HOUSE, house_style

# Read by Fontconfig when Pango starts: no typeface of the system gets into a book.
os.environ["FONTCONFIG_FILE"] = str(HOUSE / "fontconfig.xml")

with warnings.catch_warnings():
    # It warns that there are no fonts in the system, which is what we want.
    warnings.filterwarnings("ignore", message="No fonts configured")
    import cssselect2
    import weasyprint
    import weasyprint.pdf
    from weasyprint.layout import inline
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

# Its own tags are made page by page. Once for the process: threads may write books at a time.
weasyprint.pdf.add_tags = print_tags.add_tags
inline.get_next_linebox = from_the_right.with_indents(inline.get_next_linebox)

_PASSES = 5
"""How often the chapters are gone through until the page numbers that they name are right."""

_LINES_LEFT = 3
"""Lines of the text that have to have room above the notes of a page."""

_VARIANT = "pdf/a-3a"
_VALUES = (100, 90, 50, 40, 10, 9, 5, 4, 1)
_SIGNS = ("c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")


class _Shelf(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """All that a page may show, by address. Whatever else is asked for is refused and noted."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"samizdat", "data"}, allow_redirects=False)
        self.files: dict[str, tuple[bytes | Path, str]] = {}

    def put(self, address: str, data: bytes | Path, media_type: str) -> str:
        """Puts something on the shelf; returns its address."""
        self.files[address] = (data, media_type)
        return address

    def fetch(self, url: str, headers: object = None) -> Any:
        """What stands at the address. Raises ValueError, which WeasyPrint logs, for any other."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url not in self.files:
            raise ValueError(f"{url} is not part of the book")
        data, media_type = self.files[url]
        body = data.read_bytes() if isinstance(data, Path) else data
        body = bare_pictures.for_paper(body, media_type)
        return URLFetcherResponse(url, body, {"Content-Type": media_type})


def render(commission: Commission) -> list[Problem]:
    """Writes the PDF, and beside it `pages.json`, the page map."""
    with _gathered_warnings() as said, _without_collection():
        press = _Press(commission)
        document, printed = press.typeset()
        document.write_pdf(
            commission.target,
            pdf_variant=_VARIANT,
            pdf_identifier=True,
            finisher=partial(print_facts.finish, commission.book.metadata),
        )
    commission.target.with_name("pages.json").write_text(page_map.dump(printed), "utf-8")
    # A character without a glyph is found by its own rule, in the text.
    return [
        *press.markup.problems,
        *press.reader.changed_tables(press.remedies),
        *(_warning(text) for text in dict.fromkeys(said) if ".notdef" not in text),
    ]


class _Page(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A document from elements; WeasyPrint itself takes text only, and parses it as HTML."""

    def __init__(self, tree: ElementTree.Element, shelf: _Shelf) -> None:
        self.base_url = "samizdat:book"
        self.url_fetcher = shelf
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


@dataclass(frozen=True)
class _Set:
    """A chapter that is set: its pages, where each begins in the text, and what it was set for.

    That is the number of its first page, and the page numbers that it names.
    """

    pages: list[Any]
    places: list[Place | None]
    start: int
    named: dict[str, str]


class _Press:
    """One book on its way to pages: each chapter is a document of its own, set until it is good.

    So a chapter alone is set again when a note of it has no room, and not the book.
    """

    def __init__(self, commission: Commission) -> None:
        self.commission = commission
        self.book = commission.book
        self.shelf = _Shelf()
        self.composed = markup.compose(self.book, self._picture, commission.html)
        self.markup = PrintMarkup(self.composed, self.shelf.put, draft=commission.draft)
        self.configuration = FontConfiguration()
        self.pictures: dict[str, Any] = {}
        self.sheet = self._sheet(self._stylesheet())
        self.reader = ProofReader(self.markup)
        self.remedies = [Remedies(self._too_tall(n)) for n in range(len(self.composed.chapters))]

    def typeset(self) -> tuple[Any, list[PrintedPage]]:
        """The whole document, and its page map."""
        chapters: dict[int, _Set] = {}
        labels: dict[str, str] = {}
        for _ in range(_PASSES):
            before = dict(chapters)
            start = 1
            for number in range(len(self.composed.chapters)):
                named = {i: labels[i] for i in self.markup.far_references(number) if i in labels}
                done = chapters.get(number)
                if done is None or (done.start, done.named) != (start, named):
                    done = chapters[number] = self._chapter(number, start, named)
                    _forget_what_was_set_in_vain()
                    for identifier, page in layout.pages_of_ids(done.pages).items():
                        labels[identifier] = str(start + page)
                start += len(done.pages)
            if before == chapters:
                break
        document = self._document(self.markup.front(labels))
        front = list(document.pages)
        if len(front) % 2:
            front.append(self._blank(len(front) + 1))
        body = [page for number in sorted(chapters) for page in chapters[number].pages]
        back = list(self._document(self.markup.back(), len(body) + 1).pages)
        places = [place for number in sorted(chapters) for place in chapters[number].places]
        printed = [PrintedPage(_roman(number), None) for number in range(1, len(front) + 1)]
        printed += [PrintedPage(str(number), place) for number, place in enumerate(places, 1)]
        printed += [PrintedPage(str(len(body) + number + 1), None) for number in range(len(back))]
        return document.copy([*front, *body, *back]), printed

    def _chapter(self, number: int, start: int, named: dict[str, str]) -> _Set:
        """The chapter, set as often as that makes it better."""
        texts = self.reader.texts(number)
        for tries_left in range(TRIES, -1, -1):
            remedies = self.remedies[number]
            try:
                pages = self._document(self.markup.chapter(number, remedies, named), start).pages
            except AssertionError:  # WeasyPrint's, for a paragraph that has no room with its note
                moved = remedies.whole or {note.key for note in self.markup.notes(number)}
                if moved <= remedies.moved:
                    raise
                self.remedies[number] = remedies.move(moved)
                return self._chapter(number, start, named)
            places = page_map.places(pages, texts)
            better = self.reader.better(number, remedies, pages, places, tries_left)
            if better == remedies:
                break
            self.remedies[number] = better
        if layout.opens_on_the_other_side(pages):
            rest = self._document(self.markup.chapter(number, remedies, named), start + 1).pages
            return _Set([self._blank(start), *rest], [None, *places], start, named)
        return _Set(pages, places, start, named)

    def _too_tall(self, number: int) -> frozenset[str]:
        """The notes of a chapter that no foot of a page can hold, as measured."""
        keys = [n.key for n in self.markup.notes(number) if self.reader.may_be_tall(n.key)]
        if not keys:
            return frozenset()
        page = self._blank(1)
        room = layout.content_height(page) - (_LINES_LEFT + 1) * layout.line_height(page)
        tall = self._sheet(f"@page{{size:{page.width}px 99999px}}")
        pages = self._document(self.markup.measured(keys), 1, tall).pages
        return frozenset(
            key for key, height in layout.heights(pages, "measured").items() if height > room
        )

    # --- WeasyPrint ---------------------------------------------------------------------------

    def _document(self, tree: ElementTree.Element, start: int = 1, *more: Any) -> Any:
        """The document, whose first page has the number `start`; `more` are stylesheets."""
        tree.set("style", f"break-before:{'recto' if start % 2 else 'verso'}")
        first = self._sheet(f"@page :first{{counter-reset:page {start}}}")
        return _Page(tree, self.shelf).render(
            stylesheets=[self.sheet, first, *more],
            font_config=self.configuration,
            cache=self.pictures,
            pdf_variant=_VARIANT,
        )

    def _sheet(self, css: str) -> Any:
        return weasyprint.CSS(
            string=css,
            url_fetcher=self.shelf,
            font_config=self.configuration,
            base_url="samizdat:style",
        )

    def _blank(self, number: int) -> Any:
        """A page with nothing on it."""
        page = ElementTree.Element("html", {"lang": self.book.metadata.language})
        ElementTree.SubElement(ElementTree.SubElement(page, "body"), "div", {"class": "blank"})
        return self._document(page, number).pages[0]

    # --- what the pages are made of -----------------------------------------------------------

    def _picture(self, image: Image) -> str:
        return self.shelf.put(
            f"samizdat:picture/{image.digest}",
            file_of(self.commission.folder, image),
            image.media_type,
        )

    def _stylesheet(self) -> str:
        facts = self.book.metadata
        size, bleed = TRIMS[facts.print.trim].size, facts.print.bleed
        margins = facts.print.white
        direction = locales.load(facts.language).direction
        # Full pages end on a line of the grid; a table on its side is as wide as they are high.
        height = f"{size.split()[1]} - {margins.top} - {margins.bottom}"
        bottom = f"calc({margins.bottom} + {height} - round(down, {height}, var(--leading)))"
        page = (
            f"@page{{size:{size};margin-top:{margins.top};margin-bottom:{bottom};bleed:{bleed}}}"
            f"@page :left{{margin-right:{margins.inner};margin-left:{margins.outer}}}"
            f"@page :right{{margin-left:{margins.inner};margin-right:{margins.outer}}}\n"
            f":root{{--text-height:round(down, {height}, var(--leading));"
            f"{TRIMS[facts.print.trim].style}}}\n"
        )
        if direction == "rtl":  # the verso, with the book's title, is on the right
            page += (
                "@page text:left{@top-left{content:string(chapter, first-except)}}"
                "@page text:right{@top-right{content:string(book, first-except)}}\n"
            )
        style = pages.figures(self.book).style
        if style != "decimal":
            page += (
                f"@page{{@bottom-center{{content:counter(page,{style})}}}}"
                # Roman ones among them would be read as others: v looks like the Arabic 7.
                "@page front{@bottom-center{content:none}}"
                f".continued::after{{content:target-counter(attr(href),page,{style})}}"
                'main a.cross-reference.near::after{content:"\\a0(" attr(data-page-before) '
                f"target-counter(attr(href),page,{style}) attr(data-page-behind) ')'}}\n"
            )
        faces = "".join(
            fonts.font_face(
                face, self.shelf.put(f"samizdat:font/{face.path.name}", face.path, "font/ttf")
            )
            for face in fonts.FACES
        )
        return faces + house_style("print") + page + self.commission.style


def system_libraries() -> dict[str, str]:
    """The versions of the system's libraries that shape the text, as far as they tell them."""
    from ctypes import CDLL, c_char_p
    from ctypes.util import find_library

    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    versions = {"pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}"}
    if name := find_library("harfbuzz"):
        version = CDLL(name).hb_version_string
        version.restype = c_char_p
        versions["harfbuzz"] = version().decode()
    return versions


def _roman(number: int) -> str:
    """The number as front matter has it: i, ii, iii, iv."""
    letters = ""
    for value, sign in zip(_VALUES, _SIGNS, strict=True):
        letters += sign * (number // value)
        number %= value
    return letters


class _Gatherer(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


@contextmanager
def _gathered_warnings() -> Iterator[list[str]]:
    """What WeasyPrint warns about within the block."""
    handler, logger = _Gatherer(), logging.getLogger("weasyprint")
    logger.addHandler(handler)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield handler.texts
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


@contextmanager
def _without_collection() -> Iterator[None]:
    """Garbage collection paused: a document is one live heap, which it would only walk again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def _forget_what_was_set_in_vain() -> None:
    """Frees the pages that were set again; those that are kept are not looked at another time."""
    gc.collect()
    gc.freeze()


def _warning(text: str) -> Problem:
    return Problem(
        Location("styles/print.css" if "style" in text.lower() else PATH),
        f"WeasyPrint says: {text}",
        "",
        "print-warning",
    )
