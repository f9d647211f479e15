"""A page of HTML or XHTML as a tree of lxml, whatever is wrong with it."""

from __future__ import annotations

import html.entities
import re

from lxml import etree
from lxml import html as lxml_html

from samizdat.importing.incoming import UnusableFileError

Element = etree._Element
EPUB = "http://www.idpf.org/2007/ops"

DEEPEST = 250
"""How deep elements may lie in one another; pandoc needs time and memory for each level."""

MOST_ATTRIBUTES = 1_000
"""How many attributes a tag may have; each is compared with all of those before it."""

MOST_TAGS = 1_500_000
"""How many tags a page may have; each takes memory before anything is known of it."""

# A document type may define entities without end; no page needs its own.
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(\w+);")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4000,}")
_XML = {"amp", "lt", "gt", "quot", "apos"}
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Characters that stand for none, and that marks of this package are made of; and those XML forbids.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def parsed(text: str, name: str) -> Element:
    """The page's root, an element `html`, with names as in HTML and without comments.

    A page that is XML is read as that, since `<a id="x"/>` is empty there alone; every other as a
    browser would. Attributes of XML lose their prefix. Entities of the page's own are never
    expanded. Raises `UnusableFileError` for a page that has no elements, or whose
    elements lie deeper than `DEEPEST`.
    """
    text = _DOCTYPE.sub("", _DECLARATION.sub("", _NO_TEXT.sub("", text)), count=1)
    if text.count("<") > MOST_TAGS:
        raise UnusableFileError(f"{name} has more markup than any book; give its text alone")
    for tag in _LONG_TAG.finditer(text):
        # What is long since it holds a picture, as `data:`, has few signs of equality.
        if tag.group().count("=") > MOST_ATTRIBUTES or tag.group().count(" ") > MOST_ATTRIBUTES:
            raise UnusableFileError(
                f"{name} has a tag of more than {MOST_ATTRIBUTES} attributes, as no person writes; "
                "save the page again, or give its text"
            )
    root = _as_xml(text) if "http://www.w3.org/1999/xhtml" in text[:2000] else None
    if root is None:
        root = _as_html(text)
    if root is None:
        raise UnusableFileError(f"{name} has no text; save the page again from the browser")
    _look_at_depth(root, name)
    return root


def _as_html(text: str) -> Element | None:
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        return etree.fromstring(text.encode(), parser) if text.strip() else None
    except etree.LxmlError:
        return None


def _as_xml(text: str) -> Element | None:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    named = html.entities.html5

    def letter(entity: re.Match[str]) -> str:
        return entity[0] if entity[1] in _XML else named.get(f"{entity[1]};", entity[0])

    try:
        root = etree.fromstring(_ENTITY.sub(letter, text).encode(), parser)
    except etree.LxmlError:
        return None
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
        for name, value in list(element.attrib.items()):
            if str(name).startswith("{"):
                qualified = etree.QName(str(name))
                is_type = qualified.namespace == EPUB and qualified.localname == "type"
                del element.attrib[name]
                element.set("epub-type" if is_type else qualified.localname, str(value))
    etree.cleanup_namespaces(root)
    return root


def _look_at_depth(root: Element, name: str) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise _too_deep(name)


def _too_deep(name: str) -> UnusableFileError:
    return UnusableFileError(
        f"{name} has elements within elements more than {DEEPEST} deep, as no person writes; "
        "save the page again, or give its text"
    )
