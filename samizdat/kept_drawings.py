"""What is drawn on the pages of a PDF, kept between builds by the octets that make them.

After an edit most pages of a long book are the same octets as before, and PDFium reads the same of
them. It is never kept that a page is right: the rules look at all of it each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2

from samizdat import drawn, kept
from samizdat.drawn import Drawing, Glyphs
from samizdat.printed import Piece
from samizdat.whole_pages import Octets

_TOOLS = (
    ("printed.py", "drawn.py", "whole_pages.py", "kept_drawings.py"),
    ("pikepdf", "pypdfium2"),
)


class KeptDrawings:
    """The drawings of one PDF, of which `pages` are pikepdf's; without a path, none is kept.

    `digests` are those of the pages, as `whole_pages` has them.
    """

    def __init__(self, path: Path | None, pages: Iterable[Any]) -> None:
        octets = Octets()
        self._pages = [page.obj for page in pages]
        self.digests = [octets.of_page(page) for page in self._pages]
        self._shelf = kept.Shelf(path)
        self._names = list(self._named(octets)) if path else [""] * len(self._pages)
        self._known = [_loaded(self._shelf.find(name)) for name in self._names]

    def _named(self, octets: Octets) -> Iterator[str]:
        """The names by which the pages are kept; empty for a page that is not."""
        how = kept.digest(kept.tools(*_TOOLS), str(pypdfium2.PDFIUM_INFO))
        for page, digest in zip(self._pages, self.digests, strict=True):
            frame = octets.of_frame(page) if digest and not _has_forms(page) else ""
            yield kept.digest(how, digest, frame) if frame else ""

    def read(self, document: Any) -> list[Drawing]:
        """The drawings of all pages, in their order; `document` is PDFium's."""
        known = [*self._known, *[None] * len(document)][: len(document)]
        return [
            found.drawing if found else drawn.drawing(document[number])
            for number, found in enumerate(known)
        ]

    def missing(self, number: int, drawing: Drawing, glyphs: Glyphs) -> int:
        """How often a glyph is missing on a page; with its drawing, that is kept."""
        page, name, found = self._pages[number], self._names[number], self._known[number]
        resources = page.get("/Resources")
        if found:
            glyphs.know(resources)
            return found.missing
        count = glyphs.missing(page, resources)
        if name:
            self._shelf.keep(name, _dumped(drawing, count))
        return count

    def close(self) -> None:
        """Keeps what was read, for the next time."""
        self._shelf.close()


class _Known(NamedTuple):
    drawing: Drawing
    missing: int


def _has_forms(page: Any) -> bool:
    """Whether a page draws forms, whose glyphs are counted once for all pages."""
    drawn_by_name = page.Resources.get("/XObject", {})
    return any(one.get("/Subtype") == "/Form" for one in drawn_by_name.values())


def _dumped(drawing: Drawing, missing: int) -> Any:
    pieces = [[piece.text, *piece.box, piece.mark, piece.is_picture] for piece in drawing.pieces]
    return {"reach": drawing.reach, "pieces": pieces, "missing": missing}


def _loaded(kept: Any) -> _Known | None:
    with suppress(LookupError, TypeError, ValueError):
        pieces = tuple(
            Piece(text, (left, bottom, right, top), mark, is_picture)
            for text, left, bottom, right, top, mark, is_picture in kept["pieces"]
        )
        reach = tuple(kept["reach"]) if kept["reach"] else None
        return _Known(Drawing(pieces, reach), kept["missing"])
    return None
