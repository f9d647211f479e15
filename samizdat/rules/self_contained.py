"""What EPUB and web editions may not read or run; the rules EP004 and HT004 ask it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from typing import Any

import tinycss2
from lxml import etree

from samizdat.artifacts import is_outside

# Elements by which HTML and SVG run, embed or ask (HTML Living Standard, sections 4.8 to 4.12).
_ACTIVE = {
    *("script", "iframe", "frame", "object", "embed", "applet", "base", "form", "button"),
    *("select", "textarea", "audio", "video", "source", "track", "foreignObject"),
}
# Controls that only a style or a script of the page itself can see.
_CHOICES = {"checkbox", "radio"}
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_FETCHING = {"src", "srcset", "href", "data", "poster", "background", "action", "formaction"}
_FOLLOWED = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
_FETCHING_FUNCTIONS = {"url", "src", "image", "image-set", "-webkit-image-set"}
_STYLE_DATA = re.compile(r"data:text/css;base64,", re.IGNORECASE)
_DATA = re.compile(r"data:image/svg\+xml;base64,", re.IGNORECASE)


def active(root: Any, script: str | None = None) -> Iterator[str]:
    """What runs or asks in a page or a drawing, in words; a script of just that text may."""
    for element in root.iter():
        if element.tag is etree.PI and element.target == "xml-stylesheet":
            yield "an instruction to read a style"
        if not isinstance(element.tag, str):
            continue
        name = _local(element.tag)
        if name == "script" and element.text == script and element.get("src") is None:
            continue
        if name in _ACTIVE or (name == "input" and element.get("type") not in _CHOICES):
            yield f"the element {name}"
        if name == "meta" and element.get("http-equiv", "").lower() == "refresh":
            yield "a page that leads away by itself"
        for attribute in element.attrib:
            if _local(str(attribute)).lower().startswith("on"):
                yield f"the attribute {_local(str(attribute))}"


def links_that_can_not_be_followed(root: Any) -> Iterator[str]:
    """The addresses of links that leave the file and are neither of the web nor mail or tel."""
    for element in root.iter("{*}a", "{*}area"):
        for address in _addresses(element):
            if is_outside(address) and not _FOLLOWED.match(address):
                yield address


def fetched(root: Any) -> Iterator[str]:
    """The addresses that a page or a drawing reads as it is shown, its styles' among them."""
    for element in root.iter(etree.Element):
        name = _local(element.tag)
        if name not in {"a", "area"}:
            yield from _addresses(element)
        if name == "style":
            yield from fetched_by_style("".join(element.itertext()))
        yield from fetched_by_style(element.get("style", ""))
        if element.tag.startswith(_SVG):  # any attribute of a drawing may be a style
            yield from fetched_by_style(" ".join(v for v in element.attrib.values() if "(" in v))


def fetched_by_data(address: str) -> Iterator[str]:
    """The addresses that a stylesheet reads which an address holds as data."""
    if head := _STYLE_DATA.match(address):
        yield from fetched_by_style(base64.b64decode(address[head.end() :]).decode())


def fetched_by_style(css: str) -> Iterator[str]:
    """The addresses that a style reads (CSS Values 4, section 4.5; CSS Cascade 5, section 2)."""
    if "(" in css or "@" in css:  # no function and no rule goes without one of them
        # The tokens of a stylesheet are those of its rules too.
        yield from _fetched_by(tinycss2.parse_component_value_list(css, skip_comments=True))


def _fetched_by(tokens: Sequence[Any]) -> Iterator[str]:
    keyword = ""
    for token in tokens:
        if token.type == "at-keyword":
            keyword = token.lower_value
        elif token.type in {"literal", "{} block"}:
            keyword = ""
        if (token.type == "string" and keyword == "import") or (
            token.type == "url" and keyword != "namespace"
        ):
            yield token.value
        elif token.type == "function":
            if token.lower_name in _FETCHING_FUNCTIONS and keyword != "namespace":
                yield from (one.value for one in token.arguments if one.type == "string")
            yield from _fetched_by(token.arguments)
        elif token.type.endswith(" block"):
            yield from _fetched_by(token.content)


def _addresses(element: Any) -> Iterator[str]:
    for attribute, value in element.attrib.items():
        name = str(attribute).removeprefix(_XLINK).lower()
        if name == "srcset":
            yield from (part.split()[0] for part in value.split(",") if part.split())
        elif name in _FETCHING:
            yield value


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def drawing_in(address: str) -> Any | None:
    """The root of the SVG that an address holds as data; None where it holds none.

    Raises ValueError where it is not to be read.
    """
    if not (head := _DATA.match(address)):
        return None
    return drawing(base64.b64decode(address[head.end() :]))


def drawing(data: bytes) -> Any:
    """The root of an SVG. Raises ValueError where it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
