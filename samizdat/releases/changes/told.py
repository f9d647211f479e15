"""What a release tells its readers: the words of each language, passage by passage. Pure.

It is what two releases are compared by. Whatever makes a page only look different is not in it:
typefaces, pictures, the marks of notes within the text.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from samizdat.book import Book, Node, Note, Speaker, attributes, calls, calls_of, text, transform
from samizdat.releases.release import Release

Kind = Literal["paragraph", "heading", "item", "verse", "code", "row"]
"""What a passage is; a row is one of a table."""


@dataclass(frozen=True)
class Passage:
    """A passage as plain text. Verse and code keep their lines."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class ToldNote:
    """A note: whose it is, what the manuscript calls it, the mark that readers see, its text."""

    series: Speaker
    label: str
    mark: str
    text: str


@dataclass(frozen=True)
class ToldChapter:
    """A chapter: its id, its title, its passages without that title, the notes called in it."""

    id: str
    title: str
    passages: tuple[Passage, ...]
    notes: tuple[ToldNote, ...] = ()

    @property
    def texts(self) -> list[str]:
        """The texts of its passages and of its notes."""
        return [one.text for one in self.passages] + [one.text for one in self.notes]


@dataclass(frozen=True)
class Telling:
    """The book in one language. `pages` are those of the print edition, where they are known.

    `locale` is what release.json calls it, `language` the tag of the text itself. `kept` says why
    the files are those of an earlier release; there is no text then that could be compared.
    """

    locale: str
    language: str
    title: str
    chapters: tuple[ToldChapter, ...]
    pages: int | None = None
    kept: str = ""


@dataclass(frozen=True)
class ToldRelease:
    """A release in all its languages, that of the source first."""

    title: str
    version: str
    modified: datetime.datetime
    languages: tuple[Telling, ...]

    def language(self, locale: str) -> Telling | None:
        """The book in a language, or None where the release has none of it."""
        return next((one for one in self.languages if one.locale == locale), None)


def telling(book: Book, pages: int | None = None) -> Telling:
    """What a prepared book tells, in its language."""
    placed = set[str]()
    chapters = (
        ToldChapter(
            chapter.id,
            chapter.title,
            tuple(_passages(book, chapter.blocks)),
            tuple(_notes(book, calls_of(chapter), placed)),
        )
        for chapter in book.chapters
    )
    return Telling(book.locale, book.metadata.language, book.metadata.title, tuple(chapters), pages)


def told(books: Mapping[str, Book], release: Release | None = None) -> ToldRelease:
    """What prepared books by locale tell, the first of them that of the source.

    With its `release` they have its pages, and those of its languages are told whose files are
    those of an earlier release, though there is no book of what they hold.
    """
    if release is None:
        first = next(iter(books.values())).metadata
        return ToldRelease(
            first.title, first.version, first.modified, tuple(map(telling, books.values()))
        )
    return ToldRelease(
        release.title,
        release.version,
        release.modified,
        tuple(
            telling(books[one.locale], one.pages)
            if one.locale in books and not one.kept
            else Telling(one.locale, one.locale, one.title, (), one.pages, one.kept or "it is gone")
            for one in release.languages
        ),
    )


def _notes(book: Book, keys: list[str], placed: set[str]) -> Iterator[ToldNote]:
    """The notes that are called, and those that these call, each once in the whole book."""
    keys = [key for key in dict.fromkeys(keys) if key not in placed]
    for key in keys:  # grows while it is walked: a note may call another
        keys += [one for one in calls(book.note(key).blocks) if one not in keys]
    for key in keys:
        if key not in placed:
            placed.add(key)
            yield _note(book, book.note(key))


def _note(book: Book, note: Note) -> ToldNote:
    passages = (passage.text for passage in _passages(book, note.blocks))
    return ToldNote(note.series, note.label, note.mark, "\n".join(passages))


def _passages(book: Book, blocks: Node, kind: Kind = "paragraph") -> Iterator[Passage]:
    """The passages of blocks that have any words, in the order of the text."""
    for found, words in _told(book, _with_pictures(blocks), kind):
        if words.strip():
            yield Passage(found, words.strip())


def _with_pictures(blocks: Node) -> Node:
    """The blocks with the words for each picture in its place, as the text edition has them."""

    def change(element: dict[str, Any]) -> Node:
        words = attributes(element).get("alt")
        shown = [{"t": "Str", "c": words}] if words else element["c"][1]
        return {"t": "Span", "c": [["", [], []], [_sign("["), *shown, _sign("]")]]}

    return transform(blocks, change, "Image")


def _sign(sign: str) -> Node:
    return {"t": "Str", "c": sign}


def _told(book: Book, blocks: Node, kind: Kind) -> Iterator[tuple[Kind, str]]:
    for block in blocks:
        name, content = block["t"], block.get("c")
        if name in {"Para", "Plain"}:
            yield kind, _line(book, content)
        elif name == "Header":
            yield "heading", _line(book, content[2])
        elif name == "LineBlock":
            yield "verse", "\n".join(_line(book, line) for line in content)
        elif name == "CodeBlock":
            yield "code", content[1]
        elif name == "BlockQuote":
            yield from _told(book, content, kind)
        elif name in {"Div", "Figure"}:
            yield from _told(book, content[-1], kind)
            if name == "Figure":
                yield from _caption(book, content[1], content[2])
        elif name in {"BulletList", "OrderedList"}:
            for item in content if name == "BulletList" else content[1]:
                yield from _told(book, item, "item")
        elif name == "DefinitionList":
            for term, meanings in content:
                yield "item", _line(book, term)
                for meaning in meanings:
                    yield from _told(book, meaning, "item")
        elif name == "Table":
            yield from _table(book, content)


def _caption(book: Book, caption: Node, blocks: Node) -> Iterator[tuple[Kind, str]]:
    """The words below a figure, unless they are only those that its picture has already."""
    inside = "".join(_line(book, block) for block in blocks)
    for kind, words in _told(book, caption[1], "paragraph"):
        if inside != f"[{words}]":
            yield kind, words


def _table(book: Book, content: Node) -> Iterator[tuple[Kind, str]]:
    """The rows of a table, cells beside each other (pandoc-types, `Text.Pandoc.Definition`)."""
    _, caption, _, head, bodies, foot = content
    yield from _told(book, caption[1], "paragraph")
    rows = [*head[1]]
    for _, _, heads, body in bodies:
        rows += [*heads, *body]
    for _, cells in [*rows, *foot[1]]:
        yield "row", " | ".join(_line(book, cell[4]) for cell in cells)


def _line(book: Book, node: Node) -> str:
    """The text in one line; spaces that hold words together stay what they are."""
    return " ".join(
        part for part in text(node, book.formulas).replace("\n", " ").split(" ") if part
    )
