"""Languages of passages, kept where they are not the language of what is around them."""

from __future__ import annotations

import re

from lxml import etree

from samizdat.importing.opening.elements import BLOCKS, Element, parent_of, wrap_content

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PASSAGES = ("p", "blockquote", "ul", "ol", "dl", "table", "div", "section")


def settle(roots: list[Element], language: str) -> None:
    """Leaves `lang` on spans and divisions alone, where it differs from what is around them.

    Word processors say the language of every paragraph, and take one region for another.
    """
    for root in roots:
        spoken = {root: _plain(language)}
        for element in list(root.iter(etree.Element)):
            around = _plain(language) if element is root else spoken[parent_of(element)]
            tag = str(element.attrib.pop("lang", ""))
            element.attrib.pop("xml:lang", "")
            is_known = bool(_TAG.fullmatch(tag)) and _plain(tag) not in ("zxx", "und", "mul")
            spoken[element] = _plain(tag) if is_known else around
            if element is root or spoken[element] == around:
                continue
            if element.tag in _PASSAGES:
                holder = etree.Element("div", lang=tag)
                holder.tail, element.tail = element.tail, None
                parent_of(element).replace(element, holder)
                holder.append(element)
                spoken[holder] = spoken[element]
            elif element.tag == "span":
                element.set("lang", tag)
            elif element.tag not in ("img", "br", "hr", "tr", "tbody", "thead", "pre"):
                holder = wrap_content(element, "span" if _is_line(element) else "div")
                holder.set("lang", tag)
                spoken[holder] = spoken[element]


def _is_line(element: Element) -> bool:
    return not any(child.tag in BLOCKS for child in element.iter() if child is not element)


def _plain(tag: str) -> str:
    """The language and the script of a tag, without region."""
    parts = re.split("[-_]", tag.lower())
    return "-".join([parts[0], *(part for part in parts[1:] if len(part) == 4)])
