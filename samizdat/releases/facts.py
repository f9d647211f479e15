"""What a release says of the book in one language, once that is proved."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pypdfium2
from lxml import etree
from PIL import Image

from samizdat import locales
from samizdat.book import Book
from samizdat.metadata import EDITIONS, Metadata
from samizdat.press import Press
from samizdat.releases import sums
from samizdat.releases.changes.told import telling
from samizdat.releases.changes.wording import words
from samizdat.releases.release import Accessibility, Cover, Edition, Language, Person

MEDIA_TYPES = {
    ".html": "text/html",
    ".epub": "application/epub+zip",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".zip": "application/zip",
}
_OPF = "{http://www.idpf.org/2007/opf}"


def language(press: Press, locale: str, book: Book, digest: str) -> Language:
    """What is known of a language whose editions are built and proved, and of each of them."""
    facts = book.metadata
    pages = _pages(press.built(locale, "print")) if "print" in press.made else None
    epub = press.built(locale, "epub") if "epub" in press.editions else None
    return _known(locale, facts).model_copy(
        update={
            "words": _words(book),
            "pages": pages,
            "digest": digest,
            "cover": _cover(press, locale),
            "accessibility": _accessibility(epub) if epub else None,
            "editions": tuple(
                _edition(edition, locale, press.built(locale, edition), pages)
                for edition in EDITIONS
                if edition in press.editions
            ),
        }
    )


def of_files(press: Press, locale: str, folder: Path) -> Language | None:
    """What can be said of files that lie in a folder of releases without a release.json."""
    there = {name: folder / locale / press.file_name(locale, name) for name in EDITIONS}
    editions = tuple(
        _edition(name, locale, path, None) for name, path in there.items() if path.is_file()
    )
    known = _known(locale, press.source(locale).metadata)
    return known.model_copy(update={"editions": editions}) if editions else None


def _known(locale: str, facts: Metadata) -> Language:
    """What the metadata tell."""
    return Language(
        locale=locale,
        name=_name(locale),
        direction=locales.load(facts.language).direction,
        title=facts.title,
        subtitle=facts.subtitle,
        creators=tuple(Person(name=c.name, role=c.role, file_as=c.file_as) for c in facts.creators),
        description=facts.description,
        publisher=facts.publisher,
        rights=facts.rights,
        subjects=facts.subjects,
        version=facts.version,
        modified=facts.modified,
    )


def _edition(edition: str, locale: str, path: Path, pages: int | None) -> Edition:
    return Edition(
        edition=edition,
        path=f"{locale}/{path.name}",
        media_type=MEDIA_TYPES[path.suffix],
        size=path.stat().st_size,
        sha256=sums.digest_of(path),
        pages=pages if path.suffix == ".pdf" else None,
    )


def _name(locale: str) -> str:
    """The language's name in itself, as a heading has it."""
    known = locales.in_cldr(locale)
    name = str(known.display_name) if known and known.display_name else locale
    return name[:1].upper() + name[1:]


def _words(book: Book) -> int:
    """The words of the text and its notes, counted as where two releases are compared."""
    chapters = telling(book).chapters
    texts = [text for chapter in chapters for text in (chapter.title, *chapter.texts)]
    return sum(len(words(text)) for text in texts)


def _pages(path: Path) -> int | None:
    if not path.exists():
        return None
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def _cover(press: Press, locale: str) -> Cover | None:
    """The drawn front as PNG, which every catalog can show, or the book's own picture."""
    known = press.work_file(locale, "cover.json")
    if not known.exists():
        return None
    facts = json.loads(known.read_text("utf-8"))
    path = press.work_file(locale, "cover.png" if facts["drawn"] else facts["file"])
    content = path.read_bytes()
    size = None
    if path.suffix != ".svg":
        with Image.open(io.BytesIO(content)) as picture:
            size = picture.size
    return Cover(
        path=f"cover-{locale}{path.suffix}",
        media_type=MEDIA_TYPES.get(path.suffix, facts["media-type"]),
        size=len(content),
        sha256=sums.digest(content),
        width=size[0] if size else None,
        height=size[1] if size else None,
    )


def _accessibility(epub: Path) -> Accessibility:
    """What the package of the EPUB says (EPUB Accessibility 1.1, section 2)."""
    with zipfile.ZipFile(epub) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".opf"))
        package = etree.fromstring(archive.read(name))
    said: dict[str, list[str]] = {}
    for meta in package.iter(f"{_OPF}meta"):
        said.setdefault(meta.get("property", ""), []).append((meta.text or "").strip())
    return Accessibility(
        modes=tuple(said.get("schema:accessMode", ())),
        sufficient=tuple(said.get("schema:accessModeSufficient", ())),
        features=tuple(said.get("schema:accessibilityFeature", ())),
        hazards=tuple(said.get("schema:accessibilityHazard", ())),
        summary=" ".join(said.get("schema:accessibilitySummary", ())),
        conforms_to=" ".join(said.get("dcterms:conformsTo", ())),
        certified_by=" ".join(said.get("a11y:certifiedBy", ())),
    )
