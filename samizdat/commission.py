"""What an edition is made of (steps 5 and 6)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

# The task graph looks up the names of the editions, and has no use for what they are made of.
if TYPE_CHECKING:
    from samizdat.accessibility import Checked
    from samizdat.book import Book
    from samizdat.lettering import CutFace
    from samizdat.page_map import PrintedPage
    from samizdat.written import Written


@dataclass(frozen=True)
class Commission:
    """What one edition is made of.

    `folder` is the book folder, for the pictures that the book lists; `style` is what the book
    changes in the house style; `draft` says that the text has errors; `faces` are the typefaces
    for screens; `front` is the drawn cover as PNG, for a book without a picture of its own;
    `printed` is the finished print edition, for booklets, and `edition` says which of them it is to
    be; `pages` are the printed pages whose numbers an edition for screens shows; `html` is the
    book as pandoc writes it, where that is known; `checked` is what Ace said of the very edition
    that comes of all the rest; `kept` is the folder for chapters of the print edition that are set,
    which later builds take again; `named_blocks` lets the web edition keep the ids of its blocks.

    Editions for screens take of `book` no trees where `written` is given, the book as pandoc writes
    it by chapters and notes; `shelf` is the file for their finished chapters, and `pictures` the
    folder for pictures as they show them, which later builds take again.
    """

    book: Book
    target: Path
    folder: Path
    style: str = ""
    draft: bool = False
    faces: tuple[CutFace, ...] = ()
    front: bytes = b""
    printed: Path | None = None
    edition: str = ""
    pages: tuple[PrintedPage, ...] = ()
    html: str = ""
    checked: Checked | None = None
    kept: Path | None = None
    named_blocks: bool = False
    written: Written | None = None
    shelf: Path | None = None
    pictures: Path | None = None
