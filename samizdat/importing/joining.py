"""Several files become one text: chapters in their order, each note with a label of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from samizdat.importing.incoming import Incoming, Remark
from samizdat.scanner import Piece, TextFile

_APART = "\n\n"


@dataclass(frozen=True)
class Source:
    """What came in as one text, whose places are those of the files.

    `breaks` are the offsets at which one file ends and the next begins.
    """

    text: TextFile
    breaks: tuple[int, ...]
    pictures: Mapping[str, bytes]
    facts: Mapping[str, object]
    translators: frozenset[str]
    remarks: tuple[Remark, ...]
    said: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files, in their order."""
        return tuple(piece.file.path for piece in self.text.pieces if not piece.is_added)


def in_order(paths: Sequence[Path]) -> list[Path]:
    """The files in the order in which they were given, numbers in names counted as numbers.

    A shell gives `chapter-10` before `chapter-2`; an order that is no alphabet's was meant.
    """
    given = list(paths)
    if given != sorted(given):
        return given
    return sorted(given, key=lambda path: [_natural(part) for part in path.parts])


def _natural(name: str) -> list[tuple[int, int | str]]:
    parts = re.split(r"(\d+)", name.casefold())
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts if part]


def joined(files: Sequence[Incoming]) -> Source:
    """The files one after the other."""
    taken, labels = dict[str, bytes](), set[str]()
    texts, pieces, breaks = list[str](), list[Piece](), list[int]()
    remarks, translators = list[Remark](), set[str]()
    length = 0
    for number, incoming in enumerate(files, 1):
        if len(files) > 1:
            incoming = _with_heading(incoming)
        own = _with_own_pictures(_with_own_labels(incoming, labels, number), taken, number)
        labels |= {d.label for d in TextFile(own.name, own.text).notes.definitions}
        taken |= own.pictures
        file = TextFile(own.name, own.text)
        pieces.append(Piece(length, file, 0))
        texts.append(own.text)
        translators |= own.translators
        remarks += [replace(remark, offset=length + remark.offset) for remark in own.remarks]
        length += len(own.text)
        if number < len(files):
            breaks.append(length)
            pieces.append(Piece(length, file, max(0, len(own.text) - 1), is_added=True))
            texts.append(_APART)
            length += len(_APART)
    return Source(
        TextFile("", "".join(texts), tuple(pieces)),
        tuple(breaks),
        taken,
        _facts(files),
        frozenset(translators),
        tuple(remarks),
        tuple(sentence for incoming in files for sentence in incoming.said),
    )


def _with_heading(incoming: Incoming) -> Incoming:
    """A chapter whose title the file tells, and which has no heading, gets it as its heading."""
    title = str(incoming.facts.get("title", "")).strip()
    if not title or TextFile(incoming.name, incoming.text).headings:
        return incoming
    heading = f"# {title}\n\n"
    return replace(
        incoming,
        text=heading + incoming.text,
        remarks=tuple(replace(r, offset=r.offset + len(heading)) for r in incoming.remarks),
        said=(*incoming.said, f"{incoming.name} has no heading; its title became one"),
    )


def _facts(files: Sequence[Incoming]) -> dict[str, object]:
    """What the files say of the book; of several, only what none of them contradicts."""
    found = dict[str, object]()
    for key in sorted({key for incoming in files for key in incoming.facts}):
        values = [incoming.facts[key] for incoming in files if key in incoming.facts]
        if all(value == values[0] for value in values):
            found[key] = values[0]
    return found


def _with_own_labels(incoming: Incoming, taken: set[str], number: int) -> Incoming:
    """The file with labels of notes that no file before it has."""
    notes = TextFile(incoming.name, incoming.text).notes
    clashing = {note.label for note in notes.definitions} & taken
    if not clashing:
        return incoming
    text, done, parts = incoming.text, 0, list[str]()
    for match in re.finditer(r"\[\^([^\]\s]+)\]", text):
        if match[1] in clashing:
            parts += [text[done : match.start(1)], f"{number}-{match[1]}"]
            done = match.end(1)
    grown = len(f"{number}-")
    starts = [
        match.start(1) for match in re.finditer(r"\[\^([^\]\s]+)\]", text) if match[1] in clashing
    ]
    return replace(
        incoming,
        text="".join([*parts, text[done:]]),
        translators=frozenset(
            f"{number}-{label}" if label in clashing else label for label in incoming.translators
        ),
        remarks=tuple(
            replace(r, offset=r.offset + grown * sum(start <= r.offset for start in starts))
            for r in incoming.remarks
        ),
    )


def _with_own_pictures(incoming: Incoming, taken: Mapping[str, bytes], number: int) -> Incoming:
    """The file with names of pictures that no other picture of the book has."""
    pictures, text = dict[str, bytes](), incoming.text
    for path, content in incoming.pictures.items():
        name = path
        if taken.get(path, content) != content:
            old = PurePosixPath(path)
            name = str(old.with_name(f"{number}-{old.name}"))
            text = text.replace(f"]({path}", f"]({name}")
        pictures[name] = content
    return replace(incoming, text=text, pictures=pictures)
