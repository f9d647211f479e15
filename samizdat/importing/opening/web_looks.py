"""What a page says by its looks alone: italics, bold, small capitals, raised letters, hidden text.

Word processors and programs that make EPUBs write `<span class="c7">` and say in a style sheet
that it is italic. Such classes are looked up, and become the elements that say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import tinycss2
from lxml import etree

from samizdat.importing.opening.elements import BLOCKS, Element, wrap_content

_SIMPLE = re.compile(r"([a-z0-9]*)\.([\w-]+)", re.IGNORECASE)
_LOOKS = ("font-style", "font-weight", "font-variant", "vertical-align", "display", "visibility")
_CLASSES = {
    "italic": "i", "italics": "i", "bold": "b", "smcap": "sc", "smallcap": "sc", "smallcaps": "sc",
    "small-caps": "sc", "sc": "sc", "superscript": "sup", "subscript": "sub",
}  # fmt: skip
_LARGEST_SHEET = 2_000_000

Looks = dict[tuple[str, str], dict[str, str]]
"""What a style sheet says of a class, by the element's name, or none, and the class."""


def looks_of(sheets: Iterable[str]) -> Looks:
    """What style sheets say of single classes; all other selectors are passed over."""
    found: Looks = {}
    for sheet in sheets:
        rules = tinycss2.parse_stylesheet(
            sheet[:_LARGEST_SHEET], skip_comments=True, skip_whitespace=True
        )
        for rule in rules:
            if rule.type != "qualified-rule":
                continue
            said = _said(tinycss2.serialize(rule.content))
            if not said:
                continue
            for selector in tinycss2.serialize(rule.prelude).split(","):
                if simple := _SIMPLE.fullmatch(selector.strip()):
                    found.setdefault((simple[1].lower(), simple[2]), {}).update(said)
    return found


def _said(style: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for piece in style.split(";"):
        name, _, value = piece.partition(":")
        if name.strip().lower() in _LOOKS:
            said[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return said


def look_of(element: Element, looks: Looks) -> dict[str, str]:
    """What is said of an element by its classes and by its own style."""
    said: dict[str, str] = {}
    for name in (element.get("class") or "").split():
        said.update(looks.get(("", name), {}))
        said.update(looks.get((str(element.tag), name), {}))
    said.update(_said(element.get("style") or ""))
    return said


def spell_out(body: Element, looks: Looks) -> None:
    """Puts elements for what spans and paragraphs look like: `em`, `strong`, `sup`, `sub`.

    Small capitals become a span of class `smallcaps`, which pandoc knows.
    """
    for element in list(body.iter("span", "font", "i", "b", "em", "strong", "p", "a", "cite")):
        said = look_of(element, looks)
        kinds = {_CLASSES.get(name.lower()) for name in (element.get("class") or "").split()}
        is_span = element.tag in ("span", "font", "a")
        style, weight = said.get("font-style", ""), said.get("font-weight", "")
        is_upright = element.tag in ("i", "em") and style == "normal"
        is_light = element.tag in ("b", "strong") and weight in ("normal", "400")
        if is_upright or is_light:
            element.tag = "span"
        if said.get("font-variant") in ("small-caps", "all-small-caps") or "sc" in kinds:
            wrap_content(element, "span").set("class", "smallcaps")
        if (style in ("italic", "oblique") or "i" in kinds) and element.tag not in ("i", "em"):
            wrap_content(element, "em")
        is_bold = weight in ("bold", "bolder", "600", "700", "800", "900") or "b" in kinds
        if is_bold and element.tag not in ("b", "strong"):
            wrap_content(element, "strong")
        raised = said.get("vertical-align", "")
        if is_span and (raised == "super" or "sup" in kinds):
            wrap_content(element, "sup")
        elif is_span and (raised == "sub" or "sub" in kinds):
            wrap_content(element, "sub")


def hidden(body: Element, looks: Looks) -> list[Element]:
    """The outermost elements that no reader sees."""
    found: list[Element] = []
    inside: set[Element] = set()
    for element in body.iter(etree.Element):
        if element.getparent() in inside:
            inside.add(element)
            continue
        said = look_of(element, looks)
        is_hidden = (
            element.get("hidden") is not None
            or said.get("display") == "none"
            or said.get("visibility") == "hidden"
            or (element.get("aria-hidden") == "true" and element.tag not in BLOCKS)
        )
        if is_hidden and element is not body:
            found.append(element)
            inside.add(element)
    return found
