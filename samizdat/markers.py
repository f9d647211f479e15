"""Marks that carry through pandoc what its tree forgets (part of step 3).

Pandoc's tree does not say which file a block is from, what a note was called, and whose it is.
So a mark goes into the text at the head of each file, or part of one, and of each note, and is read
off the tree again. A text can't forge one, since the class of every mark bears a number that was
drawn for this book; it is gone from the tree before an edition is written.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from samizdat.book import Node, Speaker, attributes, transform, walk
from samizdat.findings import Location
from samizdat.scanner import Call, Definition, TextFile
from samizdat.source import Source

_LINES_OF_A_FILE_MARK = 3
_LINES_OF_A_NOTE_MARK = 2

_Place = TypeVar("_Place", Call, Definition)


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
    seal: str
    """What the classes of the marks end with, and no class of the text does."""

    @property
    def classes(self) -> frozenset[str]:
        """The classes of the marks."""
        return frozenset(f"samizdat-{what}-{self.seal}" for what in ("file", "note", "end"))

    def marked(self, file: TextFile, start: int = 0, end: int | None = None) -> str:
        """The file's text, or a part of it, with its marks, and behind it the notes that it calls.

        These are the translator's, and behind a part also those that other parts define, with the
        addresses that are defined there.
        """
        number = self.source.files.index(file)
        end = len(file.text) if end is None else end
        parts = [f"::: {{.samizdat-file-{self.seal} number={number}}}\n:::\n\n"]
        position, there = start, set[str]()
        for definition in _between(file.notes.definitions, start, end):
            parts.append(file.text[position : definition.start])
            parts.append(self._note(file, "author", definition))
            position = definition.end
            there.add(definition.label)
        parts.append(file.text[position:end] + "\n\n")
        own = self._homes(file)
        wanted = {call.label for call in _between(file.notes.calls, start, end)}
        elsewhere = [r for r in file.links.references if not start <= r.start < end]
        if elsewhere or not wanted & own.keys() <= there:
            parts.append(f"::: {{.samizdat-end-{self.seal}}}\n:::\n\n")
        while missing := sorted((wanted & own.keys()) - there):
            for label in missing:
                definition = own[label][0]
                parts.append(self._note(file, "author", definition) + "\n\n")
                inside = _between(file.notes.calls, definition.start, definition.end)
                wanted |= {call.label for call in inside}
            there |= set(missing)
        if shared := self.source.notes_file:
            parts += [
                self._note(shared, "translator", definition) + "\n\n"
                for definition in shared.notes.definitions
                if definition.label in wanted and definition.label not in own
            ]
        parts += [file.text[r.start :].partition("\n")[0] + "\n\n" for r in elsewhere]
        return "".join(parts)

    def _homes(self, file: TextFile) -> dict[str, list[Definition]]:
        """The definitions of a file by their labels."""
        if file.path not in self._known:
            homes = self._known[file.path] = {}
            for definition in file.notes.definitions:
                homes.setdefault(definition.label, []).append(definition)
        return self._known[file.path]

    @cached_property
    def _known(self) -> dict[str, dict[str, list[Definition]]]:
        return {}

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
        # Which of those with this label, since where it stands changes with all that is before it.
        nth = self._homes(file)[definition.label].index(definition)
        mark = f'[]{{.samizdat-note-{self.seal} label="{label}" series={series} nth={nth}}}'
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

    def is_end(self, block: Node) -> bool:
        """Whether the text of a part ends here, behind which nothing but notes may stand."""
        return block["t"] == "Div" and f"samizdat-end-{self.seal}" in block["c"][0][1]

    def without(self, tree: Node) -> Node:
        """The tree without marks of notes, when all notes are read.

        They are still there where what looks like a note is none to pandoc.
        """

        def is_mark(element: dict[str, Any]) -> bool:
            return f"samizdat-note-{self.seal}" in element["c"][0][1]

        if not any(map(is_mark, walk(tree, "Span"))):
            return tree
        return transform(tree, lambda element: [] if is_mark(element) else element, "Span")

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
        definition = self._homes(home)[label][int(facts["nth"])]
        where = home.location(definition.start, len(label) + 3)
        return MarkedNote(label, "translator" if is_translators else "author", where)


def _between(places: Sequence[_Place], start: int, end: int) -> Sequence[_Place]:
    """Those of the places, which are in order, that begin between two offsets."""
    first = bisect_left(places, start, key=lambda place: place.start)
    return places[first : bisect_left(places, end, key=lambda place: place.start)]
