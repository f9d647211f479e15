"""What the paragraphs of a DOCX are, by their styles, in whatever language Word was.

Word stores the names of its own styles in English, whatever it shows (ECMA-376, part 1, section
17.7.4.9); other programs and people use names of their own, which an outline level, the style that
one is based on, or an indent explain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from samizdat.importing.opening.word_package import W

_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|titolo|títol|nagłówek|nadpis|naslov|заголовок|kop|"
    r"rubrik|overskrift|otsikko|címsor|başlık|επικεφαλίδα|标题|標題|見出し|제목) ?([1-9])"
)
_NAMED = {
    "title": r"title|titel|título|buchtitel|book title",
    "subtitle": r"subtitle|untertitel|subtítulo|sous-titre|sottotitolo",
    "author": r"author|authors|autor|autorin|auteur|autore",
    "date": r"date|datum|fecha|data",
    "quotation": (
        r"(?:intense |block ?)?(?:quote|quotes|quotation|quotations)|block ?text|intensives zitat|"
        r"zitat|blockzitat|citation(?: intense)?|cita(?: destacada)?|citazione(?: intensa)?|"
        r"citação(?: intensa)?|citat|citaat|цитата|blocktext"
    ),
    "verse": r"verse|poem|poetry|gedicht|vers|verso|poema|poème|стихи|preformatted verse",
    "code": r"preformatted text|html preformatted|html vorformatiert|source code",
    "contents": (
        r"(?:toc|contents|inhaltsverzeichnis|verzeichnis) ?[1-9]|toc heading|contents heading|"
        r"table of figures"
    ),
}
_ROLES = {role: re.compile(f"(?:{names})") for role, names in _NAMED.items()}
# Less is the hair's breadth of a layout; twentieths of a point.
_LEAST_INDENT = 200
_INDENTS = {"left": ("left", "start"), "right": ("right", "end")}


@dataclass(frozen=True)
class Styles:
    """The paragraph styles of a document."""

    root: etree._Element | None

    @cached_property
    def _by_id(self) -> dict[str, etree._Element]:
        if self.root is None:
            return {}
        return {
            style.get(f"{W}styleId", ""): style
            for style in self.root.iterfind(f"{W}style")
            if style.get(f"{W}type") == "paragraph"
        }

    def role(self, paragraph: etree._Element) -> str:
        """`heading 1` to `heading 9`, one of the names above, or nothing."""
        level = paragraph.find(f"{W}pPr/{W}outlineLvl")
        role = next(filter(None, map(_role_of, self._chain(paragraph))), "")
        if not role and level is not None and level.get(f"{W}val", "9") in "012345678":
            return f"heading {int(level.get(f'{W}val', '0')) + 1}"
        if not role and self._is_indented(paragraph):
            return "quotation"
        return role

    def _chain(self, paragraph: etree._Element) -> list[etree._Element]:
        """The paragraph's style, the style that one is based on, and so on."""
        name = paragraph.find(f"{W}pPr/{W}pStyle")
        chain: list[etree._Element] = []
        waiting = self._by_id.get(name.get(f"{W}val", "")) if name is not None else None
        while waiting is not None and waiting not in chain:
            chain.append(waiting)
            base = waiting.find(f"{W}basedOn")
            waiting = self._by_id.get(base.get(f"{W}val", "")) if base is not None else None
        return chain

    def _is_indented(self, paragraph: etree._Element) -> bool:
        """Whether it stands in on both sides, and is no item of a list."""
        holders = [paragraph, *self._chain(paragraph)]
        if any(holder.find(f"{W}pPr/{W}numPr") is not None for holder in holders):
            return False
        return all(_indent(holders, side) >= _LEAST_INDENT for side in _INDENTS)


def _indent(holders: list[etree._Element], side: str) -> int:
    for holder in holders:
        element = holder.find(f"{W}pPr/{W}ind")
        if element is not None:
            for name in _INDENTS[side]:
                if re.fullmatch(r"-?\d+", value := element.get(f"{W}{name}", "")):
                    return int(value)
    return 0


def role_of_name(name: str) -> str:
    """The role of paragraphs whose style has the name, or nothing."""
    name = name.replace("_", " ").strip().lower()
    if match := _HEADING.fullmatch(name):
        return f"heading {match[1]}"
    return next((role for role, pattern in _ROLES.items() if pattern.fullmatch(name)), "")


def _role_of(style: etree._Element) -> str:
    element = style.find(f"{W}name")
    if role := role_of_name(element.get(f"{W}val", "") if element is not None else ""):
        return role
    level = style.find(f"{W}pPr/{W}outlineLvl")
    if level is not None and level.get(f"{W}val", "9") in "012345678":
        return f"heading {int(level.get(f'{W}val', '0')) + 1}"
    return ""


_CANONICAL = {"quotation": "Block Text", **{f"heading {n}": f"heading {n}" for n in range(1, 10)}}


def set_role(paragraph: etree._Element, role: str) -> None:
    """Gives a paragraph the style that pandoc knows for its role, and takes its indent and list."""
    properties = paragraph.find(f"{W}pPr")
    if role in _CANONICAL:
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        for name in ("pStyle", "outlineLvl", "numPr"):
            for element in properties.findall(f"{W}{name}"):
                properties.remove(element)
        style = etree.Element(f"{W}pStyle")
        style.set(f"{W}val", _identifier(role))
        properties.insert(0, style)
    if properties is not None:
        for element in properties.findall(f"{W}ind"):
            properties.remove(element)


def _identifier(role: str) -> str:
    return "samizdat" + role.replace(" ", "")


def with_canonical(root: etree._Element | None) -> etree._Element:
    """The styles with those that `set_role` gives, and without indents, for pandoc quotations."""
    if root is None:
        root = etree.Element(f"{W}styles", nsmap={"w": W[1:-1]})
    for element in list(root.iter(f"{W}ind")):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for role, name in _CANONICAL.items():
        style = etree.SubElement(root, f"{W}style")
        style.set(f"{W}type", "paragraph")
        style.set(f"{W}styleId", _identifier(role))
        etree.SubElement(style, f"{W}name").set(f"{W}val", name)
    return root
