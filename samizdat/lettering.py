"""Which characters a book shows, and which typefaces it needs for them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass

from samizdat import fonts, locales
from samizdat.book import Book, text, walk
from samizdat.pages import formatted_date, shown_facts


def characters(book: Book) -> frozenset[str]:
    """Every character that an edition of the book may show."""
    parts = [text(c.heading, book.formulas) + text(c.blocks, book.formulas) for c in book.chapters]
    parts += [text(n.blocks, book.formulas) + n.mark for n in book.notes]
    locale = locales.load(book.metadata.language)
    parts += [*locale.words.values(), book.metadata.model_dump_json(), formatted_date(book)]
    shown = shown_facts(book)
    parts += [shown.title, shown.subtitle or ""]
    parts.append(locale.figures(book.metadata.numerals).digits)
    parts.append("".join(map(chr, range(0x20, 0x7F))) + "↩·–—…×  \u202f")
    joined = "".join(parts)
    return frozenset(joined + joined.upper()) - {"\n", "\t", "\r"}


def uses_code(book: Book) -> bool:
    """Whether the book has code, which is set in a typeface of its own."""
    trees = [c.blocks for c in book.chapters] + [n.blocks for n in book.notes]
    return any(walk(trees, "Code", "CodeBlock"))


def faces(book: Book) -> list[tuple[fonts.Face, frozenset[str]]]:
    """The faces that the book's editions for screens carry, with the characters of each."""
    trees = [c.blocks for c in book.chapters] + [n.blocks for n in book.notes]
    bold_italic = any(
        any(walk(e["c"], "Emph" if e["t"] == "Strong" else "Strong"))
        for e in walk(trees, "Strong", "Emph")
    )
    return fonts.needed(characters(book), bold_italic=bold_italic, code=uses_code(book))


@dataclass(frozen=True)
class CutFace:
    """A face with the glyphs for the characters of one book, as TrueType."""

    face: fonts.Face
    data: bytes


def cut(book: Book) -> tuple[CutFace, ...]:
    """The faces that the book's editions for screens carry, cut down to its characters."""
    return tuple(CutFace(face, fonts.subset(face, wanted)) for face, wanted in faces(book))


def dump(cut_faces: Iterable[CutFace]) -> str:
    """The faces as JSON."""
    rows = [[vars(one.face), base64.b64encode(one.data).decode()] for one in cut_faces]
    return json.dumps(rows, sort_keys=True)


def load(text: str) -> tuple[CutFace, ...]:
    """The faces that `dump` wrote."""
    rows = json.loads(text)
    return tuple(CutFace(fonts.Face(**face), base64.b64decode(data)) for face, data in rows)
