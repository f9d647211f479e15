"""The editions, one a file. Each is `render(commission)`: it reads the commission and nothing else.

An edition never changes the book, takes every date from its metadata, and returns as problems
what it could not show and what a library warned about.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from samizdat.accessibility import Checked
from samizdat.book import Book
from samizdat.findings import Problem
from samizdat.lettering import CutFace
from samizdat.page_map import PrintedPage

MODULES = {
    "web": "web",
    "epub": "epub",
    "print": "print_pdf",
    "booklet-a4": "booklet",
    "booklet-letter": "booklet",
    "text": "text",
}
ENDINGS = {
    "web": ".html",
    "epub": ".epub",
    "print": ".pdf",
    "booklet-a4": "-booklet-a4.pdf",
    "booklet-letter": "-booklet-letter.pdf",
    "text": ".txt",
}

FOR_SCREENS = ("epub", "web")
"""The editions that carry typefaces cut down to the book."""

OF_MARKUP = ("print", *FOR_SCREENS)
"""The editions that are made of the book as HTML, and have a stylesheet."""

BOOKLETS = ("booklet-a4", "booklet-letter")
"""The editions that are made of the finished print edition."""


@dataclass(frozen=True)
class Commission:
    """What an edition is made of.

    `folder` is the book folder, for the pictures that the book lists; `style` is what the book
    changes in the house style; `draft` says that the text has errors; `faces` are the typefaces
    for screens; `front` is the drawn cover as PNG, for a book without a picture of its own;
    `printed` is the finished print edition, for booklets, and `edition` says which of them it is to
    be; `pages` are the printed pages whose numbers an edition for screens shows; `html` is the
    book as pandoc writes it, where that is known; `checked` is what Ace said of the very edition
    that comes of all the rest; `named_blocks` lets the web edition keep the ids of its blocks.
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
    named_blocks: bool = False


class LibraryMissingError(Exception):
    """A library of the system that an edition needs is not there, in a sentence for a person."""


def render(edition: str, commission: Commission) -> list[Problem]:
    """Writes the edition to the commission's target.

    Raises LibraryMissingError where the module of the edition can't load what the system brings.
    """
    try:
        module = import_module(f"samizdat.editions.{MODULES[edition]}")
    except OSError as error:  # as WeasyPrint has it of Pango
        raise LibraryMissingError(
            f"the edition {edition} needs a library that the system brings: "
            f"{str(error).partition('.  ')[0]}; type samizdat doctor, which says how to get it"
        ) from error
    problems: list[Problem] = module.render(commission)
    return problems
