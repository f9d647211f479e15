"""The books that are measured, each written, prepared and measured when first asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import long_book
from commands import said, seconds


@dataclass
class Workshop:
    """A book, and a folder for all that is made of it.

    `pages` is how many the long book has, about; `growth_to` is how many the longest has that is
    set; `rounds` is how often a short measurement is taken.
    """

    book: Path
    folder: Path
    pages: int = 970
    growth_to: int = 1000
    rounds: int = 3
    _known: dict[int, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def pages_once(self) -> int:
        """The pages of the text when it stands in a book once, with a note to each paragraph."""
        once = self.folder / "once"
        long_book.write(self.book, once, 1)
        said("prepared_book.py", once, self.out(once))
        return int(said("print_edition.py", once, self.out(once))["text_pages"])

    def written(self, pages: int, name: str = "") -> Path:
        """A book folder with about so many pages."""
        target = self.folder / (name or f"of-{pages}-pages")
        if not target.exists():
            long_book.write(self.book, target, pages / self.pages_once)
        return target

    @cached_property
    def long(self) -> Path:
        """The long book."""
        return self.written(self.pages)

    def out(self, book: Path) -> Path:
        """Where a book goes that is prepared for one step."""
        return self.folder / "out" / book.name

    def print_edition(self, pages: int = 0) -> dict[str, Any]:
        """What the print edition takes from scratch, of a book with so many pages, or the long."""
        pages = pages or self.pages
        if pages not in self._known:
            book = self.written(pages)
            self._prepare(book)
            self._known[pages] = said("print_edition.py", book, self.out(book))
        return self._known[pages]

    @cached_property
    def whole_render(self) -> dict[str, Any]:
        """What one WeasyPrint render of the long book takes."""
        self._prepare(self.long)
        return said("plain_pages.py", self.long, self.out(self.long))

    def _prepare(self, book: Path) -> None:
        if not self.out(book).with_name(".build").joinpath(book.name).exists():
            said("prepared_book.py", book, self.out(book))

    @cached_property
    def built(self) -> float:
        """Seconds that all editions and proofs of the long book take from scratch."""
        return seconds(["doit"], self.long)

    @cached_property
    def language(self) -> str:
        """The language of the book."""
        (folder,) = (one.parent for one in (self.long / ".build").glob("*/book.json"))
        return folder.name
