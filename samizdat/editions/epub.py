"""Step 6, write: the EPUB edition. EbookLib packs it; the bytes of every page are ours.

Source: EPUB 3.3 (W3C Recommendation, 2023) and, for old readers, OPF 2.0.1's NCX.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
import logging
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from ebooklib import epub

from samizdat import (
    accessibility,
    fonts,
    kept,
    locales,
    markup,
    page_marks,
    pages,
    screens,
    sections,
    shown_pictures,
    written,
    zip_archive,
)
from samizdat.book import Image
from samizdat.commission import Commission
from samizdat.findings import Location, Problem
from samizdat.pictures import ENDINGS, moves
from samizdat.roles import ROLES
from samizdat.stylesheets import house_style

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"

# Names of our own in the package; ids of items are made of them.
_DRAWN_COVER = "images/cover.png"
_NAME = 48
# Kinds of identifiers by ONIX code list 5, with the forms by which they are known.
_IDENTIFIERS = {
    "02": r"urn:isbn:\d{9}[\dX]",
    "06": r"(doi:|https?://(dx\.)?doi\.org/)10\.\d{4,9}/\S+",
    "15": r"urn:isbn:97[89]\d{10}",
}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _Page(epub.EpubHtml):  # type: ignore[misc]  # EbookLib has no types
    """A page whose bytes are written as they are; EbookLib would write its own markup for them."""

    def get_content(self, default: object = None) -> bytes:
        """The bytes of the page."""
        content: bytes = self.content
        return content


def render(commission: Commission) -> list[Problem]:
    """Writes an EPUB with the same bytes for the same book."""
    with _gathered_warnings() as said:
        package = _Package(commission)
        package.target_bytes()
    return [
        Problem(Location("metadata.yaml"), f"while the EPUB was packed: {text}", "", "epub-warning")
        for text in dict.fromkeys(said)
    ]


class _Gatherer(logging.Handler):
    """Keeps what is logged."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.texts = texts

    def emit(self, record: logging.LogRecord) -> None:
        """A line of the log."""
        self.texts.append(record.getMessage())


@contextmanager
def _gathered_warnings() -> Iterator[list[str]]:
    """What EbookLib and Python warn about within the block; EbookLib logs to the root logger."""
    texts: list[str] = []
    handler, logger = _Gatherer(texts), logging.getLogger()
    logger.addHandler(handler)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            # These speak to programmers, of other versions of Python.
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            yield texts
        texts += [str(one.message) for one in caught]
    finally:
        logger.removeHandler(handler)


class _Package:
    """The publication while it is put together."""

    def __init__(self, commission: Commission) -> None:
        self.commission = commission
        self.written = commission.written or written.of(commission.book)
        self.book, self.shown = shown_pictures.for_screens(
            self.written.outline, commission.folder, "epub", commission.pictures
        )
        self.package = epub.EpubBook()
        self.package.metadata = {}
        self.sheets = markup.Sheets(self.written, self.book, _picture_name)
        self.shelf = kept.Shelf(commission.shelf)
        self.chapters = screens.finished_chapters(
            self.sheets,
            commission.pages,
            self._made,
            self.shelf,
            screens.made_with(self.book, "editions/epub.py", "templates/page.xhtml"),
            epub=True,
        )
        self.files = _file_names(self.chapters)
        self.homes = self._homes()
        self.font_names: list[str] = []
        self.moves = False

    def target_bytes(self) -> None:
        self._facts()
        self._style()
        self._pictures()
        spine = self._pages()
        self._accessibility()
        self.package.spine = spine
        # The pages turn the other way (EPUB 3.3, section 5.7.1).
        if locales.load(self.book.metadata.language).direction == "rtl":
            self.package.set_direction("rtl")
        buffer = io.BytesIO()
        epub.write_epub(
            buffer,
            self.package,
            {
                "mtime": self.book.metadata.modified.astimezone(datetime.UTC),
                "raise_exceptions": True,
                "epub3_pages": False,
                "epub3_landmark": False,
                "compresslevel": 0,  # it is packed again
            },
        )
        self.commission.target.write_bytes(
            _repacked(buffer.getvalue(), self.book.metadata.language, self.shelf)
        )
        self.shelf.close()

    def _homes(self) -> dict[str, str]:
        """The file of each id, so that links lead from file to file."""
        homes: dict[str, str] = {}
        for chapter, file in zip(self.chapters, self.files, strict=True):
            homes.setdefault(chapter.id, file)
            homes.update(dict.fromkeys(chapter.made["ids"], file))
        return homes

    def _made(self, chapter: screens.LinkedChapter, _: int) -> dict[str, Any]:
        """The page of a chapter, and the ids in it, those of its notes first."""
        texts = [chapter.before, chapter.heading, chapter.body]
        texts += [item.body for item in chapter.notes]
        ids = [item.note.key for item in chapter.notes]
        ids += [one for text in texts for one in re.findall(r'\sid="([^"]+)"', text)]
        return {"text": self._filled("chapter", chapter.title, chapter=chapter), "ids": ids}

    @cached_property
    def page_list(self) -> list[tuple[str, str]]:
        """The label and the address of each printed page, in the order of the text."""
        labels = {page_marks.id_of(page.label): page.label for page in self.commission.pages}
        return [
            (labels[name], f"{file}#{name}") for name, file in self.homes.items() if name in labels
        ]

    def _facts(self) -> None:
        facts, add = self.book.metadata, self.package.add_metadata
        identifier = pages.identifier(self.book.metadata)
        self.package.set_identifier(identifier)
        self._refine_identifier(self.package.IDENTIFIER_ID, identifier)
        add("DC", "title", facts.title, {"id": "title"})
        self._refine("title", "title-type", "main")
        if facts.subtitle:
            add("DC", "title", facts.subtitle, {"id": "subtitle"})
            self._refine("subtitle", "title-type", "subtitle")
        add("DC", "language", facts.language)
        for number, creator in enumerate(facts.creators, 1):
            kind = "creator" if creator.role == "author" else "contributor"
            add("DC", kind, creator.name, {"id": f"creator-{number}"})
            self._refine(f"creator-{number}", "role", ROLES[creator.role], "marc:relators")
            if creator.file_as:
                self._refine(f"creator-{number}", "file-as", creator.file_as)
        for name in ("publisher", "rights", "source", "description"):
            if value := getattr(facts, name):
                add("DC", name, value)
        for subject in facts.subjects:
            add("DC", "subject", subject)
        if facts.date and re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", facts.date):
            add("DC", "date", facts.date)
        isbn = facts.isbn.get("epub")
        if isbn and _urn(isbn) != _bare(identifier):
            add("DC", "identifier", _urn(isbn), {"id": "isbn"})
            self._refine_identifier("isbn", _urn(isbn))
        if facts.collection:
            self._meta("belongs-to-collection", facts.collection.name, id="collection")
            self._refine("collection", "collection-type", "series")
            if facts.collection.position:
                self._refine("collection", "group-position", facts.collection.position)
        if self.page_list:
            printed = facts.isbn.get("print")
            self._meta("pageBreakSource", _urn(printed) if printed else identifier)

    def _accessibility(self) -> None:
        """What the publication says of who can read it (EPUB Accessibility 1.1, section 2)."""
        said = accessibility.claims(
            self.book,
            self.written.holdings,
            accessibility.Shown(
                cover=bool(self.book.cover or self.commission.front),
                pages=bool(self.page_list),
                moves=self.moves,
                yields="!important" not in self.commission.style,
                checked=self.commission.checked,
            ),
        )
        for name, values in (
            ("accessMode", said.modes),
            ("accessModeSufficient", said.sufficient),
            ("accessibilityFeature", said.features),
            ("accessibilityHazard", said.hazards),
        ):
            for value in values:
                self._meta(f"schema:{name}", value)
        self._meta("schema:accessibilitySummary", said.summary, **{_XML_LANG: said.language})
        if said.conforms_to:
            self._meta("dcterms:conformsTo", said.conforms_to, id="conformance")
            self._refine("conformance", "a11y:certifiedBy", said.certified_by)

    def _meta(self, name: str, value: str, **attributes: str) -> None:
        self.package.add_metadata(None, "meta", value, {"property": name, **attributes})

    def _refine(self, what: str, name: str, value: str, scheme: str = "") -> None:
        """Says more of the element with the id `what` (EPUB 3.3, section 5.5.3)."""
        scheme_of_value = {"scheme": scheme} if scheme else {}
        self._meta(name, value, refines=f"#{what}", **scheme_of_value)

    def _refine_identifier(self, what: str, identifier: str) -> None:
        """Says what kind of number an identifier is, where its form leaves no doubt."""
        for kind, form in _IDENTIFIERS.items():
            if re.fullmatch(form, _bare(identifier), re.IGNORECASE):
                self._refine(what, "identifier-type", kind, "onix:codelist5")

    def _style(self) -> None:
        css = ""
        for cut in self.commission.faces:
            face = cut.face
            name = f"fonts/{fonts.file_name(face, 'ttf')}"
            css += fonts.font_face(face, name)
            self._add(name, "font/ttf", cut.data)
            self.font_names += [face.family] * (face.family not in self.font_names)
        # CSS wants @namespace before every other rule.
        house = house_style("epub")
        head, _, rest = house.partition("@namespace")
        namespace, _, rules = rest.partition(";")
        sheet = f"@namespace{namespace};\n{css}{head}{rules}{self.commission.style}"
        self._add("style.css", "text/css", sheet.encode())

    def _pictures(self) -> None:
        cover = self.book.cover
        done = set()
        for image in self.book.images:
            name = _picture_name(image)
            if name in done:
                continue
            done.add(name)
            data = self.shown[image.path]
            self.moves = self.moves or moves(data)
            item = self._add(name, image.media_type, data)
            if cover and image.path == cover.path:
                self._is_cover(item)
        if not cover and self.commission.front:
            self._is_cover(self._add(_DRAWN_COVER, "image/png", self.commission.front))

    def _is_cover(self, item: Any) -> None:
        """The picture is the cover, to new readers (EPUB 3.3, D.5.3) and to old ones."""
        item.properties = ["cover-image"]
        self.package.add_metadata(None, "meta", "", {"name": "cover", "content": item.id})

    def _add(self, name: str, media_type: str, data: bytes) -> Any:
        item = epub.EpubItem(
            uid=_item_id(name), file_name=name, media_type=media_type, content=data
        )
        self.package.add_item(item)
        return item

    def _pages(self) -> list[Any]:
        facts = self.book.metadata
        spine: list[Any] = []
        words = pages.words(self.book)
        own = self.book.cover
        cover = _picture_name(own) if own else _DRAWN_COVER if self.commission.front else ""
        if cover:
            spine.append(self._page("cover.xhtml", "cover", facts.title, cover=cover))
        spine.append(
            self._page("title.xhtml", "title", facts.title, others=pages.credited(self.book))
        )
        spine.append(
            self._page(
                "imprint.xhtml",
                "imprint",
                words["imprint"],
                date=pages.formatted_date(self.book),
                fonts=self.font_names,
                draft=self.commission.draft,
            )
        )
        nav = self._page(
            "nav.xhtml",
            "nav",
            words["contents"],
            entries=pages.nested(self.sheets.contents) or _only(self.chapters),
            address=self._address,
            cover=cover,
            pages=self.page_list,
            landmarks=self._landmarks(),
        )
        nav.properties = sorted({*nav.properties, "nav"})
        spine.append(nav)
        for chapter, file in zip(self.chapters, self.files, strict=True):
            spine.append(self._added_page(file, chapter.made["text"]))
        self._ncx()
        return spine

    def _landmarks(self) -> list[tuple[str, str, str]]:
        """The parts of the book by EPUB's terms, with their files and titles."""
        marks = [
            (chapter.kind, file, chapter.title)
            for chapter, file in zip(self.chapters, self.files, strict=True)
            if chapter.part == 1
        ]
        first = next((mark for mark in marks if mark[0] not in sections.FRONT), marks[0])
        return [
            ("bodymatter", first[1], first[2]),
            *(mark for mark in marks if mark[0] != sections.CHAPTER and mark != first),
        ]

    def _address(self, entry: markup.Entry) -> str:
        return f"{self.homes.get(entry.id, self.files[0])}#{entry.id}"

    def _page(self, name: str, kind: str, title: str, **values: object) -> Any:
        return self._added_page(name, self._filled(kind, title, **values))

    def _filled(self, kind: str, title: str, **values: object) -> str:
        return pages.fill("page.xhtml", self.book, kind=kind, title=title, **values).lstrip()

    def _added_page(self, name: str, text: str) -> Any:
        """The page in the package; its links lead to the files of their ids."""
        text = re.sub(
            r'href="#([^"]+)"',
            lambda m: (
                f'href="{self.homes[m[1]]}#{m[1]}"' if self.homes.get(m[1], name) != name else m[0]
            ),
            text,
        )
        page = _Page(uid=_item_id(name), file_name=name, media_type="application/xhtml+xml")
        page.content = text.encode()
        # EPUB 3.3, section 5.9.1: a document says in the manifest what it holds.
        page.properties = ["mathml"] * ("<math" in text)
        self.package.add_item(page)
        return page

    def _ncx(self) -> None:
        entries = pages.nested(self.sheets.contents) or _only(self.chapters)
        depth = max((entry.depth for entry in self.sheets.contents), default=1)
        text = pages.fill(
            "toc.ncx",
            self.book,
            entries=entries,
            address=self._address,
            depth=depth,
            identifier=pages.identifier(self.book.metadata),
            pages=self.page_list,
            highest=max(
                [int(label) for label, _ in self.page_list if label.isdecimal()], default=0
            ),
        )
        # EbookLib writes its own over an EpubNcx, and looks for one by the id `ncx` in the spine.
        self.package.add_item(
            epub.EpubItem(
                uid="ncx",
                file_name="toc.ncx",
                media_type="application/x-dtbncx+xml",
                content=text.lstrip().encode(),
            )
        )


def _only(chapters: list[screens.Finished]) -> list[pages.Branch]:
    """Contents for a text without headings: its first chapter under the book's title."""
    first = chapters[0]
    return [(markup.Entry(first.id, first.title, first.title, 1, first.id), [])]


def _urn(isbn: str) -> str:
    """An ISBN as a name for machines (RFC 8141's urn:isbn)."""
    return f"urn:isbn:{isbn.replace('-', '')}"


def _bare(identifier: str) -> str:
    """An identifier, without the hyphens of an ISBN."""
    is_isbn = identifier.lower().startswith("urn:isbn:")
    return identifier.replace("-", "") if is_isbn else identifier


def _picture_name(image: Image) -> str:
    stem = image.path.rpartition("/")[2].rpartition(".")[0]
    return f"images/{_ascii(stem) or 'image'}-{image.digest[:8]}{ENDINGS[image.media_type]}"


def _file_names(chapters: list[screens.Finished]) -> list[str]:
    """Readable names in reading order: `03-from-1905-to-the-first-world-war.xhtml`."""
    width = max(2, len(str(len(chapters))))
    return [
        f"{chapter.number:0{width}}-{_short(_ascii(chapter.id)) or chapter.kind}"
        f"{f'-{chapter.part}' if chapter.part > 1 else ''}.xhtml"
        for chapter in chapters
    ]


def _short(name: str) -> str:
    """The first words of a name, as many as a file's name is readable with."""
    return name if len(name) <= _NAME else name[: _NAME + 1].rpartition("-")[0]


def _ascii(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _item_id(name: str) -> str:
    return "i-" + re.sub(r"[^A-Za-z0-9]+", "-", name)


def _repacked(data: bytes, language: str, shelf: kept.Shelf) -> bytes:
    """The archive with one time for all and mimetype first and stored (OCF 3.3, section 4.3).

    Its package says in which language its own words are, for which EbookLib has no place.
    """
    entries = []
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        for name in ["mimetype", *sorted(n for n in old.namelist() if n != "mimetype")]:
            content = old.read(name)
            if name.endswith(".opf"):
                content = content.replace(
                    b"<package ", f'<package xml:lang="{language}" '.encode(), 1
                )
            packed = None if name == "mimetype" else _packed(content, shelf)
            entries.append(zip_archive.Entry(name, content, packed))
    return zip_archive.archive(entries)


def _packed(content: bytes, shelf: kept.Shelf) -> bytes:
    """The octets deflated, which takes longer than all the rest of an EPUB."""
    digest = hashlib.sha256(content).hexdigest()
    name = kept.digest(zlib.ZLIB_RUNTIME_VERSION, zip_archive.LEVEL, digest)
    return base64.b64decode(
        shelf.take(name, lambda: base64.b64encode(zip_archive.deflated(content)).decode())
    )
