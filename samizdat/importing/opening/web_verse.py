"""Verse that a page marks as verse, as pandoc's blocks of lines."""

from __future__ import annotations

import re

from lxml import etree

from samizdat.importing.opening.elements import (
    BLOCKS,
    Element,
    classes,
    is_empty,
    parent_of,
    unwrap,
)

_VERSE = {"poem", "poetry", "verse", "stanza", "poetry-container", "lg", "line-block", "linegroup"}
_LINES = {"line", "verse", "l", "poem-line", "i0"}
_INDENT = re.compile(r"(?:i|indent|indent-)(\d{1,2})")


def mark(body: Element) -> None:
    """Makes a `div.line-block` with a `br` behind each line of what has a class of verse."""
    for element in list(body.iter("div", "p", "blockquote", "section")):
        if not classes(element) & _VERSE or element.getparent() is None:
            continue
        below = [child for child in element.iter("div", "p", "section") if child is not element]
        if any(classes(child) & (_VERSE - {"verse"}) for child in below):
            continue  # its stanzas are met later
        if any(one.get("class") == "line-block" for one in element.iterancestors("div")):
            continue
        paragraphs = [child for child in below if child.tag == "p"]
        if any(True for child in paragraphs for _ in child.iter("br")):
            for paragraph in paragraphs:
                _as_lines(paragraph)
        else:
            _as_lines(element)


def _as_lines(element: Element) -> None:
    for line in list(element.iter("span", "div", "p")):
        if line is element or line.getparent() is None:
            continue
        indents = [int(found[1]) for name in classes(line) if (found := _INDENT.fullmatch(name))]
        if indents and indents[0]:
            line.text = "\u00a0" * indents[0] + (line.text or "").lstrip()
        if line.tag in BLOCKS:
            if is_empty(line):
                line.text = ""
            line.append(etree.Element("br"))
            unwrap(line)
        elif classes(line) & _LINES or indents:
            unwrap(line)
    children = list(element)
    while children and children[-1].tag == "br" and not (children[-1].tail or "").strip():
        parent_of(children[-1]).remove(children.pop())
    for br in element.iter("br"):
        br.tail = (br.tail or "").lstrip("\n\t ")
    element.text = (element.text or "").lstrip("\n\t ")
    element.tag = "div"
    element.set("class", "line-block")
