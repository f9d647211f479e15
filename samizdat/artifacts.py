"""Finished EPUB and HTML files, opened again (step 7).

Shares nothing with what wrote them: what is found here is what a reader gets.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
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
        """The element of each id; the first, as for a reader's device, where one comes twice."""
        found: dict[str, Any] = {}
        for element in self.root.iter(etree.Element):
            if identifier := element.get("id"):
                found.setdefault(identifier, element)
        return found


@dataclass(frozen=True)
class Entry:
    """A line of a table of contents: its label, how deep it stands from 1, where it leads."""

    label: Any
    depth: int
    page: str
    identifier: str


@dataclass(frozen=True)
class Item:
    """A line of an EPUB's manifest: the file's name in the archive, or a remote address."""

    name: str
    media_type: str


@dataclass(frozen=True)
class Publication:
    """A finished web or EPUB edition at `path`: pages in reading order, contents by table.

    `page_lists` are the printed pages, by the list that names them and leads to them.
    """

    path: Path
    pages: tuple[Page, ...]
    contents: Mapping[str, tuple[Entry, ...]]
    page_lists: Mapping[str, tuple[Entry, ...]]

    @cached_property
    def chapters(self) -> list[list[tuple[Page, Any]]]:
        """The sections of each chapter, with the pages that they stand in.

        More than one are the parts of a chapter that goes on in another file.
        """
        found: list[list[tuple[Page, Any]]] = []
        for page in self.pages:
            for section in page.root.iter("{*}section"):
                if not has_class(section, "chapter") or any(
                    has_class(outer, "chapter") for outer in section.iterancestors()
                ):
                    continue
                if found and has_class(section, "continued"):
                    found[-1].append((page, section))
                else:
                    found.append([(page, section)])
        return found

    def page_of(self, element: Any) -> Page:
        """The page that an element stands in."""
        return self._by_root[element.getroottree().getroot()]

    @cached_property
    def _by_root(self) -> dict[Any, Page]:
        return {page.root.getroottree().getroot(): page for page in self.pages}

    def find(self, name: str, identifier: str) -> Any | None:
        """The element with the id in the page of that name; the page itself for no id."""
        for page in self.pages:
            if page.name == name:
                return page.by_id.get(identifier) if identifier else page.root
        return None


class WebEdition(Publication):
    """A finished web edition."""


@dataclass(frozen=True)
class EpubEdition(Publication):
    """A finished EPUB edition: the lines of its manifest, and all files of the archive."""

    package: str
    items: tuple[Item, ...]
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class BrokenFile:
    """A finished file that can't be opened, and why; nothing else can be proved of it."""

    path: Path
    why: str


class BrokenWeb(BrokenFile):
    """A web edition that is no HTML."""


class BrokenEpub(BrokenFile):
    """An EPUB that is no archive of pages."""


def open_web(path: Path) -> WebEdition | BrokenWeb:
    """The HTML file, parsed as a browser does."""
    data = path.read_bytes()
    try:
        if not data.decode().rstrip().endswith("</html>"):
            return BrokenWeb(path, "does not end as a page of HTML ends")
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        page = Page(path.name, html.fromstring(data, parser=parser))
    except UnicodeDecodeError as error:
        return BrokenWeb(path, f"is not UTF-8 from octet {error.start} on")
    except etree.LxmlError as error:
        return BrokenWeb(path, f"is no HTML: {error}")
    contents = tuple(entry for nav in page.root.iter("nav") for entry in _listed(page, nav))
    marks = tuple(
        Entry(mark, 1, page.name, mark.get("id", ""))
        for mark in page.root.iter("a", "span")
        if has_class(mark, "page-mark")
    )
    return WebEdition(path, (page,), {"contents": contents}, {"margin": marks})


class _BrokenError(Exception):
    """Why a file can't be opened."""


def open_epub(path: Path) -> EpubEdition | BrokenEpub:
    """The EPUB's files, and its pages in the order of the spine (EPUB 3.3, section 5.7)."""
    try:
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        return _epub(path, files)
    except _BrokenError as error:
        return BrokenEpub(path, str(error))
    # All that Python's reader of archives is known to raise for one that is damaged.
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        return BrokenEpub(path, f"is no whole archive: {error or type(error).__name__}")


def _epub(path: Path, files: Mapping[str, bytes]) -> EpubEdition:
    container = _xml(files, "META-INF/container.xml")
    package_name = str(container.xpath("string(//*[local-name()='rootfile']/@full-path)"))
    package = _xml(files, package_name)
    items = {
        item.get("id"): (_name(package_name, item.get("href", "")), item)
        for item in package.iter("{*}item")
    }
    pages = []
    for reference in package.iter("{*}itemref"):
        if reference.get("idref") not in items:
            raise _BrokenError(f"has {reference.get('idref')} in its spine and not in its manifest")
        name, _ = items[reference.get("idref")]
        pages.append(Page(name, _xml(files, name)))
    contents: dict[str, tuple[Entry, ...]] = {"nav": (), "NCX": ()}
    page_lists: dict[str, tuple[Entry, ...]] = {"nav": (), "NCX": ()}
    for name, item in items.values():
        if "nav" in item.get("properties", "").split():
            page = next((p for p in pages if p.name == name), None) or Page(name, _xml(files, name))
            for lists, kind in ((contents, "toc"), (page_lists, "page-list")):
                navs = _navs(page, kind)
                lists["nav"] = tuple(entry for nav in navs for entry in _listed(page, nav))
        elif item.get("media-type") == "application/x-dtbncx+xml":
            ncx = Page(name, _xml(files, name))
            contents["NCX"] = tuple(_points(ncx, "navPoint"))
            page_lists["NCX"] = tuple(_points(ncx, "pageTarget"))
    manifest = tuple(Item(name, item.get("media-type", "")) for name, item in items.values())
    return EpubEdition(path, tuple(pages), contents, page_lists, package_name, manifest, files)


def _xml(files: Mapping[str, bytes], name: str) -> Any:
    if name not in files:
        raise _BrokenError(f"lacks its {name}" if name else "does not name its package")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(files[name], parser)
    except etree.XMLSyntaxError as error:
        raise _BrokenError(f"has in {name} what is no XML: {error}") from error


def _navs(page: Page, kind: str) -> Iterator[Any]:
    """The elements that are the table of contents or the page list (EPUB 3.3, section 7.4)."""
    for nav in page.root.iter("{*}nav"):
        if kind in nav.get("{http://www.idpf.org/2007/ops}type", "").split():
            yield nav


def _listed(page: Page, nav: Any) -> Iterator[Entry]:
    for link in nav.iter("{*}a"):
        depth = sum(1 for _ in link.iterancestors("{*}ol"))
        yield Entry(link, depth, *target_of(page.name, link.get("href", "")))


def _points(page: Page, kind: str) -> Iterator[Entry]:
    """The lines of the contents or the page list for old readers (OPF 2.0.1, section 2.4.1)."""
    for point in page.root.iter(f"{{*}}{kind}"):
        content, label = point.find("{*}content"), point.find("{*}navLabel")
        depth = 1 + sum(1 for _ in point.iterancestors("{*}navPoint"))
        address = "" if content is None else content.get("src", "")
        yield Entry(point if label is None else label, depth, *target_of(page.name, address))


def target_of(page: str, address: str) -> tuple[str, str]:
    """The page and the id that an address within the publication leads to from `page`."""
    name, _, identifier = address.partition("#")
    return (_name(page, name) if name else page), unquote(identifier)


def is_outside(address: str) -> bool:
    """Whether an address names a scheme or a host and thereby leaves the publication."""
    return bool(re.match(r"\s*([A-Za-z][\w+.-]*:|//)", address))


def _name(base: str, address: str) -> str:
    """The file that an address in the file `base` names; one that leaves the archive as it is."""
    if is_outside(address):
        return address
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(address)))


def has_class(element: Any, name: str) -> bool:
    """Whether the element is of the class."""
    return name in element.get("class", "").split()


def text_of(element: Any) -> str:
    """The text of an element with white space folded."""
    return " ".join("".join(element.itertext()).split())


def letters(text: str) -> str:
    """The letters and figures of a text, without what lines, hyphens and ligatures change."""
    if text.isascii():
        return text.translate(_NO_LETTERS)
    import unicodedata

    return western("".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))))


_NO_LETTERS = {code: None for code in range(128) if not chr(code).isalnum()}


def western(text: str) -> str:
    """The text with 0 to 9 in place of the decimal digits of all scripts."""
    if text.isascii():
        return text
    import unicodedata

    return re.sub(r"(?![0-9])\d", lambda digit: str(unicodedata.decimal(digit[0])), text)
