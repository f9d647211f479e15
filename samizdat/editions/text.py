"""Step 6, write: the prepared book as plain text that can be read as it is."""

from __future__ import annotations

from typing import Any

from samizdat import kept, locales, pages
from samizdat.book import (
    Book,
    Chapter,
    Node,
    Note,
    attributes,
    calls,
    calls_of,
    is_note_call,
    transform,
)
from samizdat.commission import Commission
from samizdat.findings import Problem
from samizdat.kept import Shelf
from samizdat.pandoc import blocks_to

WIDTH = 72

_TOOLS = ("runs.py", "pandoc.py", "editions/text.py")
"""What of the package makes the text of a part."""


def render(commission: Commission) -> list[Problem]:
    """Writes the text in UTF-8, lines of at most 72 characters, notes behind each chapter."""
    book, placed = commission.book, set[str]()
    parts = [_front(commission)]
    for chapter in book.chapters:
        blocks = []
        if chapter.heading:
            blocks.append({"t": "Header", "c": [1, ["", [], []], _plain(book, chapter.heading)]})
        blocks += _plain(book, chapter.blocks)
        blocks += _notes(book, chapter, placed)
        parts.append(blocks)
    written = _written(parts, Shelf(commission.shelf))
    commission.target.write_text(_title(book) + written, "utf-8")
    return []


def _written(parts: list[list[Node]], shelf: Shelf) -> str:
    """The parts of the book as pandoc writes them; those that it has written before are kept."""
    names = [kept.digest(kept.tools(_TOOLS, ("pypandoc_binary",)), part) for part in parts]
    new = {name: part for name, part in zip(names, parts, strict=True) if shelf.find(name) is None}
    if new:
        mark = kept.digest(names)  # which stands in no text, and fits into a line
        blocks = [block for part in new.values() for block in (_paragraph(mark), *part)]
        output = blocks_to(blocks, "plain", f"--columns={WIDTH}")
        for name, text in zip(new, output.split(f"{mark}\n")[1:], strict=True):
            shelf.keep(name, text.rstrip("\n") + "\n" if text.strip() else "")
    shelf.close()
    return "".join(map(shelf.find, names)).lstrip("\n")


def _title(book: Book) -> str:
    facts = book.metadata
    locale = locales.load(facts.language)
    lines = [facts.title.upper(), facts.subtitle or "", locale.listed(facts.names("author"))]
    lines += pages.credited(book)
    return "\n\n".join(line for line in lines if line) + "\n\n"


def _front(commission: Commission) -> list[Node]:
    book = commission.book
    facts = book.metadata
    words = locales.load(facts.language).words
    lines = [words["version"].format(version=facts.version, date=pages.formatted_date(book))]
    lines += [f"{words['source']}: {facts.source}"] if facts.source else []
    lines += [f"{words['rights']}: {facts.rights}"] if facts.rights else []
    front = [_paragraph(words["draft"])] if commission.draft else []
    front += [_paragraph(line) for line in lines]
    front.append({"t": "Header", "c": [1, ["", [], []], [_word(words["contents"])]]})
    titles = [_paragraph(chapter.title) for chapter in book.chapters if chapter.title]
    return [*front, {"t": "BulletList", "c": [[title] for title in titles]}] if titles else front


def _word(text: str) -> Node:
    return {"t": "Str", "c": text}


def _paragraph(text: str) -> Node:
    return {"t": "Para", "c": [_word(text)]}


def _plain(book: Book, tree: Node) -> Node:
    """The tree with calls as `[1]`, formulas as far as letters go, and pictures as their words."""

    def change(element: dict[str, Any]) -> Node:
        if is_note_call(element):
            return _word(f"[{book.note(attributes(element)['note']).mark}]")
        if element["t"] == "Math":
            return _word(book.formulas.get(element["c"][1], element["c"][1]))
        if element["t"] == "Image":
            words = dict(element["c"][0][2]).get("alt")
            return {
                "t": "Span",
                "c": [
                    ["", [], []],
                    [_word("["), *([_word(words)] if words else element["c"][1]), _word("]")],
                ],
            }
        if element["t"] == "Table":
            element["c"][0] = ["", [], []]
        if element["t"] == "Figure":
            _, (_, caption), content = element["c"]
            return [*content, *caption]
        if element["t"] == "Link" and element["c"][2][0].startswith("#"):
            return element["c"][1]
        return element

    return transform(tree, change, "Span", "Math", "Image", "Table", "Figure", "Link")


def _notes(book: Book, chapter: Chapter, placed: set[str]) -> list[Node]:
    """The notes first called in the chapter, each behind its mark and, if need be, its speaker."""
    words = locales.load(book.metadata.language).words
    waiting, keys = calls_of(chapter), set[str]()
    while waiting:
        key = waiting.pop()
        if key not in placed | keys:
            keys.add(key)
            waiting += calls(book.note(key).blocks)
    placed |= keys
    notes = [note for note in book.notes if note.key in keys]
    if not notes:
        return []
    return [_paragraph(f"— {words['notes']} —"), *(b for note in notes for b in _note(book, note))]


def _note(book: Book, note: Note) -> list[Node]:
    words = locales.load(book.metadata.language).words
    speaker = f" {words['translators-note']}:" if note.series == "translator" else ""
    mark = [_word(f"[{note.mark}]{speaker}"), {"t": "Space"}]
    blocks = _plain(book, note.blocks)
    if blocks and blocks[0]["t"] in {"Para", "Plain"}:
        return [{"t": "Para", "c": [*mark, *blocks[0]["c"]]}, *blocks[1:]]
    return [{"t": "Para", "c": mark}, *blocks]
