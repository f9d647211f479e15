"""The book as JSON, cut apart without being read: an outline, and the trees as octets.

Nine tenths of a long book are trees, and to read them all takes longer than to make again what has
changed. Whoever keeps what came of a tree needs no more of it than its octets.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from samizdat import book as books
from samizdat.book import Book, Chapter, Note

# Elements of a tree have the keys `t` and `c`, those of a citation begin with `citation`, and in a
# string a quotation mark has a backslash before it. So none of these stands within a tree.
_BEGIN = b'{"blocks": '
_HEADING = b', "heading": '
_BEHIND_CHAPTER = b', "id": '
_BEHIND_NOTE = b', "key": '


@dataclass(frozen=True)
class Apart:
    """A book cut apart.

    `outline` is the book with empty trees. `chapters` and `notes` are JSON with the trees of each:
    `blocks`, and of a chapter its `heading`.
    """

    outline: Book
    chapters: tuple[bytes, ...]
    notes: tuple[bytes, ...]

    def chapter(self, number: int) -> Chapter:
        """The chapter with the number, from 0, with its trees, whose words are in runs."""
        return replace(self.outline.chapters[number], **json.loads(self.chapters[number]))

    def note(self, number: int) -> Note:
        """The note with the number, from 0, with its tree, whose words are in runs."""
        return replace(self.outline.notes[number], **json.loads(self.notes[number]))


def take_apart(data: bytes) -> Apart:
    """What `book.dump` wrote, cut apart; ValueError where the schema is another one."""
    head, *pieces = data.split(_BEGIN)
    outline, chapters, notes = [head], list[bytes](), list[bytes]()
    for piece in pieces:
        heading = piece.find(_HEADING)
        end = piece.find(_BEHIND_NOTE if heading < 0 else _BEHIND_CHAPTER)
        (notes if heading < 0 else chapters).append(_BEGIN + piece[:end] + b"}")
        outline.append(_BEGIN + (b"[]" if heading < 0 else b'[], "heading": []'))
        outline.append(piece[end:])
    return Apart(books.load(b"".join(outline).decode()), tuple(chapters), tuple(notes))


def of(book: Book) -> Apart:
    """A book that was read already, cut apart."""
    return take_apart(books.dump(book).encode())
