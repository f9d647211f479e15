"""Ids that are unique in the book, fit for every format, and kept when a text grows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from samizdat.book import Book, Node, text, transform, walk, with_trees, without_file

# The elements of pandoc's tree that can carry an id, and where their attributes stand.
_CARRIERS = {
    "Header": 1,
    "CodeBlock": 0,
    "Div": 0,
    "Span": 0,
    "Link": 0,
    "Image": 0,
    "Code": 0,
    "Table": 0,
    "Figure": 0,
}


# Ids that the editions give to elements of their own.
_OURS = re.compile(
    r"call-|chapter-|(contents|toc|landmarks|main|page-(numbers|list|\d+|[ivxlcdm]+)"
    r"|colours-(system|light|dark)|type-(small|medium|large))$"
)


def give_ids(book: Book) -> Book:
    """Every chapter, heading and note gets an id, and links follow where an id changes.

    Pandoc writes the file's name before each id of a book of several files; it is taken off as
    long as the rest is unique. An id that comes twice gets a number behind it. A note's key
    becomes `note-` and its label.
    """
    taken: set[str] = set()
    new_ids: dict[str, str] = {}

    def fresh(wanted: str) -> str:
        base = slug(wanted) or "section"
        if _OURS.match(base):
            base = f"s-{base}"
        identifier, number = base, 1
        while identifier in taken:
            number += 1
            identifier = f"{base}-{number}"
        taken.add(identifier)
        return identifier

    def renamed(old: str, fallback: str) -> str:
        identifier = fresh(without_file(old) or fallback)
        if old:
            new_ids.setdefault(old, identifier)
        return identifier

    def change(element: dict[str, Any]) -> Node:
        if _has_id(element):
            attributes = element["c"][_CARRIERS[element["t"]]]
            attributes[0] = renamed(attributes[0], text(element["c"][-1]))
        return element

    def with_ids(tree: Node) -> Node:
        return transform(tree, change, *_CARRIERS) if any(map(_has_id, _carriers(tree))) else tree

    chapters = []
    for chapter in book.chapters:
        identifier = renamed(chapter.id, chapter.title or "text")
        heading, blocks = with_ids(chapter.heading), with_ids(chapter.blocks)
        chapters.append(replace(chapter, id=identifier, heading=heading, blocks=blocks))
    blocks_of_notes = [with_ids(note.blocks) for note in book.notes]
    keys = {
        note.key: fresh("note-" + (note.label or note.key.split("^")[-1])) for note in book.notes
    }

    without_files = _without_files(new_ids)

    def follow(element: dict[str, Any]) -> Node:
        if element["t"] == "Link" and element["c"][2][0].startswith("#"):
            old = element["c"][2][0][1:]
            bare = without_file(old)
            element["c"][2][0] = "#" + new_ids.get(old, without_files.get(bare, bare))
        if element["t"] == "Span" and "note-call" in element["c"][0][1]:
            element["c"][0][2] = [["note", keys[dict(element["c"][0][2])["note"]]]]
        return element

    notes = [
        replace(note, key=keys[note.key], blocks=blocks)
        for note, blocks in zip(book.notes, blocks_of_notes, strict=True)
    ]
    named = replace(book, chapters=tuple(chapters), notes=tuple(notes))
    return with_trees(named, lambda tree: transform(tree, follow, "Link", "Span"), "Link", "Span")


def _carriers(tree: Node) -> Iterator[dict[str, Any]]:
    return walk(tree, *_CARRIERS)


def _has_id(element: dict[str, Any]) -> bool:
    """Whether the element has an id, or is to have one."""
    return element["t"] == "Header" or bool(element["c"][_CARRIERS[element["t"]]][0])


def _without_files(new_ids: Mapping[str, str]) -> dict[str, str]:
    """The new ids by the old ones without their file, as far as only one was named so."""
    found: dict[str, str] = {}
    several = set[str]()
    for old, new in new_ids.items():
        bare = without_file(old)
        several |= {bare} if bare in found else set()
        found[bare] = new
    return {bare: new for bare, new in found.items() if bare not in several}


def slug(words: str) -> str:
    """The words as an id: an XML name (NCName) of letters, digits and hyphens."""
    plain = unicodedata.normalize("NFC", words).strip().lower()
    joined = re.sub(r"[^\w.-]+", "-", plain, flags=re.UNICODE).strip("-.")
    return joined if not joined or joined[0].isalpha() or joined[0] == "_" else f"s-{joined}"


def ids(book: Book) -> set[str]:
    """All ids of a book, those of its chapters and notes included."""
    found = {chapter.id for chapter in book.chapters} | {note.key for note in book.notes}
    for tree in [c.heading + c.blocks for c in book.chapters] + [n.blocks for n in book.notes]:
        for element in _carriers(tree):
            if identifier := element["c"][_CARRIERS[element["t"]]][0]:
                found.add(identifier)
    return found
