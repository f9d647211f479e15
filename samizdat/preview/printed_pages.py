"""The printed pages as pictures, drawn when they are asked for."""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from samizdat.page_map import PrintedPage

_WIDTH = 800
"""How wide a page is drawn, in pixels: for a screen of two dots to a pixel, 400 of CSS."""

_MOST = 60
"""So many pictures are kept; a page is drawn in less time than a book's pages take memory."""


@dataclass(frozen=True)
class Page:
    """A page: its label, width and height, and the block with which it begins, if there is one."""

    label: str
    width: int
    height: int
    block: str
    offset: int


@dataclass(frozen=True)
class Printed:
    """A typeset book, known by the digest of its file."""

    digest: str
    data: bytes
    pages: tuple[Page, ...]


def printed(data: bytes, page_map: Sequence[PrintedPage]) -> Printed:
    """The PDF with its page map. Raises ValueError where it can't be opened."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    try:
        pages = []
        for number in range(len(document)):
            width, height = document.get_page_size(number)
            mapped = page_map[number] if number < len(page_map) else PrintedPage("", None)
            place = mapped.place
            pages.append(
                Page(
                    mapped.label or str(number + 1),
                    _WIDTH // 2,
                    round(_WIDTH / 2 * height / max(width, 1)),
                    place.block if place else "",
                    place.offset if place else 0,
                )
            )
    finally:
        document.close()
    return Printed(hashlib.sha256(data).hexdigest()[:16], data, tuple(pages))


class Drawer:
    """Draws pages, one at a time, since PDFium has one thread; keeps those it drew last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._open: tuple[str, Any] | None = None

    def picture(self, book: Printed, number: int) -> bytes:
        """The page of that number, from 1, as PNG. Raises ValueError where there is none."""
        if not 1 <= number <= len(book.pages):
            raise ValueError(number)
        key = (book.digest, number)
        with self._lock:
            if key not in self._pictures:
                self._pictures[key] = _drawn(self._document(book)[number - 1])
                while len(self._pictures) > _MOST:
                    self._pictures.popitem(last=False)
            self._pictures.move_to_end(key)
            return self._pictures[key]

    def _document(self, book: Printed) -> Any:
        import pypdfium2

        if self._open is None or self._open[0] != book.digest:
            if self._open is not None:
                self._open[1].close()
            self._open = (book.digest, pypdfium2.PdfDocument(book.data))
        return self._open[1]


def _drawn(page: Any) -> bytes:
    picture = page.render(scale=_WIDTH / max(page.get_width(), 1)).to_pil().convert("RGB")
    octets = io.BytesIO()
    picture.save(octets, "PNG", compress_level=3)
    return octets.getvalue()
