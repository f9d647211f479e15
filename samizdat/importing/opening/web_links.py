"""Links of a page: which lead to the web, which within the text, and which nowhere any more."""

from __future__ import annotations

import re
from urllib.parse import unquote, urldefrag, urljoin

from lxml import etree

from samizdat.importing.opening.elements import (
    BLOCKS,
    HEADINGS,
    Element,
    begins,
    block_of,
    is_empty,
    names,
    unwrap,
)

_OUTSIDE = re.compile(r"(?:https?|ftp|mailto|doi|urn|tel|news|geo|xmpp|magnet):", re.IGNORECASE)
_ID = re.compile(r"[^\W\d][\w.:-]*")
_HOLDERS = ("figure", "table")


def settle(roots: list[Element], base: str) -> tuple[set[str], int]:
    """Makes the links of a page those of a manuscript.

    `base` is the page's own address, or empty. Gives the ids that something links to, each of
    which is that of a heading, a figure, a table or an empty span now, and the number of links
    that lead nowhere any more and became words.
    """
    named: dict[str, Element] = {}
    for root in roots:
        for element in root.iter(etree.Element):
            for name in names(element):
                named.setdefault(name, element)
    wanted: dict[Element, str] = {}
    lost = 0
    for link in [a for root in roots for a in list(root.iter("a"))]:
        address = _address(link.get("href"), base)
        if address.startswith("#") and (target := named.get(unquote(address[1:]))) is not None:
            link.set("href", f"#{_id_for(_home(target), wanted, address[1:])}")
        elif _OUTSIDE.match(address):
            link.set("href", address)
        else:
            lost += link.get("href") is not None and not is_empty(link)
            if link not in wanted:
                link.tag = "span"
    for root in roots:
        for element in root.iter(etree.Element):
            element.attrib.pop("id", "")
            element.attrib.pop("name", "")
    for element, identifier in wanted.items():
        _put_id(element, identifier)
    return set(wanted.values()), lost


def _address(href: str | None, base: str) -> str:
    address = re.sub(r"\s+", "", href or "")
    if base and address and not address.startswith("#") and not re.match(r"\w+:", address):
        address = urljoin(base, address)
    page, fragment = urldefrag(address)
    return f"#{fragment}" if fragment and page == base else address


def _home(target: Element) -> Element:
    """The heading, figure or table that a link to `target` means; else the target itself."""
    for above in (target, *target.iterancestors()):
        if above.tag in HEADINGS or above.tag in _HOLDERS:
            return above
        if above.tag in BLOCKS:
            break
    block = block_of(target)
    if block.tag in ("section", "div", "article", "header") and begins(block, target):
        first = next((one for one in block.iter(etree.Element) if one.tag in HEADINGS), None)
        if first is not None and begins(block, first):
            return first
    # An anchor alone stands before what it names.
    around = target if target is block else block
    if is_empty(target) and (target is block or is_empty(block)):
        after = around.getnext()
        if after is not None and not (around.tail or "").strip():
            first = after if after.tag in HEADINGS else next(after.iter(*HEADINGS), None)
            if first is not None and begins(after, first):
                return first
            return after if after.tag in BLOCKS else target
    elif is_empty(target) and target.tag not in BLOCKS:
        after = target.getnext()
        if after is not None and after.tag in HEADINGS and not (target.tail or "").strip():
            return after
    return target


def _id_for(home: Element, wanted: dict[Element, str], name: str) -> str:
    if home not in wanted:
        clean = re.sub(r"[^\w.:-]+", "-", unquote(name)).strip("-.:")
        clean = clean if _ID.fullmatch(clean) else f"x-{clean}"
        plain, again = clean, 2
        while clean in wanted.values():
            clean, again = f"{plain}-{again}", again + 1
        wanted[home] = clean
    return wanted[home]


def _put_id(element: Element, identifier: str) -> None:
    if element.getparent() is None:
        return
    if element.tag in HEADINGS or element.tag in _HOLDERS:
        element.set("id", identifier)
        return
    anchor = etree.Element("span")
    anchor.set("id", identifier)
    if element.tag in ("ul", "ol", "dl", "hr", "tr", "img", "br", "pre", "math"):
        element.addprevious(anchor)
        return
    block = next((one for one in element.iter("p", "li", "dd", "dt", *HEADINGS)), element)
    if block.tag in HEADINGS:
        block.set("id", identifier)
        return
    anchor.tail, block.text = block.text, None
    block.insert(0, anchor)


def unlink_pictures(body: Element) -> None:
    """Takes off the links around pictures alone, which lead to a larger file of the same."""
    for link in list(body.iter("a")):
        pictures = [child for child in link if child.tag == "img"]
        if pictures and not "".join(map(str, link.itertext())).strip():
            unwrap(link)
