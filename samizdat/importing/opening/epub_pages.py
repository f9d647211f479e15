"""The pages of an EPUB as one: which are no text, and ids and links that hold across files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from lxml import etree

from samizdat.importing.opening.elements import Element, classes, is_empty, names, types
from samizdat.importing.opening.epub_archive import file_at

NAMES = {
    "cover": "the cover",
    "titlepage": "the title page",
    "title-page": "the title page",
    "halftitlepage": "the half-title",
    "halftitle": "the half-title",
    "copyright-page": "the imprint",
    "imprint": "the imprint",
    "toc": "the table of contents",
    "pagelist": "the list of printed pages",
    "page-list": "the list of printed pages",
    "landmarks": "the list of landmarks",
    "loi": "the list of illustrations",
    "lot": "the list of tables",
}


def kind_of(body: Element, kind: str) -> str:
    """What a page is that is no text, such as `cover`; empty for a page of the text.

    `kind` is what the package says of it.
    """
    said = [kind] if kind else []
    around = body
    while True:
        said += sorted(types(around) | (classes(around) & {"titlepage", "title-page"}))
        shown = [child for child in around if not is_empty(child)]
        if len(shown) != 1 or (around.text or "").strip() or (shown[0].tail or "").strip():
            break
        around = shown[0]
    return next((one for one in said if one in NAMES), "")


def joined(bodies: Mapping[str, Element]) -> Element:
    """The pages as one body, a division each; every id is there once, and links lead to it."""
    owners: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    whole = etree.Element("body")
    for file, body in bodies.items():
        for element in body.iter(etree.Element):
            for name in list(names(element)):
                owners.setdefault((file, name), _free(name, taken))
            if element.get("id"):
                element.set("id", owners[file, element.get("id") or ""])
            if element.tag == "a" and element.get("name"):
                element.set("name", owners[file, element.get("name") or ""])
        first = re.sub(r"[^\w.-]+", "-", file.rpartition("/")[2].rpartition(".")[0])
        owners[file, ""] = body.get("id") or _free(first, taken)
        body.set("id", owners[file, ""])
    by_name: dict[str, str] = {}
    for (_, name), owner in owners.items():
        by_name.setdefault(name, owner)
    for file, body in bodies.items():
        for link in body.iter("a"):
            address = link.get("href") or ""
            if not address or re.match(r"[a-zA-Z][\w+.-]*:|//", address):
                continue
            target = file_at(file, address), unquote(address.partition("#")[2])
            anywhere = by_name.get(target[1]) if target[1] else None
            home = owners.get(target) or anywhere or owners.get((target[0], ""))
            if home:
                link.set("href", f"#{quote(home)}")
        for image in body.iter("img", "image"):
            for attribute, value in list(image.attrib.items()):
                if re.split("[:}]", str(attribute))[-1] in ("src", "href"):
                    image.set(str(attribute), _in_archive(file, str(value)))
        body.tag = "div"
        body.tail = None
        whole.append(body)
    return whole


def _free(name: str, taken: set[str]) -> str:
    free, again = name, 2
    while free in taken:
        free, again = f"{name}-{again}", again + 1
    taken.add(free)
    return free


def _in_archive(file: str, address: str) -> str:
    if re.match(r"[a-zA-Z][\w+.-]*:|//", address):
        return address
    return quote(file_at(file, address))
