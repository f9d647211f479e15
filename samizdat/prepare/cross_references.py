"""Cross-references: a link within the book is known as one, and an empty one gets its words."""

from __future__ import annotations

from functools import cache
from typing import Any

from samizdat.book import Book, Node, transform, walk, with_trees
from samizdat.runs import in_words


def fill_cross_references(book: Book) -> Book:
    """`[](#colophon)` reads as the title or the caption that it leads to.

    Every link to an id gets the class `cross-reference`, so that print can add the page.
    """
    titles = cache(lambda: _titles(book))  # which few books need

    def change(element: dict[str, Any]) -> Node:
        if not element["c"][2][0].startswith("#"):
            return element
        (identifier, classes, pairs), inlines, target = element["c"]
        words = inlines or titles().get(target[0][1:]) or [{"t": "Str", "c": target[0][1:]}]
        if "cross-reference" not in classes:
            classes = [*classes, "cross-reference"]
        return {"t": "Link", "c": [[identifier, classes, pairs], words, target]}

    return with_trees(book, lambda tree: transform(tree, change, "Link"), "Link")


def _titles(book: Book) -> dict[str, Node]:
    """The inlines that name what each id stands at, without calls of notes and without links."""
    titles: dict[str, Node] = {}
    for chapter in book.chapters:
        titles[chapter.id] = without_calls(chapter.heading)
        for element in walk(chapter.blocks, "Header", "Figure", "Table"):
            if element["t"] == "Header":
                titles[element["c"][1][0]] = without_calls(element["c"][2])
            elif element["c"][0][0]:
                caption = element["c"][1][1]
                inlines: Node = next((b["c"] for b in caption if b["t"] in {"Plain", "Para"}), [])
                titles[element["c"][0][0]] = _without_full_stop(without_calls(inlines))
    return titles


def _without_full_stop(caption: Node) -> Node:
    caption = in_words(caption)
    if caption and caption[-1]["t"] == "Str":
        return [*caption[:-1], {"t": "Str", "c": caption[-1]["c"].removesuffix(".")}]
    return caption


def without_calls(inlines: Node) -> Node:
    """The inlines of a heading or caption as they go where nothing can be called or followed."""

    def change(element: dict[str, Any]) -> Node:
        if element["t"] == "Span" and "note-call" in element["c"][0][1]:
            return []
        return element["c"][1] if element["t"] == "Link" else element

    return transform(inlines, change, "Span", "Link")
