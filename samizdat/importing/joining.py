"""Several files become one text: chapters in their order, each note with a label of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from samizdat.importing.incoming import Incoming, Remark
from samizdat.importing.own_names import with_own_labels, with_own_pictures
from samizdat.scanner import Piece, TextFile

_APART = "\n\n"
_HALVES = re.compile("[\ud800-\udfff]")


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


def joined(files: Sequence[Incoming]) -> Source:
    """The files one after the other."""
    taken, defined, complete = dict[str, bytes](), set[str](), set[str]()
    texts, pieces, breaks = list[str](), list[Piece](), list[int]()
    remarks, translators = list[Remark](), set[str]()
    length = 0
    for number, incoming in enumerate(map(_without_halves, files), 1):
        if len(files) > 1:
            incoming = _with_heading(incoming)
        own = with_own_labels(incoming, defined, complete, number)
        own = with_own_pictures(own, taken, number)
        taken |= own.pictures
        file = TextFile(own.name, own.text)
        labels = {definition.label for definition in file.notes.definitions}
        defined |= labels
        complete |= labels & {call.label for call in file.notes.calls}
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


def _without_halves(incoming: Incoming) -> Incoming:
    """The file without halves of characters, which stand in no text that can be written."""
    text = _HALVES.sub("\ufffd", incoming.text)
    return incoming if text == incoming.text else replace(incoming, text=text)


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
