"""Where the notes of a book and their calls stand in a PDF; PD001 and PD005 ask it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from samizdat.book import Book, Node, Note, attributes, is_note_call, transform
from samizdat.locales import runs_left
from samizdat.printed import Link, Place, PrintEdition, Run
from samizdat.rules import Proof, once
from samizdat.rules.printed_text import (
    GAP,
    bare,
    is_counted,
    is_foot,
    leftward,
    letters,
    with_gaps,
)

_NEAR = 24
"""How many letters before and behind a call are compared."""

_CALL = "\1"
_LINE = 25.0
"""Points below a destination in which the words have to begin that it stands for."""


@dataclass(frozen=True)
class Call:
    """A call in the book: the note's key, and the letters before and behind it in its block."""

    key: str
    before: str
    after: str


@dataclass(frozen=True)
class PrintedNote:
    """A note in the PDF.

    `link` is its mark, which leads back to its call; `is_meant` says whether the note's named
    destination leads to it; `words` are its letters behind the mark.
    """

    page: int
    is_at_foot: bool
    is_meant: bool
    link: Link | None
    words: str


class PrintedNotes:
    """The notes of a book and their calls, as they stand in one PDF."""

    def __init__(self, book: Book, printed: PrintEdition) -> None:
        self.book = book
        self.printed = printed
        self.by_key = {note.key: note for note in book.notes if note.mark}
        # The text is one flow over all pages; so is the foot of each page.
        self.flows: dict[int, list[int]] = {}
        for number, run in enumerate(printed.runs):
            self.flows.setdefault(_flow(run), []).append(number)

    # --- calls --------------------------------------------------------------------------------

    @cached_property
    def expected(self) -> list[Call]:
        """The calls of the book by place, those within notes last."""
        trees = [[{"t": "Plain", "c": c.heading}, *c.blocks] for c in self.book.chapters]
        trees += [note.blocks for note in self.by_key.values()]
        return [call for tree in trees for call in _calls_in(tree)]

    @cached_property
    def calls(self) -> dict[str, list[Link]]:
        """The links to each note that show its mark, in the order of the text."""
        found: dict[str, list[Link]] = {key: [] for key in self.by_key}
        for link in self.printed.links:
            for key in {target.removeprefix("#") for target in link.targets}:
                if key in found and bare(link.text) == self.by_key[key].mark:
                    found[key].append(link)
        # A table's head comes again on each page that the table goes on to, with its calls.
        times = Counter(call.key for call in self.expected)
        for key, links in found.items():
            repeated = [link for link in links[1:] if "THead" in link.tags]
            for link in repeated[: max(0, len(links) - times[key])]:
                links.remove(link)
        return found

    @cached_property
    def _first_runs(self) -> dict[int, int]:
        """The number of the first run of each link."""
        first: dict[int, int] = {}
        for number, run in enumerate(self.printed.runs):
            first.setdefault(run.link, number)
        return first

    @cached_property
    def _marks(self) -> set[int]:
        """The numbers of the links that are calls."""
        return {link.number for links in self.calls.values() for link in links}

    def stands(self, call: Call, link: Link) -> bool:
        """Whether the words around the link are those around the call in the book."""
        start = self._first_runs.get(link.number)
        if start is None:
            return False
        flow = self.flows[_flow(self.printed.runs[start])]
        at = bisect_left(flow, start)
        before = self._letters(flow[max(0, at - 60) : at][::-1], call.before)
        after = self._letters(flow[at : at + 60], call.after)
        if before.endswith(call.before) and after.startswith(call.after):
            return True
        if self.printed.in_order:  # Latin words and numbers may look the same in another order
            return (
                leftward(before).endswith(leftward(call.before))
                and leftward(after).startswith(leftward(call.after))
                and not Counter(call.before) - Counter(before)
                and not Counter(call.after) - Counter(after)
            )
        if not runs_left(call.before + call.after):
            return False
        near = Counter(before + after)
        return not (Counter(call.before) - near) and not (Counter(call.after) - near)

    def _letters(self, numbers: Sequence[int], wanted: str) -> str:
        """The letters of runs in the order of reading, at least three times as many as wanted.

        `numbers` lead away from a call.
        """
        found: list[str] = []
        most = 3 * len(wanted)
        for number in numbers if wanted else ():
            run = self.printed.runs[number]
            if run.link not in self._marks and not is_counted(run):
                found.append(letters(run.text))
                most -= len(found[-1])
            if most <= 0:
                break
        if len(numbers) > 1 and numbers[0] > numbers[-1]:
            found.reverse()
        return "".join(found)

    # --- notes --------------------------------------------------------------------------------

    @cached_property
    def notes(self) -> dict[str, PrintedNote]:
        """The notes that are there, by their keys, in the order of the PDF's tags."""
        starts: dict[int, tuple[Note, bool]] = {}
        for note in self.by_key.values():
            place = self.printed.places.get(note.key, Place(-1, 0, 0))
            own = self._marks_of_notes.get(note.key)
            if own is not None:
                starts.setdefault(self._first_runs[own.number], (note, self._mark_at(place) is own))
            elif (start := self._at(place)) is not None:
                starts.setdefault(start, (note, True))
        ends: dict[int, list[int]] = {}
        marks = {self._first_runs[link.number] for _, link in self._all_marks}
        for start in sorted({*starts, *marks, *self._chapters}):
            ends.setdefault(_flow(self.printed.runs[start]), []).append(start)
        return {
            note.key: self._note(start, ends, is_meant)
            for start, (note, is_meant) in sorted(starts.items())
        }

    @cached_property
    def _marks_of_notes(self) -> dict[str, Link]:
        """The marks before the notes, by the key of the note to whose call they lead.

        Where a note stands at the end of its chapter, the foot has its mark too and says where.
        """
        found: dict[str, Link] = {}
        for key, link in self._all_marks:
            if key not in found or (is_foot(found[key]) and not is_foot(link)):
                found[key] = link
        return found

    @cached_property
    def _all_marks(self) -> list[tuple[str, Link]]:
        """The links that show the mark of a note and lead to its call, with the note's key."""
        keys = [
            (target.removeprefix("#call-"), link)
            for link in self.printed.links
            if link.number in self._first_runs
            for target in link.targets
        ]
        return [
            (key, link)
            for key, link in keys
            if key in self.by_key and bare(link.text) == self.by_key[key].mark
        ]

    @cached_property
    def pointers(self) -> dict[str, Link]:
        """The links at the foot that say where a note goes on, by the note's key."""
        found: dict[str, Link] = {}
        for link in self.printed.links:
            for target in link.targets if is_foot(link) else ():
                key = target.removeprefix("#")
                if key in self.by_key and bare(link.text) != self.by_key[key].mark:
                    found.setdefault(key, link)
        return found

    @cached_property
    def _marks_by_page(self) -> dict[int, list[Link]]:
        return _on_pages(self._marks_of_notes.values())

    def _mark_at(self, place: Place) -> Link | None:
        """The mark of the note that begins at a destination: the next one below it."""
        marks = self._marks_by_page.get(place.page, [])
        below = [mark for mark in marks if mark.box and mark.box[3] <= place.y + 2]
        return min(below, key=lambda mark: _distance(mark, place), default=None)

    def _note(self, start: int, ends: dict[int, list[int]], is_meant: bool) -> PrintedNote:
        first = self.printed.runs[start]
        flow, stops = self.flows[_flow(first)], ends[_flow(first)]
        after = bisect_right(stops, start)
        end = bisect_left(flow, stops[after]) if after < len(stops) else None
        words = []
        for number in flow[bisect_left(flow, start) : end]:
            run = self.printed.runs[number]
            is_mark = run.link >= 0 and (run.link == first.link or run.link in self._marks)
            if not is_mark and not is_counted(run):
                words.append(letters(run.text))
        link = self.printed.links[first.link] if first.link >= 0 else None
        return PrintedNote(first.page, is_foot(first), is_meant, link, "".join(words))

    @cached_property
    def _chapters(self) -> set[int]:
        """The numbers of the runs with which chapters begin, and the colophon behind them."""
        found = set()
        for name in (*(chapter.id for chapter in self.book.chapters), "samizdat-colophon"):
            place = self.printed.places.get(name, Place(-1, 0, 0))
            for number in self._by_page.get(place.page, []):
                run = self.printed.runs[number]
                if not is_foot(run) and run.box and run.box[3] <= place.y + 2:
                    found.add(number)
                    break
        return found

    @cached_property
    def _by_page(self) -> dict[int, list[int]]:
        pages: dict[int, list[int]] = {}
        for number, run in enumerate(self.printed.runs):
            pages.setdefault(run.page, []).append(number)
        return pages

    def _at(self, place: Place) -> int | None:
        """The number of the run of a link that begins where a destination is."""
        for number in self._by_page.get(place.page, []):
            run = self.printed.runs[number]
            if run.box and run.link >= 0 and place.y - _LINE <= run.box[3] <= place.y + 2:
                return number
        return None

    def call_at(self, place: Place) -> Link | None:
        """The call that stands nearest to a destination on its page."""
        calls = self._calls_by_page.get(place.page, [])
        return min(calls, key=lambda call: _distance(call, place), default=None)

    @cached_property
    def _calls_by_page(self) -> dict[int, list[Link]]:
        return _on_pages(link for links in self.calls.values() for link in links)


@once
def printed_notes(proof: Proof) -> PrintedNotes:
    """The notes of the proof's book in its file."""
    return PrintedNotes(proof.book, proof.artifact)


def _on_pages(links: Iterable[Link]) -> dict[int, list[Link]]:
    pages: dict[int, list[Link]] = {}
    for link in links:
        pages.setdefault(link.page, []).append(link)
    return pages


def _distance(link: Link, place: Place) -> float:
    left, _, _, top = link.box or (0.0, 0.0, 0.0, 0.0)
    return abs(left - place.x) + abs(top - place.y)


def _flow(run: Run) -> int:
    return run.part if is_foot(run) else -1


def _calls_in(tree: Node) -> Iterator[Call]:
    """The calls below a tree in the order of the text."""
    keys: list[str] = []

    def change(element: dict[str, Any]) -> Node:
        if is_note_call(element):
            keys.append(attributes(element)["note"])
            return {"t": "Str", "c": _CALL}
        return element

    marked = with_gaps(transform(tree, change, "Span"))
    number = 0
    for line in marked.split("\n") if keys else ():
        pieces = line.split(_CALL)
        for place in range(len(pieces) - 1):
            behind = "".join(pieces[max(0, place - 3) : place + 1])[-9 * _NEAR :]
            ahead = "".join(pieces[place + 1 : place + 4])[: 9 * _NEAR]
            yield Call(
                keys[number],
                letters(behind.rpartition(GAP)[2])[-_NEAR:],
                letters(ahead.partition(GAP)[0])[:_NEAR],
            )
            number += 1
