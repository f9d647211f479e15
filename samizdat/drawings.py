"""SVG pictures: how large they are, and whether they do no more than show their own shapes.

An SVG is a document that can run script, fetch files and be animated (SVG 2, sections 2 and 15).
Editions carry it as it is, so one that does any of that is refused as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from samizdat.locales import runs_left

_SVG = "http://www.w3.org/2000/svg"
# Elements of SVG that only draw, describe or define what is drawn; names in lower case.
_STILL_NAMES = """
a circle clippath cursor defs desc ellipse feblend fecolormatrix fecomponenttransfer
fecomposite feconvolvematrix fediffuselighting fedisplacementmap fedistantlight fedropshadow
feflood fefunca fefuncb fefuncg fefuncr fegaussianblur femerge femergenode femorphology
feoffset fepointlight fespecularlighting fespotlight fetile feturbulence feimage filter font
font-face font-face-name font-face-src g glyph hkern image line lineargradient marker mask
metadata missing-glyph path pattern polygon polyline radialgradient rect solidcolor stop
style svg switch symbol text textpath title tref tspan use view vkern
"""
_STILL = set(_STILL_NAMES.split())
# Drawing programs keep notes for themselves in namespaces of their own, which viewers pass over.
_FOREIGN_THAT_ACTS = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
_ADDRESSES = {"href", "src", "srcset", "data", "ping", "action", "formaction", "poster", "base"}
_MOST_COPIES = 20_000
"""How many elements `use` may make in all."""


def activity(root: etree._Element) -> str | None:
    """What an SVG does beyond showing its own shapes, in words, or None."""
    return next(_activities(root), None)


def _activities(root: etree._Element) -> Iterator[str]:
    document = root.getroottree()
    kind = document.docinfo
    address = kind.system_url  # type: ignore[attr-defined]  # the stubs lack it
    if address and not address.startswith("http://www.w3.org/"):
        yield f"a document type from {address}"
    if kind.internalDTD is not None and b"<!ENTITY" in etree.tostring(document):
        yield "entity declarations"
    for sibling in [*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()]:
        if isinstance(sibling, etree._ProcessingInstruction):
            if sibling.target == "xml-stylesheet":
                yield f"a processing instruction {sibling.target} {sibling.text}"
        elif isinstance(sibling.tag, str):
            yield from _of_element(sibling)
    if _copies(root) > _MOST_COPIES:
        yield f"<use> elements that make more than {_MOST_COPIES} copies"


def _of_element(element: etree._Element) -> Iterator[str]:
    name = etree.QName(element)
    is_known = name.localname.lower() in _STILL
    if (name.namespace == _SVG and not is_known) or name.namespace in _FOREIGN_THAT_ACTS:
        yield f"a <{name.localname}> element"
    for key, value in element.attrib.items():
        attribute, words = str(etree.QName(str(key)).localname).lower(), str(value)
        if attribute.startswith("on"):
            yield f"an {attribute} attribute"
        elif attribute in _ADDRESSES and not _is_own(words):
            yield f"a link to {words}"
        elif refused := _reference(words):
            yield f"a reference to {refused}"
    if name.localname.lower() == "style" and (
        refused := _reference("".join(map(str, element.itertext())))
    ):
        yield f"a style that reads {refused}"


def words_from_the_right(root: etree._Element) -> str:
    """The first words of the drawing that are read from right to left, or nothing."""
    for element in root.iter(f"{{{_SVG}}}text"):
        words = " ".join("".join(map(str, element.itertext())).split())
        if runs_left(words):
            return words
    return ""


def _is_own(address: str) -> bool:
    plain = re.sub(r"[\x00-\x20]", "", address)
    return plain.startswith("#") or bool(re.match(r"data:image/(png|jpeg|gif|webp)[;,]", plain))


def _reference(css: str) -> str | None:
    """What a style reads elsewhere. A backslash can hide any of the words."""
    hidden = re.search(r"@import[^;]*|image-set\([^)]*|src\([^)]*|\\\S*", css, re.IGNORECASE)
    if hidden:
        return hidden.group()
    for match in re.finditer(r"""url\(\s*['"]?([^'")]*)""", css, re.IGNORECASE):
        if not _is_own(match[1]):
            return match[1]
    return None


def _copies(root: etree._Element) -> int:
    """How many elements the `use` elements make, those within each other multiplied."""
    by_id = {e.get("id"): e for e in root.iter() if isinstance(e.tag, str) and e.get("id")}
    known: dict[etree._Element, int] = {}

    def made_by(element: etree._Element, depth: int) -> int:
        if element in known or depth > 50:
            return known.get(element, _MOST_COPIES + 1)
        total = 1
        for child in element:
            if isinstance(child.tag, str):
                total += made_by(child, depth + 1)
        if etree.QName(element).localname == "use":
            address = next((v for k, v in element.attrib.items() if str(k).endswith("href")), "")
            target = by_id.get(str(address).removeprefix("#"))
            if target is not None:
                total += made_by(target, depth + 1)
        known[element] = min(total, _MOST_COPIES + 1)
        return known[element]

    return sum(made_by(e, 0) for e in root.iter(f"{{{_SVG}}}use"))


def size(root: etree._Element) -> tuple[int, int]:
    """Width and height in CSS pixels, from the attributes or the view box (SVG 2, section 8.2)."""
    units = {"px": 1.0, "": 1.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pt": 96 / 72}
    box = re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))
    sizes = []
    for name, index in (("width", 2), ("height", 3)):
        match = re.fullmatch(r"\s*(\d{1,6}(?:\.\d+)?)\s*(px|mm|cm|in|pt|)\s*", root.get(name, ""))
        if match:
            sizes.append(float(match[1]) * units[match[2]])
        else:
            sizes.append(float(box[index][:9]) if len(box) == 4 else 300.0)
    return max(1, round(sizes[0])), max(1, round(sizes[1]))
