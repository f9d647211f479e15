"""The notes of a file with their texts; the rules that read what a note says ask it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from samizdat.scanner import Call, TextFile
from samizdat.source import Source

# Words behind a label; a call is followed by the sentence's own point, or by nothing.
_BEHIND = re.compile(r"[ \t]+\S|\n[ \t]+\S")
_MARKUP = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>|\{(?<=\]\{)[^{}]*\}", re.DOTALL)
_ESCAPE = re.compile(r"\\(?=[\s*_\[\]()])")
_EMPHASIS = str.maketrans("", "", "*_>")


@dataclass(frozen=True)
class NoteText:
    """A note from `start` on, `width` characters of which name it, and its words on one line.

    `label` is empty for an inline note.
    """

    label: str
    start: int
    width: int
    words: str

    @property
    def name(self) -> str:
        """What a message calls the note."""
        return f"[^{self.label}]" if self.label else "^[…]"


@lru_cache(maxsize=8)  # several rules ask for the same files
def note_texts(file: TextFile) -> tuple[NoteText, ...]:
    """The notes of the file, those defined and those inline."""
    return tuple(_note_texts(file))


def _note_texts(file: TextFile) -> Iterator[NoteText]:
    for definition in file.notes.definitions:
        words = _words(file.text[definition.body : definition.end])
        yield NoteText(definition.label, definition.start, len(definition.label) + 3, words)
    closing = dict(file.links.brackets)
    for start in file.notes.inline:
        if start + 1 in closing:
            yield NoteText("", start, 2, _words(file.text[start + 2 : closing[start + 1]]))


def is_at_one_place(between: str) -> bool:
    """Whether two calls stand at one place: white space only between them, and no empty line."""
    return not between.strip() and between.count("\n") < 2


def without_colons(source: Source, file: TextFile) -> tuple[Call, ...]:
    """The calls of a file that are definitions without a colon, by where they stand, in order.

    Such a one begins a block, or a line below another definition, has words behind it, and no
    note bears its label.
    """
    notes = [one.notes for one in (file, source.notes_file) if one]
    defined = {d.label for one in notes for d in (*one.definitions, *one.glued)}
    called = Counter(call.label for call in file.notes.calls)
    begins = {block.start for block in file.blocks}
    found = list[Call]()
    for call in file.notes.calls:
        head = file.masked[call.line : call.start]
        is_head = call.line in begins and not head.strip(" \t>")
        is_below = bool(call.inside) and not head
        is_glued = called[call.label] > 1 and file.masked[call.end : call.end + 1].isalnum()
        if (is_head or is_below) and (_BEHIND.match(file.masked, call.end) or is_glued):
            begins.add(file.masked.find("\n", call.end) + 1)
            if call.label not in defined:
                found.append(call)
    return tuple(found)


def _words(text: str) -> str:
    """The text of a note without comments, tags, emphasis and escapes, its white space folded."""
    text = _ESCAPE.sub("", unescape(_MARKUP.sub("", text)))
    return " ".join(text.translate(_EMPHASIS).split())
