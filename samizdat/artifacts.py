"""Finished EPUB, PDF and HTML files, opened again (step 7).

Shares nothing with what wrote them: what is found here is what a reader gets.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree, html


@dataclass(frozen=True)
class Page:
    """A page of an EPUB or a web edition: its name in the file, and its elements."""

    name: str
    root: Any

    @cached_property
    def by_id(self) -> dict[str, Any]:
        """The element of each id."""
        return {e.get("id"): e for e in self.root.iter() if isinstance(e.tag, str) and e.get("id")}


@dataclass(frozen=True)
class Link:
    """A link: where it stands, what it is, and the page and id that it leads to."""

    page: str
    element: Any
    target_page: str
    target_id: str


@dataclass(frozen=True)
class Publication:
    """A finished web or EPUB edition at `path`, its pages in reading order."""

    path: Path
    pages: tuple[Page, ...]

    @cached_property
    def links(self) -> list[Link]:
        """The links within the publication."""
        found = []
        for page in self.pages:
            for element in page.root.iter("{*}a", "a"):
                address = element.get("href", "")
                if not address or re.match(r"[A-Za-z][\w+.-]*:", address):
                    continue
                name, _, identifier = address.partition("#")
                target = (
                    posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(name)))
                    if name
                    else page.name
                )
                found.append(Link(page.name, element, target, unquote(identifier)))
        return found

    def find(self, identifier: str) -> tuple[Page, Any] | None:
        """The page and element of an id."""
        for page in self.pages:
            if identifier in page.by_id:
                return page, page.by_id[identifier]
        return None


class WebEdition(Publication):
    """A finished web edition."""


class EpubEdition(Publication):
    """A finished EPUB edition."""


@dataclass(frozen=True)
class PrintEdition:
    """A finished PDF at `path`: the text of its pages and its outline."""

    path: Path
    pages: tuple[str, ...]
    outline: tuple[str, ...]


def open_web(path: Path) -> WebEdition:
    """The HTML file, parsed as a browser does."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    return WebEdition(path, (Page(path.name, html.fromstring(path.read_bytes(), parser=parser)),))


def open_epub(path: Path) -> EpubEdition:
    """The EPUB's pages in the order of the spine (EPUB 3.3, section 5.7)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    with zipfile.ZipFile(path) as archive:
        container = etree.fromstring(archive.read("META-INF/container.xml"), parser)
        opf_name = str(container.xpath("string(//*[local-name()='rootfile']/@full-path)"))
        opf = etree.fromstring(archive.read(opf_name), parser)
        items = {item.get("id"): item.get("href") for item in opf.iter("{*}item")}
        pages = []
        for reference in opf.iter("{*}itemref"):
            name = posixpath.join(posixpath.dirname(opf_name), items[reference.get("idref")] or "")
            pages.append(Page(name, etree.fromstring(archive.read(name), parser)))
    return EpubEdition(path, tuple(pages))


def open_print(path: Path) -> PrintEdition:
    """The PDF's text by page and the titles of its outline."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        pages = tuple(page.get_textpage().get_text_bounded() for page in document)
        outline = tuple(bookmark.get_title() for bookmark in document.get_toc())
    finally:
        document.close()
    return PrintEdition(path, pages, outline)


def text_of(element: Any) -> str:
    """The text of an element with white space folded."""
    return " ".join("".join(element.itertext()).split())


def letters(text: str) -> str:
    """The letters and figures of a text, without what lines, hyphens and ligatures change."""
    import unicodedata

    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))
