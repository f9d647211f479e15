"""The page of a release: `index.html`, in every language of the book.

It needs no network and no script, and can be put on the web or be opened from a disk as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

import markupsafe

from samizdat import locales
from samizdat.editions import BOOKLETS
from samizdat.locales import Locale
from samizdat.pages import environment, in_type, trusted
from samizdat.releases.display.covers import Picture, within_a_page
from samizdat.releases.display.spoken import amount, edition_name, size
from samizdat.releases.release import Edition, Language, Release
from samizdat.stylesheets import house_style

COVER = 272
"""How many pixels of CSS a cover is wide."""

_PURPOSES = {
    "web": "for-web",
    "epub": "for-epub",
    "print": "for-print",
    "booklet-a4": "for-booklet",
    "booklet-letter": "for-booklet",
    "text": "for-text",
}

_SUMS = trusted('<a href="SHA256SUMS">SHA256SUMS</a>')
_COMMAND = trusted('<code dir="ltr">sha256sum -c SHA256SUMS</code>')

_ROLES = (
    ("translated-by", "translator"),
    ("edited-by", "editor"),
    ("illustrated-by", "illustrator"),
)


@dataclass(frozen=True)
class Shown:
    """An edition as the page shows it: what it is called, what it is for, and how large it is."""

    edition: Edition
    address: str
    name: str
    purpose: str
    size: str
    pages: str


@dataclass(frozen=True)
class Section:
    """The book in one language, in the words of that language."""

    language: Language
    locale: Locale
    title: str
    subtitle: str
    description: str
    cover: Picture | None
    authors: str
    credits: tuple[str, ...]
    version: str
    published: str
    length: tuple[str, ...]
    editions: tuple[Shown, ...]
    sums: markupsafe.Markup
    source_size: str

    @property
    def has_booklet(self) -> bool:
        """Whether there is anything to be folded."""
        return any(one.edition.edition in BOOKLETS for one in self.editions)

    @property
    def is_kept(self) -> bool:
        """Whether any of the files are of an earlier release."""
        return bool(self.language.kept) or any(one.edition.kept for one in self.editions)

    @property
    def words(self) -> dict[str, str]:
        """The words of the language."""
        return self.locale.words


def html(release: Release, covers: Mapping[str, bytes]) -> str:
    """The page as HTML.

    Args:
        release: What is in the release.
        covers: The covers' octets by their paths; of a language without one the title is shown.
    """
    sections = [_section(release, one, covers) for one in release.languages]
    filled = (
        environment()
        .get_template("release.html")
        .render(
            style=trusted(house_style("release")),
            release=release,
            sections=sections,
            address=quote,
        )
    )
    return filled.encode("utf-8", "replace").decode()


def authors(language: Language) -> str:
    """The names of the authors in one line, as the language joins them."""
    return _names(language, "author")


def cover_of(language: Language, covers: Mapping[str, bytes], width: int) -> Picture | None:
    """The cover of the language for a place so wide, where there is one that can be shown."""
    if language.cover is None or language.cover.path not in covers:
        return None
    return within_a_page(covers[language.cover.path], width)


def _section(release: Release, language: Language, covers: Mapping[str, bytes]) -> Section:
    locale = locales.load(language.locale)
    words = locale.words
    day = locale.figures(None).write(locale.date(language.modified.date()))
    return Section(
        language=language,
        locale=locale,
        title=in_type(language.title, locale),
        subtitle=in_type(language.subtitle or "", locale),
        description=in_type(language.description or "", locale),
        cover=cover_of(language, covers, COVER),
        authors=authors(language),
        credits=tuple(
            words[word].format(names=names)
            for word, role in _ROLES
            if (names := _names(language, role))
        ),
        version=words["version"].format(version=language.version, date=day),
        published=words["published-by"].format(name=language.publisher or ""),
        length=_length(language, locale),
        editions=tuple(_shown(one, locale) for one in language.editions),
        sums=markupsafe.escape(words["how-checksums"]).format(file=_SUMS, command=_COMMAND),
        source_size=size(release.source.size, locale) if release.source else "",
    )


def _names(language: Language, role: str) -> str:
    names = [person.name for person in language.creators if person.role == role]
    return locales.load(language.locale).listed(names) if names else ""


def _length(language: Language, locale: Locale) -> tuple[str, ...]:
    """How long the text is, in words and in printed pages."""
    words = locale.words
    length = []
    if language.words:
        length.append(words["count-words"].format(number=amount(language.words, locale)))
    if language.pages:
        length.append(words["count-pages"].format(number=amount(language.pages, locale)))
    return tuple(length)


def _shown(edition: Edition, locale: Locale) -> Shown:
    words = locale.words
    pages = edition.pages and words["count-pages"].format(number=amount(edition.pages, locale))
    return Shown(
        edition=edition,
        address=quote(edition.path),
        name=edition_name(edition.edition, locale),
        purpose=words[_PURPOSES[edition.edition]] if edition.edition in _PURPOSES else "",
        size=size(edition.size, locale),
        pages=pages or "",
    )
