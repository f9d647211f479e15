"""Marks that carry through pandoc what its tree forgets (part of step 3).

Pandoc's tree does not say which file a block is from, what a note was called, and whose it is.
So a mark goes into the text at the head of each file and of each note, and is read off the tree
again. A text can't forge one, since the class of every mark bears a number drawn for this reading
alone; it is gone from the tree before anything is written.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from samizdat.book import Node, Speaker, attributes
from samizdat.findings import Location
from samizdat.scanner import Definition, TextFile
from samizdat.source import Source

_LINES_OF_A_FILE_MARK = 3
_LINES_OF_A_NOTE_MARK = 2


@dataclass(frozen=True)
class MarkedNote:
    """What a mark says of a note."""

    label: str
    series: Speaker
    location: Location


@dataclass(frozen=True)
class Markers:
    """The marks of one source."""

    source: Source

    @cached_property
    def seal(self) -> str:
        """What the classes of the marks end with, and no class of the text does."""
        return secrets.token_hex(8)

    @property
    def classes(self) -> frozenset[str]:
        """The classes of the marks."""
        return frozenset({f"samizdat-file-{self.seal}", f"samizdat-note-{self.seal}"})

    def marked(self, file: TextFile) -> str:
        """The file's text with its marks, and behind it the translator's notes that it calls."""
        number = self.source.files.index(file)
        parts = [f"::: {{.samizdat-file-{self.seal} number={number}}}\n:::\n\n"]
        position = 0
        for definition in file.notes.definitions:
            parts.append(file.text[position : definition.start])
            parts.append(self._note(file, "author", definition))
            position = definition.end
        parts.append(file.text[position:] + "\n\n")
        own = {definition.label for definition in file.notes.definitions}
        wanted = {call.label for call in file.notes.calls} - own
        if shared := self.source.notes_file:
            parts += [
                self._note(shared, "translator", definition) + "\n\n"
                for definition in shared.notes.definitions
                if definition.label in wanted
            ]
        return "".join(parts)

    def place(self, file: TextFile, line: int) -> Location:
        """The place in the file of a line of what `marked` makes of it, both counted from 1.

        A line of the translator's notes, which stand behind the text, is taken for its last.
        """
        line -= _LINES_OF_A_FILE_MARK
        for definition in file.notes.definitions:
            if file.row(definition.start) < line:
                line = max(line - _LINES_OF_A_NOTE_MARK, file.row(definition.start))
        starts = [0, *(match.end() for match in re.finditer("\n", file.text))]
        start = starts[max(0, min(line, len(starts)) - 1)]
        return file.location(start, max(1, file.text.find("\n", start) - start))

    def _note(self, file: TextFile, series: Speaker, definition: Definition) -> str:
        where = file.location(definition.start)
        label = definition.label.replace("\\", "\\\\").replace('"', '\\"')
        mark = (
            f'[]{{.samizdat-note-{self.seal} label="{label}" series={series} '
            f"offset={definition.start}}}"
        )
        body = file.text[definition.body : definition.end]
        before = where.excerpt[: where.column - 1]
        prefix = re.sub(r"[^> ].*", "", before) if ">" in before else ""
        # The text begins a paragraph of its own, so that a list or code at its begin stays one.
        indent = "" if body.startswith("\n") else f"{before}    "
        return f"[^{definition.label}]: {mark}\n{prefix}\n{indent}{body}"

    def file(self, block: Node) -> TextFile | None:
        """The file that begins with this block, or None where the block is no mark."""
        if block["t"] == "Div" and f"samizdat-file-{self.seal}" in block["c"][0][1]:
            return self.source.files[int(attributes(block)["number"])]
        return None

    def note(self, blocks: Node, file: TextFile) -> MarkedNote | None:
        """What the mark at the head of a note in `file` says; None for an inline note."""
        first = blocks[0]["c"] if blocks and blocks[0]["t"] in {"Para", "Plain"} else []
        head: Any = first[0] if first else None
        if not head or head["t"] != "Span":
            return None
        if f"samizdat-note-{self.seal}" not in head["c"][0][1]:
            return None
        facts = attributes(head)
        label, shared = facts["label"], self.source.notes_file
        is_translators = facts["series"] == "translator" and shared is not None
        home = shared if is_translators and shared else file
        where = home.location(int(facts["offset"]), len(label) + 3)
        return MarkedNote(label, "translator" if is_translators else "author", where)
