"""Which characters a book shows, and which typefaces it needs for them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samizdat import fonts, holdings, kept, locales
from samizdat.book import Book
from samizdat.holdings import Holdings
from samizdat.pages import formatted_date, shown_facts

_TOOLS = (("fonts.py", "lettering.py"), ("uharfbuzz", "fonttools", "brotli"))


def characters(book: Book, held: Iterable[Holdings]) -> frozenset[str]:
    """Every character that an edition of the book may show. Its trees hold what `held` says."""
    parts = [one.letters for one in held] + [note.mark for note in book.notes]
    locale = locales.load(book.metadata.language)
    parts += [*locale.words.values(), book.metadata.model_dump_json(), formatted_date(book)]
    shown = shown_facts(book)
    parts += [shown.title, shown.subtitle or ""]
    parts.append(locale.figures(book.metadata.numerals).digits)
    parts.append("".join(map(chr, range(0x20, 0x7F))) + "↩·–—…×  \u202f")
    joined = "".join(set("".join(parts)))
    return frozenset(joined + joined.upper()) - {"\n", "\t", "\r"}


def faces(
    book: Book, held: Sequence[Holdings] | None = None
) -> list[tuple[fonts.Face, frozenset[str]]]:
    """The faces that the book's editions for screens carry, with the characters of each.

    `held` is what the trees of the book hold, where that is known.
    """
    if held is None:
        held = holdings.of_book(book)
    return fonts.needed(
        characters(book, held),
        bold_italic=any(one.bold_italic for one in held),
        code=any(one.code for one in held),
    )


@dataclass(frozen=True)
class CutFace:
    """A face with the glyphs for the characters of one book, as TrueType and as WOFF2.

    `made_of` is the digest of all that makes it.
    """

    face: fonts.Face
    made_of: str
    data: bytes
    woff2: bytes


def cut(book: Book, held: Sequence[Holdings], known: bytes = b"") -> tuple[CutFace, ...]:
    """The faces that the book's editions for screens carry, cut down to its characters.

    `known` is what `dump` gave for any book, or anything else, which counts for nothing.
    """
    try:
        before = {one.made_of: one for one in load(known)}
    except (ValueError, TypeError):
        before = {}
    made = []
    for face, wanted in faces(book, held):
        parts = [vars(face), "".join(sorted(wanted))]
        name = kept.digest(kept.tools(*_TOOLS), fonts.digest(), *parts)
        if name not in before:
            data = fonts.subset(face, wanted)
            before[name] = CutFace(face, name, data, fonts.as_woff2(data))
        made.append(before[name])
    return tuple(made)


def dump(cut_faces: Iterable[CutFace]) -> bytes:
    """The faces as JSON."""
    rows = []
    for one in cut_faces:
        octets = [base64.b64encode(data).decode() for data in (one.data, one.woff2)]
        rows.append([vars(one.face), one.made_of, *octets])
    return kept.seal(rows)


def load(data: bytes) -> tuple[CutFace, ...]:
    """The faces that `dump` wrote; ValueError where they are not whole."""
    return tuple(
        CutFace(fonts.Face(**face), name, *map(base64.b64decode, octets))
        for face, name, *octets in kept.unseal(data)
    )
