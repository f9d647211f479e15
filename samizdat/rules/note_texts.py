"""The notes of a file with their texts; the rules that read what a note says ask it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from samizdat.scanner import TextFile


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


def note_texts(file: TextFile) -> Iterator[NoteText]:
    """The notes of the file, those defined and those inline."""
    for definition in file.notes.definitions:
        words = _words(file.text[definition.body : definition.end])
        yield NoteText(definition.label, definition.start, len(definition.label) + 3, words)
    closing = dict(file.links.brackets)
    for start in file.notes.inline:
        if start + 1 in closing:
            yield NoteText("", start, 2, _words(file.text[start + 2 : closing[start + 1]]))


def _words(text: str) -> str:
    """The text of a note without comments, emphasis and escapes, its white space folded."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"\\(?=[\s*_\[\]()])", "", unescape(text))
    return " ".join(re.sub(r"[*_>]", "", text).split())
