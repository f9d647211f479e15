"""A library: one page and one catalog over the releases of many books."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from samizdat import locales
from samizdat.pages import environment, in_type, trusted
from samizdat.releases.display import opds_atom, opds_json
from samizdat.releases.display.catalog import Catalog, Publication, instant, named
from samizdat.releases.display.covers import Picture, within_a_page
from samizdat.releases.display.page import authors
from samizdat.releases.release import NAME, Language, Release, UnreadableReleaseError, load
from samizdat.stylesheets import house_style

FILES = ("opds.json", "opds.xml", "index.html")
"""What a library is made of, in the order in which it appears: the page comes last."""

COVER = 176
"""How many pixels of CSS a cover is wide."""

_MARK = '<meta name="generator" content="samizdat library">'
"""By this a page is known to be one that may be written anew."""


@dataclass(frozen=True)
class Shelved:
    """A release, the folder in which it lies, and the way there from the library."""

    release: Release
    folder: Path
    base: str

    @property
    def first(self) -> Language:
        """The book in the language of its source."""
        return self.release.languages[0]

    @property
    def title(self) -> str:
        """Its title as the page shows it."""
        return in_type(self.first.title, locales.load(self.first.locale))

    @property
    def address(self) -> str:
        """The address of the page of the release."""
        return f"{quote(self.base)}index.html"

    @property
    def authors(self) -> str:
        """Who wrote it, in one line."""
        return authors(self.first)

    @property
    def cover(self) -> Picture | None:
        """Its cover, where there is one that can be shown."""
        if self.first.cover is None:
            return None
        try:
            data = (self.folder / self.first.cover.path).read_bytes()
        except OSError:
            return None
        return within_a_page(data, COVER)


def release_folder(given: Path) -> Path:
    """The folder of the release: the given one, or `dist` in a book folder.

    Raises `UnreadableReleaseError` where there is neither.
    """
    for folder in (given, given / "dist"):
        if (folder / NAME).is_file():
            return folder.resolve()
    if not given.is_dir():
        raise UnreadableReleaseError(f"{given} is not a folder")
    raise UnreadableReleaseError(
        f"neither {given / NAME} nor {given / 'dist' / NAME} is there; type samizdat build {given}"
    )


def home(folders: Iterable[Path]) -> Path | None:
    """The folder that holds the books whose releases are given, or None where none does."""
    parents = [
        folder.parent.parent if folder.name == "dist" else folder.parent for folder in folders
    ]
    try:
        common = Path(os.path.commonpath(parents))
    except ValueError:  # they lie on different drives
        return None
    return None if common == common.parent else common


def shelf(folders: Iterable[Path], out: Path) -> list[Shelved]:
    """The releases in the folders, by their titles.

    Raises `UnreadableReleaseError` for what is none, and for a book that is there twice.
    """
    shelved: dict[str, Shelved] = {}
    for folder in dict.fromkeys(folders):
        path = folder / NAME
        release = load(path.read_bytes(), str(path))
        if not release.languages:
            raise UnreadableReleaseError(f"{path} is of a book that has no language")
        base = Path(os.path.relpath(folder, out)).as_posix() + "/"
        if other := shelved.get(release.identifier):
            raise UnreadableReleaseError(
                f"{other.folder} and {folder} are releases of the same book, "
                f"{release.identifier}; leave out one of them"
            )
        shelved[release.identifier] = Shelved(release, folder, "" if base == "./" else base)
    return sorted(shelved.values(), key=_order)


def _order(one: Shelved) -> tuple[str, str, str]:
    """By title as people look for it, without regard to capitals and accents."""
    spread = unicodedata.normalize("NFKD", one.release.title.casefold())
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return bare, one.release.title, one.release.identifier


def most_spoken(books: Sequence[Shelved]) -> str:
    """The language in which most of the books were written."""
    counts = Counter(one.release.language for one in books)
    return min(counts, key=lambda tag: (-counts[tag], tag))


def files(books: Sequence[Shelved], language: str, title: str | None = None) -> dict[str, str]:
    """The text of each file of the library.

    Args:
        books: The books, of which there is at least one.
        language: The language of the page around the books.
        title: What the library is called; the language's word for books if not said.
    """
    words = locales.load(language).words
    catalog = _catalog(books, language, title or words["books"])
    page = (
        environment()
        .get_template("library.html")
        .render(
            style=trusted(house_style("release") + house_style("library")),
            mark=trusted(_MARK),
            catalog=catalog,
            direction=locales.load(language).direction,
            words=words,
            books=books,
        )
    )
    texts = (opds_json.feed(catalog), opds_atom.feed(catalog), page)
    return {
        name: text.encode("utf-8", "replace").decode()
        for name, text in zip(FILES, texts, strict=True)
    }


def _catalog(books: Sequence[Shelved], language: str, title: str) -> Catalog:
    presses = sorted({one.first.publisher for one in books if one.first.publisher})
    return Catalog(
        title=title,
        # New books come in, and the library stays the same.
        identifier=named("samizdat library", title, *presses),
        modified=max((one.release.modified for one in books), key=instant),
        language=language,
        maker=", ".join(presses) or title,
        publications=tuple(
            Publication(book.release, language, book.base)
            for book in books
            for language in book.release.languages
        ),
    )


def is_foreign(out: Path) -> bool:
    """Whether something is there that a library would overwrite, and that is none."""
    page = out / "index.html"
    if page.is_file():
        return _MARK not in page.read_text("utf-8", "replace")
    return any((out / name).exists() for name in FILES)
