"""What changed from one release to the next, told for readers.

The words add up: those of the old release, less what went out, and what came in, are those of the
new one. A passage that only moved brings no word in and takes none out.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from samizdat.book import Speaker
from samizdat.releases.changes.told import Kind
from samizdat.releases.changes.wording import Part

What = Literal["new", "gone", "changed", "moved", "same"]


@dataclass(frozen=True)
class Change:
    """A passage or a note that is new, gone, changed or moved, with its words.

    One that moved may have changed as well. `origin` is the title of the chapter that it came from,
    if that is another. `mark` and `series` are those of a note.
    """

    what: What
    kind: Kind | Literal["note"]
    parts: tuple[Part, ...]
    origin: str = ""
    mark: str = ""
    series: Speaker | None = None


@dataclass(frozen=True)
class ChapterChange:
    """A chapter that is new, gone, changed or moved; one that moved may have changed as well.

    `words` are those it has, or had if it is gone; `title` has the words of its title that came and
    went. Of a new chapter and one that is gone, `opening` is how it begins, and no passage is told.
    """

    id: str
    what: What
    is_moved: bool
    title: tuple[Part, ...]
    words: int
    words_in: int
    words_out: int
    passages: tuple[Change, ...] = ()
    notes: tuple[Change, ...] = ()
    opening: str = ""

    @property
    def name(self) -> str:
        """The title that it has now, or had if it is gone."""
        return "".join(text for kind, text in self.title if kind != "out" or self.what == "gone")


@dataclass(frozen=True)
class LanguageChange:
    """What changed of the book in a language, with the chapters that are not the same.

    `kept` says why it has the files of an earlier release; nothing of it has changed then.
    """

    locale: str
    language: str
    what: What
    title: tuple[Part, ...]
    words_before: int
    words: int
    words_in: int
    words_out: int
    pages_before: int | None
    pages: int | None
    kept: str = ""
    chapters: tuple[ChapterChange, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What changed between two releases; there is no `old_version` where this is the first."""

    title: str
    old_version: str | None
    version: str
    modified: datetime.datetime
    languages: tuple[LanguageChange, ...]

    @property
    def are_none(self) -> bool:
        """Whether no word changed, and no page."""
        return all(
            one.what == "same" and one.pages_before in {None, one.pages} for one in self.languages
        )
