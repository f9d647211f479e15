"""The text of a translation as readers get it: what is not yet translated is in its place.

Such a passage is shown in the source's language, and marked as being in it, so that a voice that
reads aloud pronounces it rightly and a style can show it. The text stays Markdown, and each place
in it is still a place in the file that a person has written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samizdat.scanner import Piece, TextFile
from samizdat.translation.passages import Passage, passages
from samizdat.translation.standing import Standing

CLASS = "untranslated"
"""The class of what is shown in the source's language."""


@dataclass
class _Text:
    """A text that grows by pieces."""

    text: str = ""
    pieces: tuple[Piece, ...] = ()

    def copy(self, file: TextFile, start: int, end: int) -> None:
        """What stands in a file from `start` to `end`."""
        if start < end:
            self.pieces += (Piece(len(self.text), file, start),)
            self.text += file.text[start:end]

    def add(self, signs: str, file: TextFile, offset: int) -> None:
        """Signs of our own that belong to a place of a file."""
        self.pieces += (Piece(len(self.text), file, offset, is_added=True),)
        self.text += signs


def composed(
    original: TextFile, translated: TextFile | None, standing: Standing, language: str
) -> TextFile:
    """The translated file with what is missing of the original, which is in `language`.

    Where nothing is translated of a file, its name stays that of the original.
    """
    ours = [p for p in passages(original) if p.kind != "comment"]
    theirs = list(passages(translated)) if translated else []
    fellows, here = standing.fellows, set(theirs)
    copies = {
        passage: row.original[0]
        for row in standing.rows
        if row.state == "new"
        for passage in row.translated
    }
    copied = set(copies.values())
    behind: dict[Passage | None, list[Passage]] = {}
    last: Passage | None = None
    for passage in ours:
        fellow = fellows.get(passage)
        if fellow is None and passage not in copied:
            behind.setdefault(last, []).append(passage)
        elif fellow in here:
            last = fellow
    if not behind and not copies.keys() & here:
        return translated or original
    out = _Text()
    _missing(out, behind.get(None, []), language)
    position = 0
    for passage in theirs:
        assert translated is not None  # noqa: S101  # there are none without a file
        if passage in copies:
            out.copy(translated, position, passage.start)
            _shown(out, passage, language)
        else:
            out.copy(translated, position, passage.end)
        position = passage.end
        _missing(out, behind.get(passage, []), language)
    if translated:
        out.copy(translated, position, len(translated.text))
    return TextFile((translated or original).path, out.text, out.pieces)


def composed_notes(
    original: TextFile, translated: TextFile | None, called: set[str], language: str
) -> TextFile | None:
    """The translator's notes of a translation, with those of the source that its text calls.

    The translation need not have any, and none of the source's that it does not call are taken.
    """
    own = {d.label for d in translated.notes.definitions} if translated else set()
    wanted = [
        p
        for p in passages(original)
        if p.kind != "comment" and (p.kind != "note" or (p.label in called and p.label not in own))
    ]
    if not any(passage.kind == "note" for passage in wanted):
        return translated
    out = _Text()
    if translated:
        out.copy(translated, 0, len(translated.text))
    _missing(out, [p for p in wanted if p.kind in {"note", "reference"}], language)
    return TextFile((translated or original).path, out.text, out.pieces)


def _missing(out: _Text, wanted: Sequence[Passage], language: str) -> None:
    for passage in wanted:
        out.add("\n\n", passage.file, passage.start)
        _shown(out, passage, language)
        out.add("\n\n", passage.file, passage.end)


def _shown(out: _Text, passage: Passage, language: str) -> None:
    """The passage of the source's language, marked as such."""
    mark = f"{{.{CLASS} lang={language}}}"
    file, start, end = passage.file, passage.start, passage.end
    if not passage.has_words:
        out.copy(file, start, end)
    elif passage.kind == "heading":
        heading = next(h for h in file.headings if h.start == start)
        words_end = heading.words_start + len(heading.words)
        out.copy(file, start, heading.words_start)
        out.add("[", file, heading.words_start)
        out.copy(file, heading.words_start, words_end)
        out.add(f"]{mark}", file, words_end)
        out.copy(file, words_end, end)
    elif passage.kind == "note":
        definition = next(d for d in file.notes.definitions if d.label == passage.label)
        body = re.match(r"\s*", file.text[definition.body : end])
        text = definition.body + (body.end() if body else 0)
        out.copy(file, start, definition.body)
        out.add(f"\n    ::: {mark}\n    ", file, text)
        out.copy(file, text, end)
        out.add("\n    :::\n", file, end - 1)
    else:
        out.add(f"::: {mark}\n", file, start)
        out.copy(file, start, end)
        out.add("\n:::", file, end - 1)
