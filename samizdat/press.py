"""What is built where: a book folder, where its releases go, and the files in between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from samizdat import folder as folders
from samizdat import summary as summaries
from samizdat.editions import BOOKLETS, ENDINGS, FOR_SCREENS
from samizdat.summary import Summary

if TYPE_CHECKING:
    from samizdat.source import Source

_FLOW = ("print", "epub", "web", "text", *BOOKLETS)
"""The editions in the order of the flow: print first, since pages come of it, and booklets last."""


READY = "ready.json"
"""The work file of a language that is there only while all its steps have gone well."""


def making(wanted: Iterable[str], *, page_numbers: bool = False) -> list[str]:
    """What is made for the editions wanted, in the order of the flow.

    Print is made for a booklet, too, and with `page_numbers` for editions that show its pages.
    """
    needed = set(wanted)
    if needed & set(BOOKLETS) or (page_numbers and needed & set(FOR_SCREENS)):
        needed.add("print")
    return [edition for edition in _FLOW if edition in needed]


@dataclass(frozen=True)
class Press:
    """An order to build the book in `folder` into `out`; empty choices mean all there is.

    With `draft`, errors of the text do not stop the editions. With `unvalidated`, EPUBCheck and the
    Nu HTML checker are left out, which take longer than all the rest of a small book. With `ace`,
    Ace by DAISY reads each EPUB, which takes longer still. With `named_blocks`, the web edition
    says of its blocks by which ids the page map knows them, as a preview wants it.
    """

    folder: Path
    out: Path | None = None
    chosen_locales: tuple[str, ...] = ()
    chosen_editions: tuple[str, ...] = ()
    draft: bool = False
    unvalidated: bool = False
    ace: bool = False
    named_blocks: bool = False

    @property
    def releases(self) -> Path:
        """The folder of the releases. A draft without a place of its own stays out of dist/."""
        if self.out is not None:
            return self.out
        return self.work / "draft" if self.draft else self.folder / "dist"

    @property
    def work(self) -> Path:
        """The folder of the work files: `.build` of the book, or beside `out`."""
        if self.out is None:
            return self.folder / ".build"
        return self.out.resolve().parent / ".build" / self.out.resolve().name

    @cached_property
    def summary(self) -> Summary:
        """What has to be known of the book before its text is read."""
        return summaries.read(self.folder, self.work / summaries.NAME)

    @cached_property
    def original(self) -> Source:
        """The book in its own language."""
        from samizdat.source import read_source  # a build with nothing to do reads no text

        return read_source(self.folder)

    @cached_property
    def locales(self) -> list[str]:
        """The locales to build: the source's language first, then the translations by name."""
        return [
            one for one in self.all_locales if not self.chosen_locales or one in self.chosen_locales
        ]

    @cached_property
    def all_locales(self) -> list[str]:
        """The locales that the book has, in the same order."""
        return list(dict.fromkeys([self.summary.language, *folders.locales(self.folder)]))

    def source(self, locale: str) -> Source:
        """The book in a locale."""
        from samizdat.source import read_source

        if locale == self.summary.language:
            return self.original
        if locale not in self._translations:
            self._translations[locale] = read_source(self.folder, locale)
        return self._translations[locale]

    @cached_property
    def _translations(self) -> dict[str, Source]:
        """The translations that were read; both texts are compared for each, which takes long."""
        return {}

    @cached_property
    def editions(self) -> list[str]:
        """The editions to release, in the order of the flow."""
        wanted = self.chosen_editions or self.summary.editions
        return [edition for edition in _FLOW if edition in wanted]

    @cached_property
    def made(self) -> list[str]:
        """The editions to make: those to release, and those that they are made with."""
        return making(self.editions, page_numbers=self.summary.page_numbers)

    @cached_property
    def proved(self) -> list[str]:
        """The editions to prove: those to release, and those that they are made of.

        Print that is typeset for its page numbers alone reaches no reader.
        """
        return making(self.editions)

    @cached_property
    def slug(self) -> str:
        """The book's title as part of file names."""
        plain = unicodedata.normalize("NFKD", self.summary.title)
        plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
        return re.sub(r"[\W_]+", "-", plain).strip("-")[:80].strip("-") or "book"

    def built(self, locale: str, edition: str) -> Path:
        """The file of an edition before it is proved."""
        return self.work / locale / self.file_name(locale, edition)

    def file_name(self, locale: str, edition: str) -> str:
        """The name of an edition's file."""
        return f"{self.slug}-{locale}{ENDINGS[edition]}"

    def released(self, locale: str, edition: str) -> Path:
        """The file of an edition where readers find it."""
        return self.releases / locale / self.file_name(locale, edition)

    def recorded(self, locale: str) -> Path:
        """The file of the book in which is kept what Ace said of a locale's EPUB."""
        return self.folder / "accessibility" / f"{locale}.json"

    def to_record(self, locale: str) -> Path:
        """The file into which what Ace says is written; the book's own for a release into dist/."""
        if self.out is None and not self.draft:
            return self.recorded(locale)
        return self.work_file(locale, "accessibility.json")

    def work_file(self, locale: str, name: str) -> Path:
        """A work file of a locale, such as `book.json`."""
        return self.work / locale / name
