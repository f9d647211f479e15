"""The package of an EPUB: its files in order, what it says of the book, its table of contents.

Sources: EPUB 3.3 (W3C), sections 5 and 7; OPF 2.0.1 (IDPF), sections 2.2 to 2.6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from samizdat.importing.opening.epub_archive import Archive, file_at
from samizdat.importing.opening.web_matter import date_of, turned
from samizdat.roles import ROLES

_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_TERMS = {code: term for term, code in ROLES.items()}
_PAGES = {"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/xml"}
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-\w{4,8})*")


@dataclass(frozen=True)
class Entry:
    """A line of the contents: its words, its depth from 1, and where it leads."""

    words: str
    depth: int
    file: str
    identifier: str


@dataclass(frozen=True)
class Package:
    """What an EPUB's package says.

    `pages` are the files of the text in their order; `kinds` say what some of them are, such as
    `cover`, by EPUB's words; `cover` is the file of the picture, or empty.
    """

    pages: tuple[str, ...]
    sheets: tuple[str, ...]
    kinds: dict[str, str]
    contents: tuple[Entry, ...]
    facts: dict[str, object]
    cover: str


def package_of(archive: Archive) -> Package:
    """The package of an EPUB, as far as it can be read."""
    container = archive.xml("META-INF/container.xml")
    rootfile = next(container.iter("{*}rootfile"), None)
    name = rootfile.get("full-path") or "" if rootfile is not None else ""
    root = archive.xml(name)
    items = {
        item.get("id") or "": (file_at(name, item.get("href") or ""), item)
        for item in root.iter("{*}item")
    }
    pages = [
        items[reference.get("idref") or ""][0]
        for reference in root.iter("{*}itemref")
        if (reference.get("idref") or "") in items
    ]
    if not pages:
        pages = [file for file, item in items.values() if item.get("media-type") in _PAGES]
    kinds = {
        file_at(name, one.get("href") or ""): (one.get("type") or "").lower()
        for one in root.iter("{*}reference")
    }
    nav = next(
        (file for file, item in items.values() if "nav" in (item.get("properties") or "").split()),
        "",
    )
    ncx = next(
        (f for f, item in items.values() if item.get("media-type") == "application/x-dtbncx+xml"),
        "",
    )
    contents: list[Entry] = []
    if nav and nav in archive:
        kinds[nav] = "toc"
        tree = archive.xml(nav)
        contents = list(_listed(tree, nav))
        kinds.update(_landmarks(tree, nav))
    if not contents and ncx and ncx in archive:
        contents = list(_points(archive.xml(ncx), ncx))
    return Package(
        tuple(dict.fromkeys(page for page in pages if page in archive)),
        tuple(file for file, item in items.values() if item.get("media-type") == "text/css"),
        kinds,
        tuple(contents),
        _facts(root),
        _cover(root, items),
    )


# --- contents -------------------------------------------------------------------------------


def _types(element: etree._Element) -> set[str]:
    found = element.get("{http://www.idpf.org/2007/ops}type") or element.get("epub:type") or ""
    return set(found.split())


def _listed(tree: etree._Element, nav: str) -> Iterator[Entry]:
    navs = list(tree.iter("{*}nav"))
    tables = [one for one in navs if "toc" in _types(one)] or navs[:1]
    for link in (link for table in tables[:1] for link in table.iter("{*}a")):
        depth = sum(1 for _ in link.iterancestors("{*}ol", "{*}ul")) or 1
        address = link.get("href") or ""
        words = " ".join("".join(map(str, link.itertext())).split())
        yield Entry(words, depth, file_at(nav, address), address.partition("#")[2])


def _landmarks(tree: etree._Element, nav: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in tree.iter("{*}nav"):
        if "landmarks" in _types(one):
            for link in one.iter("{*}a"):
                address = link.get("href") or ""
                kind = next(iter(sorted(_types(link))), "")
                if "#" not in address and kind:
                    found[file_at(nav, address)] = kind
    return found


def _points(tree: etree._Element, ncx: str) -> Iterator[Entry]:
    for point in tree.iter("{*}navPoint"):
        label, content = point.find("{*}navLabel"), point.find("{*}content")
        words = "" if label is None else " ".join("".join(map(str, label.itertext())).split())
        depth = 1 + sum(1 for _ in point.iterancestors("{*}navPoint"))
        address = "" if content is None else content.get("src") or ""
        yield Entry(words, depth, file_at(ncx, address), address.partition("#")[2])


# --- facts ----------------------------------------------------------------------------------


def _cover(root: etree._Element, items: dict[str, tuple[str, etree._Element]]) -> str:
    for file, item in items.values():
        if "cover-image" in (item.get("properties") or "").split():
            return file
    for meta in root.iter("{*}meta"):
        if meta.get("name") == "cover":
            named = items.get(meta.get("content") or "")
            if named and (named[1].get("media-type") or "").startswith("image/"):
                return named[0]
    return ""


def _facts(root: etree._Element) -> dict[str, object]:
    refined: dict[str, dict[str, str]] = {}
    for meta in root.iter("{*}meta"):
        if meta.get("refines"):
            known = refined.setdefault((meta.get("refines") or "").lstrip("#"), {})
            known.setdefault(meta.get("property") or "", _words(meta))

    def about(element: etree._Element, name: str) -> str:
        own = element.get(f"{_OPF}{name}") or element.get(name) or ""
        return refined.get(element.get("id") or "", {}).get(name, own)

    facts: dict[str, object] = {}
    titles = [(about(one, "title-type"), _words(one)) for one in root.iter(f"{_DC}title")]
    titles = [(kind, words) for kind, words in titles if words]
    main = next((words for kind, words in titles if kind in ("main", "")), "")
    if main:
        facts["title"] = main
    subtitle = next((words for kind, words in titles if kind == "subtitle"), "")
    if subtitle:
        facts["subtitle"] = subtitle
    creators = []
    for kind in ("creator", "contributor"):
        for one in root.iter(f"{_DC}{kind}"):
            default = "author" if kind == "creator" else "contributor"
            role = _TERMS.get(about(one, "role").strip().lower(), default)
            if _words(one) and role != "book producer":
                creator = {"name": turned(_words(one)), "role": role}
                if file_as := about(one, "file-as"):
                    creator["file-as"] = file_as
                creators.append(creator)
    if creators:
        facts["creators"] = creators
    for name in ("publisher", "rights", "source"):
        if value := next((_words(one) for one in root.iter(f"{_DC}{name}") if _words(one)), ""):
            facts[name] = value
    description = next((_words(one) for one in root.iter(f"{_DC}description") if _words(one)), "")
    if description:
        facts["description"] = _without_tags(description)
    if subjects := [_words(one) for one in root.iter(f"{_DC}subject") if _words(one)]:
        facts["subjects"] = list(dict.fromkeys(subjects))
    language = next((_words(one) for one in root.iter(f"{_DC}language")), "").replace("_", "-")
    if _TAG.fullmatch(language):
        facts["language"] = language
    dates = [(one.get(f"{_OPF}event") or "", _words(one)) for one in root.iter(f"{_DC}date")]
    for event in ("original-publication", "creation", "publication", ""):
        if date := next((date_of(said) for kind, said in dates if kind == event), ""):
            facts["date"] = date
            break
    if identifier := _identifier(root):
        facts["identifier"] = identifier
    for meta in root.iter("{*}meta"):
        if meta.get("property") == "belongs-to-collection":
            collection = {"name": _words(meta)}
            if position := refined.get(meta.get("id") or "", {}).get("group-position"):
                collection["position"] = position
            facts["collection"] = collection
    return facts


def _identifier(root: etree._Element) -> str:
    wanted = root.get("unique-identifier")
    found = list(root.iter(f"{_DC}identifier"))
    for one in sorted(found, key=lambda one: one.get("id") != wanted):
        words, scheme = _words(one), (one.get(f"{_OPF}scheme") or "").upper()
        if re.fullmatch(r"[\d-]{9,16}[\dXx]", words) and scheme == "ISBN":
            return f"urn:isbn:{words.replace('-', '')}"
        if re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", words):
            return f"urn:uuid:{words}"
        if words:
            return words
    return ""


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _without_tags(words: str) -> str:
    if "<" not in words:
        return words
    try:
        return _words(html.fromstring(f"<div>{words}</div>"))
    except etree.LxmlError:
        return words
