"""A contact sheet: the pages of a finished PDF, drawn small, for the report."""

from __future__ import annotations

import base64
import io
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from samizdat.kept import seal, unseal
from samizdat.whole_files import write_whole

SHOWN_WIDTH = 140
"""How wide a page stands in the report, in CSS pixels."""

MOST = 400
"""How many pages are drawn; a longer book would make a report that browsers are slow to open."""

# Half as much again as is shown, since the screens of today have more than one dot to a pixel.
_DRAWN_WIDTH = SHOWN_WIDTH * 3 // 2


@dataclass(frozen=True)
class SmallPage:
    """A page drawn small: its number from 1, its size in CSS pixels, and a JPEG as a data URI."""

    number: int
    width: int
    height: int
    address: str


@dataclass(frozen=True)
class ContactSheet:
    """The first pages of a PDF drawn small, and how many pages it has."""

    pages: tuple[SmallPage, ...]
    total: int


def kept(path: Path, digest: str, keep: Path) -> ContactSheet:
    """The contact sheet of the PDF at `path`, drawn anew where that of `keep` is of another PDF.

    `digest` is that of the PDF's octets.
    """
    with suppress(OSError, ValueError, LookupError, TypeError):
        told = unseal(keep.read_bytes())
        if told["of"] == [digest, MOST, _DRAWN_WIDTH]:
            return ContactSheet(tuple(SmallPage(*page) for page in told["pages"]), told["total"])
    sheet = draw(path)
    told = {"of": [digest, MOST, _DRAWN_WIDTH], "total": sheet.total}
    told["pages"] = [astuple(page) for page in sheet.pages]
    write_whole(keep, seal(told))
    return sheet


def draw(path: Path, most: int = MOST) -> ContactSheet:
    """The pages of the PDF at `path`, `most` of them; none of a file that is no PDF."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError):
        return ContactSheet((), 0)
    try:
        total = len(document)
        pages = tuple(_drawn(document[n], n + 1) for n in range(min(total, most)))
    except pypdfium2.PdfiumError:
        return ContactSheet((), 0)
    finally:
        document.close()
    return ContactSheet(pages, total)


def _drawn(page: Any, number: int) -> SmallPage:
    picture = page.render(scale=_DRAWN_WIDTH / max(page.get_width(), 1)).to_pil()
    octets = io.BytesIO()
    picture.convert("RGB").save(octets, "JPEG", quality=65)
    address = "data:image/jpeg;base64," + base64.b64encode(octets.getvalue()).decode()
    height = round(SHOWN_WIDTH * picture.height / picture.width)
    return SmallPage(number, SHOWN_WIDTH, height, address)
