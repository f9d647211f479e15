"""A passage in a language that runs the other way says so, and so holds together."""

from __future__ import annotations

from typing import Any

from samizdat import locales
from samizdat.book import LEAVES, Book, Node, attributes, walk, with_trees
from samizdat.locales import Direction


def set_directions(book: Book) -> Book:
    """Each span and div with a `lang` has a `dir` where its language runs another way.

    One that has a `dir` of its own keeps it. Source: HTML Living Standard, section 3.2.6.4.
    """
    direction = locales.load(book.metadata.language).direction
    return with_trees(book, lambda tree: _set(tree, direction) if _has_languages(tree) else tree)


def _has_languages(tree: Node) -> bool:
    return any("lang" in attributes(element) for element in walk(tree, "Span", "Div"))


def _set(node: Node, around: Direction) -> Node:
    if isinstance(node, list):
        return [
            _set(child, around)
            if isinstance(child, list) or (isinstance(child, dict) and child.get("t") not in LEAVES)
            else child
            for child in node
        ]
    if node.get("t") in {"Span", "Div"}:
        (identifier, classes, pairs), content = node["c"]
        facts = dict(pairs)
        own: Any = facts.get("dir")
        if own is None and "lang" in facts:
            own = locales.load(facts["lang"]).direction
            pairs = [*pairs, ["dir", own]] if own != around else pairs
        inside = own if own in {"ltr", "rtl"} else around
        return {"t": node["t"], "c": [[identifier, classes, pairs], _set(content, inside)]}
    return {
        key: _set(child, around) if isinstance(child, (list, dict)) else child
        for key, child in node.items()
    }
