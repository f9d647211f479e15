"""EPUB 2 and 3: the pages of the spine become one text, the package says the facts."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from samizdat.importing.incoming import Incoming, UnusableFileError
from samizdat.importing.opening import (
    epub_headings,
    epub_pages,
    web_encoding,
    web_looks,
    web_pictures,
    web_text,
)
from samizdat.importing.opening.elements import Element, is_empty, words
from samizdat.importing.opening.epub_archive import Archive
from samizdat.importing.opening.epub_package import Package, package_of
from samizdat.importing.opening.html_tree import parsed
from samizdat.importing.opening.web_marks import Marks

LARGEST_TEXT = web_encoding.LARGEST_TEXT
MOST_PAGES = 5_000
"""Files of text above which an e-book is none: the Bible by chapters has 1,189."""


def open_epub(path: Path) -> Incoming:
    """The EPUB at `path` as Markdown.

    Raises `UnusableFileError` for what is no EPUB, is encrypted or too large, or has no text.
    """
    archive = Archive(path)
    package = package_of(archive)
    bodies = _bodies(archive, package)
    epub_headings.settle(bodies, package.contents)
    marks = Marks()
    said: list[str] = []
    places = _leave_out(bodies, package, marks, said)
    whole = epub_pages.joined(bodies)
    reading = web_text.Reading(
        whole,
        path.name,
        str(package.facts.get("language", "")) or "en",
        web_looks.looks_of(archive.read(one).decode("utf-8", "replace") for one in package.sheets),
        marks,
        said,
    )
    whole.text = places + (whole.text or "")
    notes = web_text.taken_notes(reading)
    shown = web_pictures.Shown(lambda address: archive.read(unquote(address)) or None, marks)
    for root in (whole, notes.shelf):
        web_pictures.drawings(root, shown)
    facts = dict(package.facts)
    if package.cover and (cover := shown.keep(package.cover)):
        facts["cover"] = f"manuscript/{cover}"
    written = web_text.written(reading, notes, shown.take)
    if not written.text.strip():
        raise UnusableFileError(
            f"{path.name} has pictures of pages and no text; it needs recognition of its letters "
            "(OCR) first"
        )
    return Incoming(
        path.name,
        written.text,
        shown.contents,
        facts,
        written.translators,
        written.remarks,
        tuple(said),
    )


def _bodies(archive: Archive, package: Package) -> dict[str, Element]:
    if len(package.pages) > MOST_PAGES:
        raise UnusableFileError(
            f"{archive.name} has {len(package.pages)} chapters, more than any book; make several "
            "books of it"
        )
    bodies: dict[str, Element] = {}
    length = 0
    for file in package.pages:
        data = archive.page(file)
        length += len(data)
        if length > LARGEST_TEXT:
            raise UnusableFileError(
                f"{archive.name} has more than {LARGEST_TEXT // 1_000_000} MB of text, and that is "
                "the most that is read; divide it into files"
            )
        if not data.strip():
            continue
        root = parsed(web_encoding.decoded(data, file).text, file)
        body = root.find("body")
        if body is not None:
            body.attrib.pop("lang", "")
            if (language := root.get("lang")) is not None:
                body.set("lang", language)
            bodies[file] = body
    if not bodies:
        raise UnusableFileError(f"{archive.name} has no pages of text in it")
    return bodies


def _leave_out(bodies: dict[str, Element], package: Package, marks: Marks, said: list[str]) -> str:
    """Takes out the pages that are no text; gives the marks of what was in them."""
    places = ""
    for file, body in list(bodies.items()):
        kind = epub_pages.kind_of(body, package.kinds.get(file, ""))
        shown = words(body)
        is_only_cover = not shown and file == next(iter(bodies)) and not kind
        if not kind and not is_only_cover and not is_empty(body):
            continue
        del bodies[file]
        name = epub_pages.NAMES.get(kind, "the cover" if is_only_cover else "an empty page")
        said.append(f"{name} ({file}) was left out of the text")
        if shown:
            hint = "what it says of the book belongs to metadata.yaml"
            places += marks.place(f"{name} was left out of the text", hint, shown)
    return places
