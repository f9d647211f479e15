"""The rows of source and result as people look over them: what changed, and why."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from samizdat.importing.aligned import Row, begins_block, blocks, row_at, rows
from samizdat.importing.edits import Change
from samizdat.importing.marked import Marked, Part
from samizdat.importing.revising import Revision
from samizdat.importing.written import Written

_DEFINITION = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*", re.MULTILINE)
_HEAD, _TAIL = 14, 6
"""So many words of a long paragraph that stayed are shown of its begin, and so many of its end."""


@dataclass(frozen=True)
class Note:
    """A note of notes.md: its label, its words, and its line there."""

    label: str
    text: str
    line: int


@dataclass(frozen=True)
class Cause:
    """Why something in a row is as it is: `count` changes of a step with one reason.

    `unsure` is the number of the first of them that a person has to look at.
    """

    step: str
    why: str
    is_made: bool
    count: int
    unsure: int | None


@dataclass(frozen=True)
class Changed:
    """A row in which something changed, or that somebody has to look at.

    `after` is empty where nothing was left, and `gone` says then what became of it.
    """

    number: int
    place: str
    line: int
    before: Sequence[Part]
    after: Sequence[Part]
    gone: str
    notes: Sequence[Note]
    causes: Sequence[Cause]
    remarks: Sequence[str]
    is_unsure: bool


@dataclass(frozen=True)
class Same:
    """A row that came as it is, cut where it is long."""

    number: int
    line: int
    text: str


@dataclass(frozen=True)
class Fold:
    """Rows that came as they are, which are folded; `spaced` of them but for their spaces."""

    rows: Sequence[Same]
    spaced: int


class SideBySide:
    """The rows of an import."""

    def __init__(self, revision: Revision) -> None:
        self._revision = revision
        self._source = revision.source
        self._rows = rows(revision.source.text, revision.manuscript)
        self._written = Written(revision.manuscript, revision.notes)
        self._changes = defaultdict[int, list[Change]](list)
        for change in revision.changes:
            self._changes[self.row(change.offset)].append(change)
        self._remarks = defaultdict[int, list[str]](list)
        for remark in revision.remarks:
            self._remarks[self.row(remark.offset)].append(remark.message)
        self._notes = defaultdict[int, list[Note]](list)
        for offset, note in self._found_notes():
            self._notes[self.row(offset)].append(note)

    def row(self, offset: int) -> int:
        """The number of the row in which an offset of the source lies."""
        return row_at(self._rows, offset)

    def place(self, offset: int) -> str:
        """File and line of an offset of the source."""
        at = self._revision.place(offset)
        return f"{at.path}:{at.line}"

    def shown(self, marked: Marked) -> Iterator[Changed | Fold]:
        """The rows in the order of the source, those together that came as they are."""
        numbered = enumerate(self._rows)
        for is_same, some in groupby(numbered, lambda each: self._is_same(*each)):
            if is_same:
                each = list(some)
                spaced = sum(self._before(row) != self._after(row) for _, row in each)
                yield Fold([self._same(*one) for one in each], spaced)
            else:
                yield from (self._changed(number, row, marked) for number, row in some)

    def _is_same(self, number: int, row: Row) -> bool:
        """Whether one paragraph became one with the same words, and nobody has to look at it."""
        if self._remarks[number] or self._notes[number] or row.first == row.last:
            return False
        if any(change.certainty != "sure" for change in self._changes[number]):
            return False
        before = self._before(row)
        is_whole = begins_block(self._source.text, row.start) and begins_block(
            self._source.text, row.end
        )
        is_one = is_whole and len(list(blocks(before))) == 1
        return is_one and before.split() == self._after(row).split()

    def _before(self, row: Row) -> str:
        return self._source.text[row.start : row.end].strip("\n")

    def _after(self, row: Row) -> str:
        return self._revision.manuscript.text[row.first : row.last].strip("\n")

    def _same(self, number: int, row: Row) -> Same:
        words = self._after(row).split()
        if len(words) > _HEAD + _TAIL:
            words = [*words[:_HEAD], "…", *words[-_TAIL:]]
        return Same(number, self._written.manuscript.line(row.first), " ".join(words))

    def _changed(self, number: int, row: Row, marked: Marked) -> Changed:
        changes = self._changes[number]
        text = self._source.text[row.start : row.end]
        start = row.start + len(text) - len(text.lstrip())
        after = marked.after(row)
        return Changed(
            number,
            self.place(start),
            self._written.manuscript.line(row.first) if after else 0,
            marked.before(row),
            after,
            "" if after else _gone(changes),
            self._notes[number],
            _causes(changes),
            self._remarks[number],
            any(one.certainty != "sure" for one in changes) or bool(self._remarks[number]),
        )

    def _found_notes(self) -> Iterator[tuple[int, Note]]:
        """The notes of notes.md, with the offset in the source of where they stood."""
        traced = self._revision.notes
        found = list(_DEFINITION.finditer(traced.text))
        ends = [*(match.start() for match in found[1:]), len(traced.text)]
        for match, end in zip(found, ends, strict=False):
            start, text = match.start(), traced.text[match.end() : end].rstrip()
            yield traced.source(start), Note(match[1], text, self._written.notes.line(start))


def _gone(changes: Sequence[Change]) -> str:
    """What became of a row of which nothing was left in the manuscript."""
    effects = {change.effect for change in changes if change.is_made}
    if "to metadata" in effects:
        return "moved to metadata.yaml"
    if "to notes" in effects:
        return "moved to notes.md"
    return "taken out"


def _causes(changes: Sequence[Change]) -> list[Cause]:
    """The reasons of a row's changes in the order in which the steps ran."""
    counts = Counter((change.step, change.why, change.is_made) for change in changes)
    unsure = dict[tuple[str, str, bool], int]()
    for change in changes:
        if change.certainty != "sure":
            unsure.setdefault((change.step, change.why, change.is_made), change.number)
    return [Cause(*key, count, unsure.get(key)) for key, count in counts.items()]
