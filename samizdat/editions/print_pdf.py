"""Step 5, typeset: the print edition, a PDF, and the page map beside it."""

from __future__ import annotations

import gc
import json
import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from samizdat import fonts, locales, markup, print_facts, print_tags
from samizdat.book import Image
from samizdat.editions import Commission
from samizdat.findings import Location, Problem
from samizdat.metadata import PATH, TRIMS
from samizdat.page_map import HYPHENS, foot_notes, page_starts
from samizdat.pictures import file_of
from samizdat.print_markup import PrintMarkup
from samizdat.stylesheets import HOUSE, house_style

# Read by Fontconfig when Pango starts: no typeface of the system gets into a book.
os.environ["FONTCONFIG_FILE"] = str(HOUSE / "fontconfig.xml")

with warnings.catch_warnings():
    # It warns that there are no fonts in the system, which is what we want.
    warnings.filterwarnings("ignore", message="No fonts configured")
    import cssselect2
    import weasyprint
    import weasyprint.pdf
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

# Its own tags are made page by page. Once for the process: threads may write books at a time.
weasyprint.pdf.add_tags = print_tags.add_tags

_TRIES = 4
"""How often the pages are set again with more notes at the ends of chapters."""

_MOST_LINES = 22
"""Lines that a note may have at the foot of a page: half of what a page of trim A5 holds."""


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
        return URLFetcherResponse(url, body, {"Content-Type": media_type})


def render(commission: Commission) -> list[Problem]:
    """Writes the PDF, and the page map as JSON under the same name."""
    press = _Press(commission)
    with _gathered_warnings() as said, _without_collection():
        document = press.set_pages()
        document.write_pdf(
            commission.target,
            pdf_variant="pdf/a-3a",
            pdf_identifier=True,
            finisher=partial(print_facts.finish, commission.book.metadata),
        )
    starts = [asdict(start) for start in page_starts(document)]
    page_map = json.dumps(starts, ensure_ascii=False, indent=0, sort_keys=True)
    commission.target.with_suffix(".pages.json").write_text(page_map, "utf-8")
    # A character without a glyph is found by its own rule, in the text.
    return [
        *press.markup.problems,
        *(_warning(text) for text in said if ".notdef" not in text),
    ]


class _Page(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A document from elements; WeasyPrint itself takes text only, and parses it as HTML."""

    def __init__(self, tree: ElementTree.Element, shelf: _Shelf) -> None:
        self.base_url = "samizdat:book"
        self.url_fetcher = shelf
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class _Press:
    """One book on its way to pages."""

    def __init__(self, commission: Commission) -> None:
        self.commission = commission
        self.book = commission.book
        self.shelf = _Shelf()
        self.composed = markup.compose(self.book, self._picture)
        self.markup = PrintMarkup(self.composed, self.shelf.put, draft=commission.draft)
        self.css = self._stylesheet()

    def set_pages(self) -> Any:
        """The document; notes that the foot of a page can't hold go to the ends of chapters."""
        long_notes = {
            note.key
            for note in self.book.notes
            if _lines_of(self.composed.notes[note.key]) > _MOST_LINES
        }
        for _ in range(_TRIES):
            try:
                document = self._document(long_notes)
            except AssertionError:  # WeasyPrint's, for a note that is taller than a page
                unset = {n.key for n in self.book.notes} - long_notes
                longest = max(
                    unset, key=lambda k: len(_text_of(self.composed.notes[k])), default=""
                )
                if not longest:
                    raise
                long_notes.add(longest)
                continue
            lost = self._lost(document, long_notes)
            if not lost:
                return document
            long_notes |= lost
        return self._document({note.key for note in self.book.notes})

    def _lost(self, document: Any, long_notes: set[str]) -> set[str]:
        """The notes that do not stand at the foot of the pages whole, once, and within the page."""
        shown = foot_notes(document)
        lost = set()
        for note in self.book.notes:
            if not note.mark or note.key in long_notes:
                continue
            words = _letters(_text_of(self.composed.notes[note.key]))
            there = shown.get(note.key)
            if (
                there is None
                or not there.is_on_page
                or (words and _letters(there.text).count(words) != 1)
            ):
                lost.add(note.key)
        return lost

    def _document(self, long_notes: set[str]) -> Any:
        configuration = FontConfiguration()
        html = _Page(self.markup.tree(long_notes), self.shelf)
        sheets = [
            weasyprint.CSS(
                string=self.css,
                url_fetcher=self.shelf,
                font_config=configuration,
                base_url="samizdat:style",
            )
        ]
        return html.render(stylesheets=sheets, font_config=configuration)

    # --- what the pages are made of -----------------------------------------------------------

    def _picture(self, image: Image) -> str:
        return self.shelf.put(
            f"samizdat:picture/{image.digest}",
            file_of(self.commission.folder, image),
            image.media_type,
        )

    def _stylesheet(self) -> str:
        sheet = self.book.metadata.print
        inner, outer = sheet.margins.inner, sheet.margins.outer
        direction = locales.load(self.book.metadata.language).direction
        left, right = ("right", "left") if direction == "ltr" else ("left", "right")
        page = (
            f"@page{{size:{TRIMS[sheet.trim]};margin-top:{sheet.margins.top};"
            f"margin-bottom:{sheet.margins.bottom};bleed:{sheet.bleed}}}"
            f"@page :left{{margin-{left}:{inner};margin-{right}:{outer}}}"
            f"@page :right{{margin-{right}:{inner};margin-{left}:{outer}}}\n"
        )
        faces = "".join(
            fonts.font_face(
                face, self.shelf.put(f"samizdat:font/{face.path.name}", face.path, "font/ttf")
            )
            for face in fonts.FACES
        )
        return faces + page + house_style("print") + self.commission.style


def _lines_of(note: Any) -> int:
    """About how many lines a note will have at the foot of a page of trim A5."""
    tall = sum(4 for _ in note.iter(f"{{{markup.XHTML}}}tr"))
    tall += sum(12 for _ in note.iter(f"{{{markup.XHTML}}}img"))
    blocks = [child for child in note if isinstance(child.tag, str)]
    return tall + sum(1 + len("".join(block.itertext())) // 72 for block in blocks)


def _text_of(element: Any) -> str:
    """The letters that the page shows of an element: formulas are drawings."""
    own = ""
    if element.tag != f"{{{markup.MATHML}}}math":
        own = (element.text or "") + "".join(_text_of(child) for child in element)
    return own + (element.tail or "")


def _letters(text: str) -> str:
    """The text without what lines and hyphenation change."""
    return re.sub(rf"[\s{re.escape(HYPHENS)}]", "", text)


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
        if was_enabled:
            gc.enable()


def _warning(text: str) -> Problem:
    return Problem(
        Location("styles/print.css" if "style" in text.lower() else PATH),
        f"WeasyPrint says: {text}",
        "",
        "print-warning",
    )
