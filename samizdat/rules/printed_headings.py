"""The headings of a book, and where they stand in a PDF, its outline and its contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import groupby

from samizdat import locales
from samizdat.artifacts import western
from samizdat.book import Book, text, walk
from samizdat.findings import Location
from samizdat.printed import Place, PrintEdition, Run
from samizdat.rules import Proof, once
from samizdat.rules.printed_text import (
    GAP,
    alike,
    are_all,
    bare,
    first_page,
    is_foot,
    letters,
    parts,
    with_gaps,
)

_NUMBER = re.compile(r"(?<!\w)([0-9]+|[ivxlcdm]+)\W*\Z")


@dataclass(frozen=True)
class Heading:
    """A heading of the book.

    `gapped` are its words with gaps, `plain` those that outline and contents show; `level` is 1
    for a chapter's. `is_listed` says whether the printed contents have it, and `in_text` whether
    it stands in the text: a book of one chapter without a heading is listed by its title, and a
    heading may have no words at all.
    """

    id: str
    gapped: str
    plain: str
    level: int
    location: Location
    is_listed: bool
    in_text: bool = True

    def reads(self, title: str, *, in_order: bool = False) -> bool:
        """Whether a title is the heading's; `in_order` is that of `are_all`."""
        own, other = key(self.plain), key(title)
        return (
            own == other
            or (in_order and alike(own) == alike(other))
            or (
                GAP in self.gapped
                and are_all(parts(self.gapped), letters(title), in_order=in_order)
            )
        )


@dataclass(frozen=True)
class ContentsLine:
    """A line of the printed contents: where it leads, its title, page number, and depth from 1."""

    target: str
    title: str
    number: str
    depth: int


class PrintedHeadings:
    """The headings of a book in one PDF."""

    def __init__(self, book: Book, printed: PrintEdition) -> None:
        self.book = book
        self.printed = printed
        self.headings = list(_headings(book))

    @cached_property
    def _standing(self) -> list[tuple[int, str, Place]]:
        """Level, letters and place of each heading on the pages, in the order of the text.

        The title on the title page is tagged as a heading, and is none of the text.
        """
        found, first = [], first_page(self.book, self.printed)
        runs = [
            run
            for run in self.printed.runs
            if run.heading >= 0 and run.page >= first and not is_foot(run)
        ]
        for _, group in groupby(runs, key=lambda run: run.heading):
            mine = list(group)
            tag = next(tag for tag in reversed(mine[0].tags) if re.fullmatch(r"H\d?", tag))
            boxes = [run.box for run in mine if run.box]
            if boxes:
                words = letters("".join(run.text for run in mine if not self._is_call(run)))
                left, top = min(box[0] for box in boxes), max(box[3] for box in boxes)
                found.append((int(tag[1:] or 1), words, Place(mine[0].page, left, top)))
        return found

    @cached_property
    def _notes(self) -> set[str]:
        return {f"#{note.key}" for note in self.book.notes}

    def _is_call(self, run: Run) -> bool:
        return run.link >= 0 and bool(self._notes & set(self.printed.links[run.link].targets))

    @cached_property
    def places(self) -> dict[str, Place]:
        """Where the headings stand, by id: found by their words, in their order."""
        found: dict[str, Place] = {}
        begin = 0
        for heading in self.headings:
            wanted = parts(heading.gapped)
            for number in range(begin, len(self._standing) if heading.in_text else 0):
                level, shown, place = self._standing[number]
                # A stylesheet may number headings.
                unnumbered = shown.lstrip("0123456789")
                in_order = self.printed.in_order
                if level == heading.level and (
                    are_all(wanted, shown, in_order=in_order)
                    or are_all(wanted, unnumbered, in_order=in_order)
                ):
                    found[heading.id] = place
                    begin = number + 1
                    break
        return found

    def is_nearest(self, heading: Heading, place: Place) -> bool:
        """Whether no other heading of its page is nearer to a destination than this one."""
        own = self.places[heading.id]
        return own.page == place.page and not any(
            abs(other.y - place.y) < abs(own.y - place.y) - 1 for other in self._by_page[own.page]
        )

    @cached_property
    def _by_page(self) -> dict[int, list[Place]]:
        pages: dict[int, list[Place]] = {}
        for place in self.places.values():
            pages.setdefault(place.page, []).append(place)
        return pages

    @cached_property
    def contents(self) -> list[ContentsLine]:
        """The lines of the printed contents, in their order."""
        first = first_page(self.book, self.printed)
        links = [
            link
            for link in self.printed.links
            if link.page < first and link.targets and link.targets[0].startswith("#")
        ]
        lines = []
        for target, group in groupby(links, key=lambda link: link.targets[0]):
            mine = list(group)
            words = " ".join(" ".join(link.text for link in mine).split())
            number = _NUMBER.search(western(words))
            lines.append(
                ContentsLine(
                    target.removeprefix("#"),
                    re.sub(r"[\s.…]+\Z", "", words[: number.start()] if number else words),
                    western(number[1]) if number else "",
                    mine[0].tags.count("TOC"),
                )
            )
        return lines

    @cached_property
    def of_notes(self) -> set[str]:
        """The keys of headings within notes, which stand in the outline as well."""
        return {
            key(text(element["c"][2], self.book.formulas))
            for note in self.book.notes
            for element in walk(note.blocks, "Header")
        }

    @cached_property
    def over_notes(self) -> str:
        """The key of the heading over notes at the end of a chapter."""
        return key(locales.load(self.book.metadata.language).words["notes"])


@once
def printed_headings(proof: Proof) -> PrintedHeadings:
    """The headings of the proof's book in its file."""
    return PrintedHeadings(proof.book, proof.artifact)


def key(title: str) -> str:
    """What titles are compared by: their letters, or what there is where there are none."""
    return letters(title) or bare(title)


def depths(headings: Sequence[Heading]) -> list[int]:
    """How deep each of the headings stands below the others, from 1."""
    found: list[int] = []
    above: list[int] = []
    for heading in headings:
        while above and above[-1] >= heading.level:
            above.pop()
        above.append(heading.level)
        found.append(len(above))
    return found


def aligned(
    names: Sequence[str], others: Sequence[str]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """The places of two lists at which they agree, and the places that are left of each."""
    matcher = SequenceMatcher(None, names, others, autojunk=False)
    pairs = [
        (a + step, b + step) for a, b, size in matcher.get_matching_blocks() for step in range(size)
    ]
    left = set(range(len(names))) - {a for a, _ in pairs}
    others_left = set(range(len(others))) - {b for _, b in pairs}
    return pairs, sorted(left), sorted(others_left)


def _headings(book: Book) -> Iterator[Heading]:
    for number, chapter in enumerate(book.chapters, 1):
        at = chapter.location
        if chapter.heading:
            # A chapter whose heading is nothing but a note is listed by its number.
            plain, gapped = " ".join(chapter.title.split()), with_gaps(chapter.heading).strip()
            yield Heading(chapter.id, gapped, plain or str(number), 1, at, True, bool(gapped))
        elif len(book.chapters) == 1:
            title = book.metadata.title
            yield Heading(chapter.id, title, title, 1, at, True, in_text=False)
        own = {id(block) for block in chapter.blocks}
        for element in walk(chapter.blocks, "Header"):
            level, (identifier, _, _), inlines = element["c"]
            level = max(2, level - chapter.level + 1)
            plain, gapped = " ".join(text(inlines, book.formulas).split()), with_gaps(inlines)
            is_listed = id(element) in own and level <= book.metadata.toc_depth
            yield Heading(
                identifier,
                gapped,
                plain,
                min(6, level),
                at,
                is_listed and bool(plain),
                bool(gapped.strip()),
            )
