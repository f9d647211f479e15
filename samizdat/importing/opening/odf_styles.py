"""What the paragraphs of an OpenDocument text are, by their styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from samizdat.importing.opening.odf_package import FO, OFFICE, STYLE, TEXT
from samizdat.importing.opening.word_styles import role_of_name

QUOTATION = "samizdatquotation"
_LEAST_INDENT = 3.5  # millimetres
_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6}


@dataclass(frozen=True)
class OdfStyles:
    """The paragraph styles of a document, from all its parts."""

    parts: tuple[etree._Element, ...]

    @cached_property
    def _by_name(self) -> dict[str, etree._Element]:
        return {
            style.get(f"{STYLE}name", ""): style
            for part in self.parts
            for style in part.iter(f"{STYLE}style")
            if style.get(f"{STYLE}family") == "paragraph"
        }

    def role(self, paragraph: etree._Element) -> str:
        """`heading 1` to `heading 9`, one of the roles of `word_styles`, or nothing."""
        if paragraph.tag == f"{TEXT}h":
            return f"heading {paragraph.get(f'{TEXT}outline-level', '1')}"
        own = paragraph.get(f"{TEXT}style-name", "")
        chain = list(self._chain(own))
        if not chain:  # a style of the program's own that nobody changed
            return role_of_name(own.replace("_20_", " "))
        for style in chain:
            name = str(style.get(f"{STYLE}display-name") or style.get(f"{STYLE}name") or "")
            if role := role_of_name(name.replace("_20_", " ")):
                return role
            level = style.get(f"{STYLE}default-outline-level", "")
            if level.isdecimal() and 1 <= int(level) <= 9:
                return f"heading {level}"
        in_list = next(paragraph.iterancestors(f"{TEXT}list"), None) is not None
        if not in_list and all(_margin(chain, side) >= _LEAST_INDENT for side in ("left", "right")):
            return "quotation"
        return ""

    def _chain(self, name: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while name in self._by_name and name not in seen:
            seen.add(name)
            yield self._by_name[name]
            name = self._by_name[name].get(f"{STYLE}parent-style-name", "")


def _margin(chain: list[etree._Element], side: str) -> float:
    for style in chain:
        properties = style.find(f"{STYLE}paragraph-properties")
        if properties is not None:
            value = properties.get(f"{FO}margin-{side}") or properties.get(f"{FO}margin")
            if value and (match := re.fullmatch(r"(-?[\d.]+)(mm|cm|in|pt|pc)", value)):
                return float(match[1]) * _MILLIMETRES[match[2]]
            if value:
                return 0.0
    return 0.0


def without_margins(parts: tuple[etree._Element, ...]) -> None:
    """Takes from all styles the margins, quotations to pandoc, and adds the one for quotations."""
    for part in parts:
        for properties in part.iter(f"{STYLE}paragraph-properties"):
            for name in ("margin", "margin-left", "margin-right", "text-indent"):
                properties.attrib.pop(f"{FO}{name}", "")
    holder = next((child for part in parts for child in part if child.tag.endswith("styles")), None)
    if holder is None:
        holder = etree.Element(f"{OFFICE}automatic-styles")
        parts[0].insert(0, holder)
    style = etree.SubElement(holder, f"{STYLE}style")
    style.set(f"{STYLE}name", QUOTATION)
    style.set(f"{STYLE}family", "paragraph")
    properties = etree.SubElement(style, f"{STYLE}paragraph-properties")
    properties.set(f"{FO}margin-left", "10mm")
    properties.set(f"{FO}margin-right", "10mm")
