"""Sets one chapter after the other, each until a proof-reader is content with its pages."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

from samizdat import layout, markup, page_map
from samizdat.book import Image
from samizdat.commission import Commission
from samizdat.pictures import file_of
from samizdat.print_markup import PrintMarkup
from samizdat.proof_reader import TRIES, ProofReader
from samizdat.remedies import Remedies
from samizdat.typesetting import engine, stylesheet
from samizdat.typesetting.setting import Order, Setting
from samizdat.typesetting.shelf import Shelf

_LINES_LEFT = 3
"""Lines of the text that have to have room above the notes of a page."""


class Compositor:
    """Sets the documents of one book.

    A process that is begun anew makes its own from the commission; one that is a copy of another
    goes on with what that has made.
    """

    def __init__(self, commission: Commission) -> None:
        self.commission = commission
        self.book = commission.book
        self.shelf = Shelf()
        self.composed = markup.compose(self.book, self._picture, commission.html)
        self.markup = PrintMarkup(self.composed, self.shelf.put, draft=commission.draft)
        self.style = stylesheet.whole(self.book, commission.style, self.shelf)
        self.engine = engine.Engine(self.shelf)
        self.reader = ProofReader(self.markup)

    def __reduce__(self) -> tuple[type[Compositor], tuple[Commission]]:
        return Compositor, (self.commission,)

    @cached_property
    def sheet(self) -> Any:
        """The stylesheet, with its typefaces at hand."""
        return self.engine.sheet(self.style)

    @cached_property
    def ids(self) -> frozenset[str]:
        """All ids of the text to which a link may lead."""
        return self.markup.ids()

    def digest(self, number: int) -> str:
        """The SHA-256 of all that the pages of a chapter are made of, beside its order.

        What a page shows of its pictures is in their addresses.
        """
        tree = self.markup.chapter(number, Remedies(), {})
        parts = [ElementTree.tostring(tree, "unicode"), self.style]
        links = {link.get("href", "") for link in tree.iter("a")}
        parts += sorted(link for link in links if link[:1] == "#" and link[1:] not in self.ids)
        parts.append(str(self.reader.is_for_beauty(number)))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    # --- chapters -----------------------------------------------------------------------------

    def chapter(self, order: Order) -> tuple[Setting, Any]:
        """The chapter, set as often as that makes it better, and its document."""
        with engine.gathered_warnings() as said:
            self.markup.problems.clear()
            document, remedies = self._until_good(order, Remedies(self._too_tall(order.number)))
            side = layout.side_of_begin(document.pages)
            start = order.start
            if side == "other":
                start += 1
                document = self.set(replace(order, start=start), remedies)
        texts = self.reader.texts(order.number)
        problems = [*self.markup.problems, *self.reader.changed_tables(order.number, remedies)]
        setting = Setting(
            order=order,
            start=start,
            pages=len(document.pages),
            is_bound_to_its_side=bool(side),
            names_itself=self.markup.names_itself(order.number, remedies),
            ids=layout.pages_of_ids(document.pages),
            places=tuple(page_map.places(document.pages, texts)),
            remedies=remedies,
            problems=tuple(dict.fromkeys(problems)),
            said=tuple(dict.fromkeys(said)),
        )
        return setting, document

    def _until_good(self, order: Order, remedies: Remedies) -> tuple[Any, Remedies]:
        texts = self.reader.texts(order.number)
        document = None
        for tries_left in range(TRIES, -1, -1):
            try:
                document = self.set(order, remedies)
            except AssertionError:  # WeasyPrint's, for a paragraph that has no room with its note
                notes = self.markup.notes(order.number)
                moved = remedies.whole or {note.key for note in notes}
                if moved <= remedies.moved:
                    raise
                return self._until_good(order, remedies.move(moved))
            pages = document.pages
            places = page_map.places(pages, texts)
            better = self.reader.better(order.number, remedies, pages, places, tries_left)
            if better == remedies or not tries_left:
                break
            remedies = better
        return document, remedies

    def set(self, order: Order, remedies: Remedies) -> Any:
        """The document of a chapter with these remedies."""
        tree = self.markup.chapter(order.number, remedies, dict(order.labels))
        return self.document(tree, order.start)

    def _too_tall(self, number: int) -> frozenset[str]:
        """The notes of a chapter that no foot of a page can hold, as measured."""
        keys = [n.key for n in self.markup.notes(number) if self.reader.may_be_tall(n.key)]
        if not keys:
            return frozenset()
        page = self.document(self.blank()).pages[0]
        room = layout.content_height(page) - (_LINES_LEFT + 1) * layout.line_height(page)
        tall = self.engine.sheet(f"@page{{size:{page.width}px 99999px}}")
        pages = self.document(self.markup.measured(keys), 1, tall).pages
        heights = layout.heights(pages, "measured")
        return frozenset(key for key, height in heights.items() if height > room)

    # --- documents ----------------------------------------------------------------------------

    def document(self, tree: ElementTree.Element, start: int = 1, *more: Any) -> Any:
        """The document, whose first page has the number `start`; `more` are stylesheets.

        What stands at the margins is left to `engine.add_margins`.
        """
        self.markup.draw_formulas(tree)
        tree.set("style", f"break-before:{'recto' if start % 2 else 'verso'}")
        first = self.engine.sheet(f"@page :first{{counter-reset:page {start}}}")
        return self.engine.document(tree, [self.sheet, first, *more])

    def blank(self) -> ElementTree.Element:
        """A page with nothing on it, as elements."""
        page = ElementTree.Element("html", {"lang": self.book.metadata.language})
        ElementTree.SubElement(ElementTree.SubElement(page, "body"), "div", {"class": "blank"})
        return page

    def _picture(self, image: Image) -> str:
        return self.shelf.put(
            f"samizdat:picture/{image.digest}",
            file_of(self.commission.folder, image),
            image.media_type,
        )
