"""What a release holds: `release.json`, from which its page and its catalogs are written.

The file says nothing of the machine or the hour: whoever builds the same text with the same tools
writes the same octets.
"""

from __future__ import annotations

import datetime
import json
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from samizdat.releases import FACTS

SCHEMA = 1
NAME = FACTS


TELLING = ("index.html", "opds.json", "opds.xml", "changes.html", "changes.atom")
"""The files that tell readers and programs of a release, beside release.json and the digests."""


class UnreadableReleaseError(Exception):
    """A release.json that is none, in a sentence for a person."""


class _Part(BaseModel):
    """A part of the schema. A later samizdat may say more, which an older one passes over."""

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
        regex_engine="python-re",  # the one of Rust can't look around
    )


def _within(path: str) -> str:
    if not path.isprintable() or "\\" in path or {"", ".", ".."} & set(path.split("/")):
        raise ValueError("a path within the folder of the release is expected")
    return path


Path = Annotated[str, AfterValidator(_within)]
"""A path within the folder of the release, which leads nowhere else."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class File(_Part):
    """A file of the release: its path from the folder of the release, octets, and SHA-256."""

    path: Path
    media_type: str
    size: int
    sha256: Digest


class Edition(File):
    """A finished edition; `pages` is the number of its printed pages, where it has any.

    `kept` says why it is of an earlier release than the others.
    """

    edition: str
    pages: int | None = None
    kept: str | None = None


class Cover(File):
    """The front of the book as a picture; `width` and `height` in pixels, where they are known."""

    width: int | None = None
    height: int | None = None


class Person(_Part):
    """Somebody who made the book, with a MARC relator term as the role."""

    name: str
    role: str = "author"
    file_as: str | None = None


class Accessibility(_Part):
    """What the EPUB says of its accessibility, in the vocabulary of schema.org."""

    modes: tuple[str, ...] = ()
    sufficient: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    summary: str = ""
    conforms_to: str = ""
    certified_by: str = ""


class Language(_Part):
    """The book in one language. `kept` says why these are the files of an earlier release.

    `words` are those of text and notes; `pages` those of the print edition; `digest` is of all
    files of the book that this language is made of. The three are not known of a release that was
    made before there was a release.json.
    """

    locale: str
    name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    title: str
    subtitle: str | None = None
    creators: tuple[Person, ...] = ()
    description: str | None = None
    publisher: str | None = None
    rights: str | None = None
    subjects: tuple[str, ...] = ()
    version: str
    modified: datetime.datetime
    words: int | None = None
    pages: int | None = None
    digest: Digest | None = None
    kept: str | None = None
    cover: Cover | None = None
    accessibility: Accessibility | None = None
    editions: tuple[Edition, ...] = ()


class Font(_Part):
    """A typeface and its version."""

    name: str
    version: str


class _OfSomeSchema(_Part):
    """What release.json of every schema says: the number of its schema."""

    schema_version: int = Field(default=SCHEMA, alias="schema")


class Release(_OfSomeSchema):
    """A release: the book in all its languages, the source's first."""

    title: str
    slug: str
    language: str
    identifier: str
    isbn: dict[str, str] = {}
    version: str
    modified: datetime.datetime
    date: str | None = None
    collection: str | None = None
    position: str | None = None
    draft: bool = False
    languages: tuple[Language, ...]
    source: File | None = None
    tools: dict[str, str] = {}
    fonts: tuple[Font, ...] = ()


def files(release: Release) -> list[File]:
    """The files that a release.json names: editions, covers and source."""
    found: list[File] = [one for language in release.languages for one in language.editions]
    found += [language.cover for language in release.languages if language.cover]
    return [*found, release.source] if release.source else found


def dump(release: Release) -> str:
    """The release as the text of release.json: keys in order, one fact a line."""
    data = release.model_dump(mode="json", by_alias=True, exclude_none=True)
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def load(text: str | bytes, name: str = NAME) -> Release:
    """The release that a release.json tells of; `name` is what messages call the file.

    Octets are read as UTF-8, which JSON is in (RFC 8259, section 8.1).

    Raises `UnreadableReleaseError` for what is none, and for one of a later schema.
    """
    try:
        text = text.decode() if isinstance(text, bytes) else text
        if _OfSomeSchema.model_validate_json(text).schema_version > SCHEMA:
            raise UnreadableReleaseError(
                f"{name} was written by a later samizdat, whose release.json this one can't read"
            )
        return Release.model_validate_json(text)
    except UnicodeDecodeError as error:
        raise UnreadableReleaseError(f"{name} is no release.json: it is not UTF-8") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UnreadableReleaseError(
            f"{name} is no release.json: {where + ': ' if where else ''}{first['msg']}"
        ) from error
