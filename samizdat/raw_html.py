"""Raw HTML in a manuscript, turned into the tree's own elements as far as an allow-list goes.

The trick for both blocks and inlines: everything that is not raw becomes an empty placeholder,
nh3 cleans the HTML as a whole, pandoc's own HTML reader makes a tree of it, and the placeholders
give way to what stood there. Whatever the list does not name is gone, so a `Book` never holds
raw markup, and every edition, plain text too, sees the same elements.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import nh3

from samizdat.addresses import SCHEMES
from samizdat.book import BLOCKS, Node, attributes, text, walk

# Elements that say something about text. Whatever fetches, runs, embeds or asks is left out.
_PLAIN = """
abbr b bdi bdo blockquote br caption center cite code col colgroup dd del dfn div dl dt em
figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s samp section small
span strong sub sup table tbody td tfoot th thead tr u ul var wbr
"""
ALLOWED: dict[str, set[str]] = {name: set() for name in _PLAIN.split()}
ALLOWED["a"] = {"href"}
ALLOWED["img"] = {"src", "alt", "width", "height", "title"}
ALLOWED["td"] = ALLOWED["th"] = {"colspan", "rowspan", "align"}
ALLOWED["ol"] = {"start", "type"}
ALLOWED["*"] = {"id", "class", "lang", "dir"}

_PLACE = "samizdat-place"

Convert = Callable[[str], Node]
"""From an HTML document to pandoc's blocks."""


def cleaned(html: str) -> str:
    """The HTML with what the allow-list names and nothing else.

    An image's address stays as written, since the reader asks of every image whether it is in
    the book.
    """
    return nh3.clean(
        html,
        tags=set(ALLOWED) - {"*"},
        attributes=ALLOWED,
        url_schemes=SCHEMES | {"file", "data"},
        link_rel=None,
        generic_attribute_prefixes={"data-samizdat"},
    )


def resolve(tree: Node, convert: Convert) -> Node:
    """The tree with every run of raw HTML turned into the tree's own elements."""
    if not any(map(is_raw_html, walk(tree, "RawBlock", "RawInline"))):
        return tree
    islands: list[tuple[str, list[Node]]] = []
    marked = _extract(tree, islands)
    if not islands:  # nothing but comments
        return marked
    document = "".join(f'<div class="{_PLACE}-island">{cleaned(html)}</div>' for html, _ in islands)
    parsed = convert(document)
    results = [block["c"][1] for block in parsed if block["t"] == "Div"]
    filled = [_fill(result, kept) for result, (_, kept) in zip(results, islands, strict=True)]
    return _insert(marked, filled)


def is_raw_html(node: Node) -> bool:
    """Whether the element is a piece of raw HTML."""
    return (
        isinstance(node, dict)
        and node.get("t") in {"RawBlock", "RawInline"}
        and node["c"][0] in {"html", "html4", "html5"}
    )


def _extract(node: Node, islands: list[tuple[str, list[Node]]]) -> Node:
    """A copy in which each list that holds raw HTML is one island: a placeholder by number."""
    if isinstance(node, list):
        children = [_extract(child, islands) for child in node]
        children = [c for c in children if not (is_raw_html(c) and _is_comment(c["c"][1]))]
        return _islands_of(children, islands)
    if isinstance(node, dict):
        return {key: _extract(child, islands) for key, child in node.items()}
    return node


def _islands_of(children: list[Node], islands: list[tuple[str, list[Node]]]) -> list[Node]:
    """The list with each run of raw HTML, opening tag to closing tag, as one island."""
    block = any(_is_block(child) for child in children)
    element = "div" if block else "span"
    out: list[Node] = []
    position = 0
    while position < len(children):
        if not is_raw_html(children[position]):
            out.append(children[position])
            position += 1
            continue
        end = _end_of_run(children, position)
        html, kept = "", list[Node]()
        for child in children[position:end]:
            if is_raw_html(child):
                html += child["c"][1]
            else:
                html += f'<{element} class="{_PLACE}" data-samizdat="{len(kept)}"></{element}>'
                kept.append(child)
        out.append({"t": "Island", "c": [len(islands), block]})
        islands.append((html if block else f"<p>{html}</p>", kept))
        position = end
    return out


_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w-]*)[^>]*?(?P<empty>/?)>")
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"})
VOID |= {"source", "track", "wbr"}
"""The elements without content (HTML Living Standard, section 13.1.2)."""


def _end_of_run(children: list[Node], start: int) -> int:
    """Behind the raw element that closes what the one at `start` opens, or just behind that."""
    depth = 0
    for position in range(start, len(children)):
        if not is_raw_html(children[position]):
            continue
        for tag in _TAG.finditer(children[position]["c"][1]):
            if tag["name"].lower() not in VOID and not tag["empty"]:
                depth += -1 if tag["close"] else 1
        if depth <= 0:
            return position + 1
    return start + 1


def _is_block(node: Node) -> bool:
    return isinstance(node, dict) and node.get("t") in BLOCKS


def _is_comment(html: str) -> bool:
    return not re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL).strip()


def _fill(node: Node, kept: list[Node]) -> Node:
    if isinstance(node, list):
        out: list[Any] = []
        for child in node:
            if (
                isinstance(child, dict)
                and child.get("t") in {"Span", "Div"}
                and (_PLACE in child["c"][0][1])
            ):
                attribute = attributes(child)
                number = int(attribute.get("samizdat") or attribute.get("data-samizdat", "0"))
                out.append(kept[number])
            else:
                out.append(_fill(child, kept))
        return out
    if isinstance(node, dict):
        return {key: _fill(child, kept) for key, child in node.items()}
    return node


def _insert(node: Node, filled: list[Node]) -> Node:
    if isinstance(node, list):
        out: list[Any] = []
        for child in node:
            if isinstance(child, dict) and child.get("t") == "Island":
                number, block = child["c"]
                blocks = _insert(filled[number], filled)
                out += blocks if block else [i for b in blocks for i in _inlines(b)]
            else:
                out.append(_insert(child, filled))
        return out
    if isinstance(node, dict):
        return {key: _insert(child, filled) for key, child in node.items()}
    return node


def _inlines(block: Node) -> list[Node]:
    """The inlines of a block that an inline island became; other blocks give their text."""
    if block["t"] in {"Para", "Plain"}:
        return list(block["c"])
    return [] if block["t"] == "HorizontalRule" else [_text_of(block)]


def _text_of(block: Node) -> Node:
    return {"t": "Str", "c": text(block).strip()}
