"""A small release as the tests need it: a book in some languages, with covers and all editions."""

from __future__ import annotations

import datetime
import hashlib
import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from samizdat.editions import ENDINGS
from samizdat.language_support import name
from samizdat.locales import load
from samizdat.releases.display import opds, page
from samizdat.releases.release import (
    Accessibility,
    Cover,
    Edition,
    File,
    Language,
    Person,
    Release,
    dump,
)

WHEN = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)

TYPES = {".html": "text/html", ".epub": "application/epub+zip", ".pdf": "application/pdf"}

TITLES = {
    "en": "The Lamp and the Wind",
    "es": "La lámpara y el viento",
    "ar": "المصباح والريح",
    "de": "Die Lampe und der Wind",
    "fr": "La lampe et le vent",
    "ru": "Лампа и ветер",
    "he": "המנורה והרוח",
}


def cover(colour: str = "#274b5c", size: tuple[int, int] = (800, 1200)) -> bytes:
    """A picture as a cover: a frame and a circle."""
    picture = Image.new("RGB", size, colour)
    pen = ImageDraw.Draw(picture)
    wide, high = size
    pen.rectangle((40, 40, wide - 40, high - 40), outline="#f3e9d2", width=6)
    pen.ellipse((wide // 2 - 150, 300, wide // 2 + 150, 600), fill="#e8b54d")
    octets = io.BytesIO()
    picture.save(octets, "PNG")
    return octets.getvalue()


def digest(words: str) -> str:
    """The SHA-256 of the words."""
    return hashlib.sha256(words.encode()).hexdigest()


def language(tag: str, **changes: Any) -> Language:
    """The book in one language, with all its editions and a cover; `changes` are of its fields."""
    editions = tuple(
        Edition(
            path=f"{tag}/lamp-{tag}{ending}",
            media_type=TYPES.get(f".{ending.rpartition('.')[2]}", "text/plain"),
            size=size,
            sha256=digest(tag + edition),
            edition=edition,
            pages=214 if edition.startswith(("print", "booklet")) else None,
        )
        for (edition, ending), size in zip(
            ENDINGS.items(), (812_345, 640_021, 1_912_377, 2_004_113, 2_010_944, 9_412), strict=True
        )
    )
    values: dict[str, Any] = {
        "locale": tag,
        "name": name(tag),
        "direction": load(tag).direction,
        "title": TITLES.get(tag, "The Lamp and the Wind"),
        "creators": (
            Person(name="Ana Pressa", file_as="Pressa, Ana"),
            Person(name="Ben Oduya", role="translator"),
        ),
        "description": "A keeper of a lighthouse writes letters that nobody answers.",
        "publisher": "Small Press",
        "rights": "CC BY-SA 4.0",
        "subjects": ("Letters", "Lighthouses"),
        "version": "1.2.0",
        "modified": WHEN,
        "words": 61_204,
        "pages": 214,
        "digest": digest(tag),
        "cover": Cover(
            path=f"cover-{tag}.png",
            media_type="image/png",
            size=len(cover()),
            sha256=digest("cover" + tag),
            width=800,
            height=1200,
        ),
        "accessibility": Accessibility(
            modes=("textual", "visual"),
            sufficient=("textual,visual", "textual"),
            features=("alternativeText", "structuralNavigation", "tableOfContents"),
            hazards=("none",),
            summary=load(tag).words["access-text"],
            conforms_to="EPUB Accessibility 1.1 - WCAG 2.1 Level AA",
        ),
        "editions": editions,
    }
    return Language(**(values | changes))


def release(*tags: str, **changes: Any) -> Release:
    """The book in the languages of the tags, English where none is named."""
    languages = tuple(map(language, tags or ("en",)))
    values: dict[str, Any] = {
        "title": languages[0].title,
        "slug": "lamp",
        "language": languages[0].locale,
        "identifier": "urn:uuid:1c1b0f0e-6a51-4d8e-9d3f-3f0a5b7c2d11",
        "version": "1.2.0",
        "modified": WHEN,
        "date": "2026",
        "languages": languages,
        "source": File(
            path="lamp-source.zip",
            media_type="application/zip",
            size=2_345_678,
            sha256=digest("source"),
        ),
    }
    return Release(**(values | changes))


def changed(of: Release, **changes: Any) -> Release:
    """The release with other facts of its first language."""
    first = of.languages[0].model_copy(update=changes)
    return of.model_copy(update={"languages": (first, *of.languages[1:])})


def bare(**changes: Any) -> Release:
    """A release of which little is known, but for the `changes`."""
    gone = dict.fromkeys(("cover", "description", "accessibility", "publisher", "rights", "pages"))
    little = {**gone, "creators": (), "subjects": ()}
    return changed(release("en", source=None, date=None), **(little | changes))


def covers(of: Release) -> dict[str, bytes]:
    """The octets of the covers of a release, by their paths."""
    return {one.cover.path: cover() for one in of.languages if one.cover}


def write(of: Release, folder: Path) -> Path:
    """Writes the release with its page, its catalogs, and files as large as they should be."""
    texts = {
        "release.json": dump(of),
        "index.html": page.html(of, covers(of)),
        "opds.xml": opds.atom(of),
        "opds.json": opds.json(of),
    }
    files = {path: text.encode() for path, text in texts.items()} | covers(of)
    files |= {one.path: b"x" * one.size for language in of.languages for one in language.editions}
    for path, octets in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(octets)
    return folder
