"""WeasyPrint, and what it does otherwise for a book that is set in parts.

Its documents are made of elements, show nothing but what stands on a shelf, and get what stands at
the margins of their pages last of all, when the numbers of these are known. What is replaced in
it is replaced once for the process, since threads may set books at a time; documents that are not
made here are left as they are.
"""

from __future__ import annotations

import copy
import ctypes
import io
import logging
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from ctypes.util import find_library
from typing import Any
from xml.etree import ElementTree

from samizdat import bare_pictures, from_the_right, print_tags, surroundings
from samizdat.stylesheets import HOUSE
from samizdat.typesetting.shelf import Shelf

# Read by Fontconfig when Pango starts: no typeface of the system gets into a book.
surroundings.hide_typefaces(HOUSE / "fontconfig.xml")

with warnings.catch_warnings():
    # It warns that there are no fonts in the system, which is what we want.
    warnings.filterwarnings("ignore", message="No fonts configured")
    import cssselect2
    import weasyprint
    import weasyprint.layout
    import weasyprint.pdf
    from weasyprint.anchors import gather_anchors, make_page_bookmark_tree
    from weasyprint.document import Page
    from weasyprint.formatting_structure.boxes import PageBox
    from weasyprint.layout import inline
    from weasyprint.layout.background import layout_backgrounds, layout_box_backgrounds
    from weasyprint.layout.page import page_height, page_width, set_page_type_computed_styles
    from weasyprint.layout.percent import resolve_percentages
    from weasyprint.logger import LOGGER
    from weasyprint.matrix import Matrix
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from samizdat.typesetting import letters

VARIANT = "pdf/a-3a"


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives what stands on a shelf. Whatever else is asked for is refused and noted."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(allowed_protocols={"samizdat", "data"}, allow_redirects=False)
        self.shelf = shelf

    def fetch(self, url: str, headers: object = None) -> Any:
        """What stands at the address. Raises ValueError, which WeasyPrint logs, for any other."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url not in self.shelf.files:
            raise ValueError(f"{url} is not part of the book")
        data, media_type = self.shelf.files[url]
        body = data if isinstance(data, bytes) else data.read_bytes()
        body = bare_pictures.for_paper(body, media_type)
        return URLFetcherResponse(url, body, {"Content-Type": media_type})


class _Page(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A document from elements; WeasyPrint itself takes text only, and parses it as HTML."""

    def __init__(self, tree: ElementTree.Element, fetcher: Fetcher) -> None:
        self.base_url = "samizdat:book"
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class Engine:
    """Renders the documents of one book, which share typefaces and stylesheets."""

    def __init__(self, shelf: Shelf) -> None:
        self.fetcher = Fetcher(shelf)
        self.configuration = FontConfiguration()

    def sheet(self, css: str) -> Any:
        """A stylesheet."""
        return weasyprint.CSS(
            string=css,
            url_fetcher=self.fetcher,
            font_config=self.configuration,
            base_url="samizdat:style",
        )

    def document(self, tree: ElementTree.Element, sheets: Sequence[Any]) -> Any:
        """The document of the elements, without what stands at the margins of its pages."""
        with _margins_left_out():
            return _Page(tree, self.fetcher).render(
                stylesheets=sheets,
                font_config=self.configuration,
                # One for each document: WeasyPrint draws more of a drawing each time that it draws
                # it, and what a part looks like may not depend on those drawn before.
                cache={},
                pdf_variant=VARIANT,
            )


# --- the margins of pages, which have their numbers ---------------------------------------------

_state = threading.local()


@contextmanager
def _margins_left_out() -> Iterator[None]:
    _state.are_margins_left_out = True
    try:
        yield
    finally:
        _state.are_margins_left_out = False


def _or_none(make_margin_boxes: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's function, but for our documents it only remembers what it was asked for."""

    def made(context: Any, page: Any, state: Any) -> Any:
        if getattr(_state, "are_margins_left_out", False):
            page.margins = context, context.current_page, state
            return ()
        return make_margin_boxes(context, page, state)

    return made


_make_margin_boxes = weasyprint.layout.make_margin_boxes


def add_margins(pages: Sequence[Any], moved: int = 0) -> None:
    """Adds what stands at the margins of pages whose numbers are by `moved` higher than set."""
    for page in pages:
        box = page._page_box
        context, context.current_page, state = box.margins
        if moved:
            state = copy.deepcopy(state)
            state[1]["page"][-1] += moved
        added = tuple(_make_margin_boxes(context, box, state))
        box.children = (*box.children, *added)
        for one in added:
            layout_box_backgrounds(box, one, context.get_image_from_uri)
            gather_anchors(one, page.anchors, page.links, page.bookmarks, page.forms)
        del box.margins


# --- the two sides of a sheet -------------------------------------------------------------------


def turned_over(document: Any) -> bool:
    """Puts pages that were set as rectos on versos and the other way round, before their margins.

    Returns False where the stylesheet makes something else of the two than pages with other
    margins: then the text has to be set again for the other side.
    """
    moves = []
    for page in document.pages:
        box, context = page._page_box, page._page_box.margins[0]
        side = "left" if box.page_type.side == "right" else "right"
        page_type = box.page_type._replace(side=side)
        set_page_type_computed_styles(page_type, document._html, context.style_for)
        other = PageBox(page_type, context.style_for(page_type))
        other.position_x = other.position_y = 0
        resolve_percentages(other, other.style["size"])
        page_width(other, context, other.style["size"][0])
        page_height(other, context, other.style["size"][1])
        if box.page_type.blank or _room(box) != _room(other):
            return False
        moves.append((box, other))
    for box, other in moves:
        across = other.content_box_x() - box.content_box_x()
        for child in box.children:
            child.translate(across)
        box.page_type, box.style = other.page_type, other.style
        for name in ("margin_left", "margin_right"):
            setattr(box, name, getattr(other, name))
        # Backgrounds have their places on the page.
        layout_backgrounds(box, box.margins[0].get_image_from_uri)
    document.pages[:] = [Page(box) for box, _ in moves]
    return True


def _room(page: Any) -> tuple[float, ...]:
    """What the text of a page can notice of it, in CSS pixels.

    Margins are taken off the sheet in another order on the other side, and what is left differs in
    its last digits.
    """
    across = page.padding_left, page.padding_right, page.border_left_width, page.border_right_width
    room = (page.width, page.height, page.content_box_y(), page.margin_width(), *across)
    return tuple(round(length, 6) for length in room)


# --- links to other parts of the book -----------------------------------------------------------


class PartsPages(list[Any]):
    """The pages of a part of a book; links to the ids `elsewhere` are good."""

    def __init__(self, pages: Sequence[Any], elsewhere: frozenset[str]) -> None:
        super().__init__(pages)
        self.elsewhere = elsewhere


def _with_those_elsewhere(resolve_links: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's function, which drops all links that lead to no place of a document's pages."""

    def resolved(pages: Sequence[Any]) -> Iterator[Any]:
        if not isinstance(pages, PartsPages):
            yield from resolve_links(pages)
            return
        homes = {name: page for page in reversed(pages) for name in page.anchors}
        for page in pages:
            links = []
            for link in page.links:
                if (
                    link[0] == "internal"
                    and link[1] not in homes
                    and link[1] not in pages.elsewhere
                ):
                    LOGGER.error("a link leads to #%s, which is no place of the book", link[1])
                else:
                    links.append(link)
            places = ((name, *place[:2]) for name, place in page.anchors.items())
            yield links, [place for place in places if homes[place[0]] is page]

    return resolved


weasyprint.layout.make_margin_boxes = _or_none(_make_margin_boxes)
weasyprint.pdf.build_fonts_dictionary = letters.with_others(weasyprint.pdf.build_fonts_dictionary)
weasyprint.pdf.resolve_links = _with_those_elsewhere(weasyprint.pdf.resolve_links)
# Its own tags are made page by page.
weasyprint.pdf.add_tags = print_tags.add_tags
inline.get_next_linebox = from_the_right.with_indents(inline.get_next_linebox)


# --- writing ------------------------------------------------------------------------------------


def written_part(document: Any, elsewhere: frozenset[str], fonts: Any) -> tuple[bytes, bool]:
    """The pages as a PDF that is a part of another: with tags, without facts and colours.

    `fonts` is filled with the typefaces that the pages use. Beside the PDF is returned whether
    words on them run from right to left.
    """
    part = document.copy(PartsPages(document.pages, elsewhere))
    part.fonts = fonts
    out = io.BytesIO()
    part.write_pdf(out, finisher=_printed, pdf_tags=True, pdf_version="1.7")
    return out.getvalue(), part.runs_left


def _printed(_document: Any, pdf: Any) -> None:
    """Says of annotations that they are printed (ISO 19005-3, section 6.3.2)."""
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("Type") == "/Annot":
            one["F"] = 4


def written_whole(document: Any, fonts: Any, finish: Callable[[Any, Any], None]) -> bytes:
    """The document as a PDF with all facts of the book, and `fonts` in place of its own.

    `finish` gets the document and the PDF before it is written.
    """
    whole = document.copy()
    whole.fonts = fonts
    out = io.BytesIO()
    with warnings.catch_warnings():
        # It leaves the file of its colour profile to the collector.
        warnings.simplefilter("ignore", ResourceWarning)
        whole.write_pdf(out, pdf_variant=VARIANT, pdf_identifier=True, finisher=finish)
    return out.getvalue()


class _Bookmarks:
    """What WeasyPrint looks at of a page to make an outline."""

    def __init__(self, bookmarks: Sequence[Any]) -> None:
        self.bookmarks = bookmarks


def outline(bookmarks: Sequence[Sequence[Any]]) -> list[Any]:
    """The outline from the bookmarks of each page.

    Each line has its words, a page from 0 on with the place on it, lines below it, and its state.
    """
    root: list[Any] = []
    skipped, last, level = list[int](), [root], 0
    for page, marks in enumerate(bookmarks):
        level = make_page_bookmark_tree(_Bookmarks(marks), skipped, last, level, page, Matrix())
    return root


# --- what it says -------------------------------------------------------------------------------


class _Gatherer(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


@contextmanager
def gathered_warnings() -> Iterator[list[str]]:
    """What WeasyPrint warns about within the block."""
    handler = _Gatherer()
    LOGGER.addHandler(handler)
    propagate, LOGGER.propagate = LOGGER.propagate, False
    try:
        yield handler.texts
    finally:
        LOGGER.removeHandler(handler)
        LOGGER.propagate = propagate


def system_libraries() -> dict[str, str]:
    """The versions of the system's libraries that shape the text, as far as they tell them."""
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    versions = {"pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}"}
    if library := _harfbuzz():
        library.hb_version_string.restype = ctypes.c_char_p
        versions["harfbuzz"] = library.hb_version_string().decode()
    return versions


def _harfbuzz() -> ctypes.CDLL | None:
    """HarfBuzz as it is loaded already; where its name is another one, the compiler is asked."""
    for name in ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"):
        with suppress(OSError):
            return ctypes.CDLL(name)
    found = find_library("harfbuzz")
    return ctypes.CDLL(found) if found else None
