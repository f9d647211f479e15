"""A translation takes the ids of its source, so that a link leads to one place in all languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from samizdat.book import Book, transform, walk, with_trees, without_file

_FIGURES = ("Figure", "Image")


def take_ids(book: Book, original: Book) -> Book:
    """The translation with the ids that the prepared `original` has.

    Headings take those of their fellows, pictures without an id those of the pictures of the same
    name. Links to what the translation's own words would be called follow. Where the text has other
    headings than were counted, as one within a list, every heading keeps its own id.
    """
    theirs = list(_headings(book))
    ours = [identifier for identifier, _ in _headings(original)]
    renamed: dict[str, str] = {}
    chapters = list(book.chapters)
    if len(theirs) == len(book.fellows) and max(book.fellows, default=-1) < len(ours):
        for (old, place), fellow in zip(theirs, book.fellows, strict=True):
            if fellow < 0:
                continue
            renamed[without_file(old)] = ours[fellow]
            if isinstance(place, int):
                chapters[place] = replace(chapters[place], id=ours[fellow])
            else:
                place["c"][1][0] = ours[fellow]
    pictures = dict(_pictures(original))

    def follow(element: dict[str, Any]) -> dict[str, Any]:
        if element["t"] == "Link":
            target = element["c"][2][0]
            if target.startswith("#") and (new := renamed.get(without_file(target[1:]))):
                element["c"][2][0] = f"#{new}"
        elif not element["c"][0][0] and (identifier := pictures.get(_target(element))):
            element["c"][0][0] = identifier
        return element

    return with_trees(
        replace(book, chapters=tuple(chapters)),
        lambda tree: transform(tree, follow, "Link", *_FIGURES),
        *("Link", *_FIGURES),
    )


def _headings(book: Book) -> Iterator[tuple[str, int | dict[str, Any]]]:
    """The id of each heading in order, with its chapter's number or its element."""
    for number, chapter in enumerate(book.chapters):
        if chapter.heading:
            yield chapter.id, number
        for element in walk(chapter.blocks, "Header"):
            yield element["c"][1][0], element


def _pictures(book: Book) -> Iterator[tuple[str, str]]:
    """The targets of the pictures that have an id, each with its id."""
    for chapter in book.chapters:
        for element in walk(chapter.blocks, *_FIGURES):
            if element["c"][0][0]:
                yield _target(element), element["c"][0][0]


def _target(element: dict[str, Any]) -> str:
    """The kind of the element, and the file of the picture that it is or holds."""
    images = [element] if element["t"] == "Image" else list(walk(element["c"][2], "Image"))
    return f"{element['t']} {images[0]['c'][2][0]}" if images else ""
