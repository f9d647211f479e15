"""A catalog: books in their languages, each with the way from the catalog to its release.

Both kinds of OPDS are written from it, of one release or of a whole library.
"""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import dataclass
from urllib.parse import quote

from samizdat import locales
from samizdat.releases.display.spoken import edition_name
from samizdat.releases.release import Edition, File, Language, Person, Release

ACQUISITION = "http://opds-spec.org/acquisition/open-access"
"""The relation of a link to a whole edition that is free for everybody to have."""

ATOM = "application/atom+xml;profile=opds-catalog;kind=acquisition"
JSON = "application/opds+json"
"""The media types of the two kinds of catalogs."""

_FOR_READING = ("epub", "web", "print", "text")
"""The editions in the order in which reading apps should try them; the others follow."""

# What XML 1.0 can hold of no text, section 2.2.
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Publication:
    """A book in one language; `base` is the way from the catalog to its release, with a slash."""

    release: Release
    language: Language
    base: str = ""

    @property
    def entry_id(self) -> str:
        """The identifier of its entry, which stays the same wherever the release is put."""
        return named(self.release.identifier, self.language.locale)

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The identifiers of the publication: the source has that of the book and its ISBNs."""
        if self.language.locale != self.release.language:
            return ()
        numbers = [re.sub(r"[^0-9Xx]", "", one) for one in self.release.isbn.values()]
        isbns = dict.fromkeys(f"urn:isbn:{number.upper()}" for number in numbers if number)
        return (self.release.identifier, *isbns)

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions, those that reading apps open first."""

        def order(edition: Edition) -> int:
            name = edition.edition
            return _FOR_READING.index(name) if name in _FOR_READING else len(_FOR_READING)

        return tuple(sorted(self.language.editions, key=order))

    def name(self, edition: Edition) -> str:
        """What the edition is called in its language."""
        return edition_name(edition.edition, locales.load(self.language.locale))

    @property
    def page(self) -> str:
        """The address of its place on the page of the release."""
        return f"{quote(self.base)}index.html#{quote(self.language.locale)}"

    def address(self, file: File) -> str:
        """The address of a file of the release, from the catalog on."""
        return quote(self.base + file.path)

    def people(self, *roles: str) -> list[Person]:
        """Those who have one of the roles."""
        return [person for person in self.language.creators if person.role in roles]


@dataclass(frozen=True)
class Catalog:
    """What a catalog tells of itself, and its publications."""

    title: str
    identifier: str
    modified: datetime.datetime
    language: str
    maker: str
    publications: tuple[Publication, ...]


def of_release(release: Release) -> Catalog:
    """The catalog of a release alone."""
    first = release.languages[0]
    names = [person.name for person in first.creators if person.role == "author"]
    return Catalog(
        title=release.title,
        identifier=named(release.identifier, "catalog"),
        modified=release.modified,
        language=release.language,
        maker=first.publisher or ", ".join(names) or release.title,
        publications=tuple(Publication(release, one) for one in release.languages),
    )


def named(*words: str) -> str:
    """An identifier that is the same for the same words (RFC 9562, section 5.5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, " ".join(words)).urn


def instant(when: datetime.datetime) -> str:
    """The moment as RFC 3339 writes it."""
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.UTC)
    return when.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def legible(text: str) -> str:
    """The text without what XML can't hold, such as a character that rings a bell."""
    return _NO_CHARACTER.sub("\ufffd", text)
