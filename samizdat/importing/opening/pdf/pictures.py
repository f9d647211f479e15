"""The pictures of a PDF, as files."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from samizdat.importing.opening.pdf.characters import Drawn, Page
from samizdat.importing.opening.pdf.links import Box

_LARGEST = 80_000_000
"""Pixels; a larger picture is no picture of a book."""
_SMALLEST = 4
"""Pixels across; what is smaller only decorates."""
_THINNEST = 12
"""Points; what is thinner is a rule or an ornament."""
_SCALE = 300 / 72
"""Dots for a point in a picture of what is drawn with lines."""
_MOST_OCTETS = 150_000_000


class Pictures:
    """Takes pictures out of a PDF; `files` are their contents by path, `missed` how many failed.

    A picture that is shown on several pages, such as a printer's mark, is one file.
    """

    def __init__(self, document: Any, pages: Sequence[Page]) -> None:
        self.document = document
        self.pages = pages
        self.files: dict[str, bytes] = {}
        self.missed: list[int] = []
        self._paths: dict[tuple[int, int], str] = {}
        self._octets = 0

    def at_mark(self, page: int, mark: int) -> list[str]:
        """The paths of the pictures that a mark of the tags calls."""
        if mark < 0:
            return []
        found = [self.path(page, d) for d in self.pages[page].pictures if d.mark == mark]
        return [path for path in found if path]

    def within(self, page: int, box: Box) -> list[str]:
        """The paths of the pictures whose middle is in an area of a page."""
        left, bottom, right, top = box
        found = [
            self.path(page, drawn)
            for drawn in self.pages[page].pictures
            if left < (drawn.box[0] + drawn.box[2]) / 2 < right
            and bottom < (drawn.box[1] + drawn.box[3]) / 2 < top
        ]
        return [path for path in found if path]

    def place(self, page: int, mark: int) -> Box | None:
        """The box of what a mark calls, but for letters."""
        for drawn in (*self.pages[page].pictures, *self.pages[page].drawings):
            if drawn.mark == mark:
                return drawn.box
        return None

    def taken(self, page: int, box: Box) -> str:
        """The path of a picture of an area as it looks, for what is drawn with lines."""
        if is_flat(box) or self.pages[page].turn:
            return ""
        if (box[2] - box[0]) * (
            box[3] - box[1]
        ) * _SCALE**2 > _LARGEST or self._octets > _MOST_OCTETS:
            return ""
        holder = self.document[page]
        try:
            own = self.pages[page]
            crop = (box[0], box[1], own.width - box[2], own.height - box[3])
            shown = holder.render(scale=_SCALE, crop=tuple(max(0.0, side) for side in crop))
            content = _as_png(shown.to_pil())
        except (pypdfium2.PdfiumError, ValueError):
            return ""
        finally:
            holder.close()
        self._octets += len(content)
        path = f"images/page-{page + 1}-drawing-{box[0]:.0f}-{box[1]:.0f}.png"
        self.files[path] = content
        return path

    def path(self, page: int, drawn: Drawn) -> str:
        """The path of a picture, which is taken out now; empty if that can't be done."""
        key = (page, drawn.number)
        if key not in self._paths:
            found = self._content(page, drawn.number)
            self._paths[key] = ""
            if found is not None:
                content, ending = found
                same = next((p for p, c in self.files.items() if c == content), "")
                self._paths[key] = same or f"images/page-{page + 1}-{drawn.number}.{ending}"
                self.files[self._paths[key]] = content
            elif found is None:
                self.missed.append(page)
        return self._paths[key]

    def _content(self, page: int, number: int) -> tuple[bytes, str] | None:
        holder = self.document[page]
        try:
            item = pdfium.FPDFPage_GetObject(holder.raw, number)
            across, down = ctypes.c_uint(), ctypes.c_uint()
            if not pdfium.FPDFImageObj_GetImagePixelSize(item, across, down):
                return None
            if across.value * down.value > _LARGEST or self._octets > _MOST_OCTETS:
                return None
            if min(across.value, down.value) < _SMALLEST:
                return None
            found = self._jpeg(item) or self._png(item, holder)
        finally:
            holder.close()
        if found is not None:
            self._octets += len(found[0])
        return found

    def _jpeg(self, item: Any) -> tuple[bytes, str] | None:
        if pdfium.FPDFImageObj_GetImageFilterCount(item) != 1:
            return None
        buffer = ctypes.create_string_buffer(40)
        pdfium.FPDFImageObj_GetImageFilter(item, 0, buffer, len(buffer))
        if buffer.value not in {b"DCTDecode", b"DCT"}:
            return None
        octets = pdfium.FPDFImageObj_GetImageDataRaw(item, None, 0)
        content = ctypes.create_string_buffer(octets)
        pdfium.FPDFImageObj_GetImageDataRaw(item, content, octets)
        return (content.raw, "jpg") if content.raw.startswith(b"\xff\xd8") else None

    def _png(self, item: Any, holder: Any) -> tuple[bytes, str] | None:
        image = pypdfium2.PdfImage(item, page=holder, pdf=self.document)
        try:
            shown = image.get_bitmap(render=True, scale_to_original=True)
            picture = shown.to_pil()
        except (pypdfium2.PdfiumError, ValueError):
            return None
        if picture.mode == "RGBA" and picture.getextrema()[-1] == (255, 255):
            picture = picture.convert("RGB")
        return _as_png(picture), "png"


def is_flat(box: Box | None) -> bool:
    """Whether an area is that of a rule or an ornament."""
    return box is not None and min(box[2] - box[0], box[3] - box[1]) < _THINNEST


def _as_png(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()
