"""A book and what was imported of its editions, each as lists that can be compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samizdat.book import Node, text, walk
from samizdat.importing.incoming import Incoming
from samizdat.reader import read_book
from samizdat.source import read_source

FOLDED = str.maketrans("–—\u00a0\u202f", "--  ", "\"'’‘“”«»„")


@dataclass(frozen=True)
class Compared:
    """What a book holds: headings with levels, paragraphs, notes by label, links, pictures."""

    headings: list[tuple[int, str]]
    paragraphs: list[str]
    notes: dict[str, str]
    links: list[str]
    pictures: list[tuple[str, str]]


def book_in(folder: Path) -> Compared:
    """What the book in a folder holds, with the words of citations."""
    book = read_book(read_source(folder))
    headings: list[tuple[int, str]] = []
    paragraphs: list[str] = []
    trees: list[Node] = []
    for chapter in book.chapters:
        if chapter.heading:
            headings.append((chapter.level, folded(chapter.title)))
        trees += [chapter.heading, chapter.blocks]
        for block in chapter.blocks:
            if block["t"] == "Header":
                headings.append((block["c"][0], folded(text(block["c"][2]))))
        paragraphs += leaves(chapter.blocks)
    notes = {
        note.label or f"inline {n}": " / ".join(leaves(note.blocks))
        for n, note in enumerate(book.notes)
    }
    trees += [note.blocks for note in book.notes]
    links = [re.sub(r"file\d+\.md__", "", one["c"][2][0]) for one in walk(trees, "Link")]
    pictures = [
        (folded(text(figure["c"][1][1])), folded(_alt(image)))
        for figure in walk(trees, "Figure")
        for image in walk(figure, "Image")
    ]
    return Compared(headings, paragraphs, notes, links, pictures)


def imported(incoming: Incoming, folder: Path) -> Compared:
    """What a book folder made of what came in holds."""
    facts = f"title: Imported\nlanguage: {incoming.facts.get('language', 'en')}\n"
    (folder / "manuscript").mkdir(parents=True)
    (folder / "metadata.yaml").write_text(facts, "utf-8")
    (folder / "manuscript/manuscript.md").write_text(incoming.text, "utf-8")
    for path, content in incoming.pictures.items():
        target = folder / "manuscript" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return book_in(folder)


def leaves(blocks: Node) -> list[str]:
    """The words of each paragraph, line of a table, caption and block of code, in order."""
    return [words for words in map(folded, _leaves(blocks)) if words]


def _leaves(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _leaves(one)
    elif isinstance(node, dict):
        kind: str = node.get("t", "")
        content: Any = node.get("c")
        if kind in ("Para", "Plain", "CodeBlock"):
            yield text(node)
        elif kind == "LineBlock":
            yield " ".join(map(text, content))
        elif kind == "DefinitionList":
            for term, meanings in content:
                yield text(term)
                yield from _leaves(meanings)
        elif kind == "Table":
            yield from _leaves(content[1:])
        elif kind not in ("Header", "HorizontalRule"):
            yield from _leaves(content)


def _alt(image: dict[str, Any]) -> str:
    return dict(image["c"][0][2]).get("alt", "") or text(image["c"][1])


def folded(words: str) -> str:
    """Words with dashes and spaces as on a typewriter, and without quotation marks."""
    words = words.replace("...", "…").translate(FOLDED)
    return re.sub(r"-+", "-", " ".join(words.split()))


def equal_part(of: list[str], others: list[str]) -> float:
    """The part of some paragraphs that others have too."""
    left = Counter(others)
    left.subtract(Counter(of) - Counter())
    missing = sum(-count for count in left.values() if count < 0)
    return 1 - missing / len(of)
