"""The words that the elements of a tagged PDF call, as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from samizdat.importing.opening.pdf.blocks import Spans
from samizdat.importing.opening.pdf.characters import Character, Face, Page
from samizdat.importing.opening.pdf.initials import lowered
from samizdat.importing.opening.pdf.joining import Hyphens, joined
from samizdat.importing.opening.pdf.leftward import directions
from samizdat.importing.opening.pdf.lines import Line, flow
from samizdat.importing.opening.pdf.links import Box
from samizdat.importing.opening.pdf.pictures import Pictures
from samizdat.importing.opening.pdf.tags import Element

_PICTURED = Face("picture")
"""The typeface of words that are not drawn as such, but as a picture."""
_GAP = 0.15
"""Ems of white between two words."""
NOTES = {"Note", "FENote", "Footnote", "Endnote"}


class TaggedWords:
    """The characters of a PDF by the marks of its tags.

    `take_note` is given each note that stands within a paragraph, and is no part of its words.
    """

    def __init__(
        self,
        tree: Element,
        pages: Sequence[Page],
        hyphens: Hyphens,
        pictures: Pictures,
        take_note: Callable[[Element], None],
    ) -> None:
        self.pages = pages
        self.hyphens = hyphens
        self.pictures = pictures
        self.take_note = take_note
        self.by_mark: dict[tuple[int, int], list[Character]] = {}
        for page in pages:
            for character in page.characters:
                self.by_mark.setdefault((page.number, character.mark), []).append(character)
        self.directions = directions(pages)
        self._marks: dict[int, list[int]] = {}
        for page_number, mark in tree.marks():
            self._marks.setdefault(page_number, []).append(mark)
        self._rooms: dict[int, tuple[float, float]] = {}

    def of(self, element: Element) -> str:
        """All words of an element."""
        return " ".join(line.text for line in self.lines(list(element.marks())))

    def spans(self, kids: Sequence[Element | tuple[int, int]]) -> Spans:
        """The words of what stands within a paragraph."""
        return joined(self.lines(kids), self.hyphens, self.pages)

    def are_typed(self, marks: Iterable[tuple[int, int]]) -> bool:
        """Whether all that marks call is in a typewriter's face."""
        return all(c.face.is_fixed for mark in marks for c in self.by_mark.get(mark, ()))

    def has_ink(self, marks: Sequence[tuple[int, int]]) -> bool:
        """Whether marks call letters."""
        return any(not c.text.isspace() for mark in marks for c in self.by_mark.get(mark, ()))

    def lines(self, kids: Sequence[Element | tuple[int, int]]) -> list[Line]:
        """The lines of what stands within a paragraph; a note in it is read by itself."""
        found = lowered(list(_with_spaces(self._characters(kids))))
        lines: list[Line] = []
        for page, group in groupby(found, key=lambda one: one[0]):
            room = self._room(page)
            lines += [
                line.placed(room)
                for line in flow((c for _, c in group), page, self.directions[page])
            ]
        return [line for line in lines if line.inked]

    def box(self, marks: Sequence[tuple[int, int]]) -> Box | None:
        """The area of all that marks call on the first of their pages."""
        page = marks[0][0] if marks else -1
        own = [mark for mark in marks if mark[0] == page]
        boxes = [box for mark in own if (box := self.pictures.place(*mark)) is not None]
        boxes += [
            (c.left, c.baseline - 0.25 * c.size, c.right, c.baseline + 0.75 * c.size)
            for mark in own
            for c in self.by_mark.get(mark, ())
        ]
        if not boxes:
            return None
        lefts, feet, rights, tops = zip(*boxes, strict=True)
        return min(lefts), min(feet), max(rights), max(tops)

    def _room(self, page: int) -> tuple[float, float]:
        """From where to where the text of a page goes."""
        if page not in self._rooms:
            inked = [
                c
                for mark in self._marks.get(page, ())
                for c in self.by_mark.get((page, mark), ())
                if not c.text.isspace()
            ]
            left = min((c.left for c in inked), default=0.0)
            self._rooms[page] = left, max((c.right for c in inked), default=0.0)
        return self._rooms[page]

    def _characters(
        self, kids: Sequence[Element | tuple[int, int]]
    ) -> Iterator[tuple[int, Character]]:
        for kid in kids:
            if isinstance(kid, tuple):
                yield from ((kid[0], c) for c in self.by_mark.get(kid, ()))
            elif kid.name in NOTES:
                self.take_note(kid)
            elif kid.name == "Figure":
                continue
            elif kid.words is not None or (kid.name == "Formula" and kid.alternate):
                yield from self._said(kid)
            else:
                yield from self._characters(kid.kids)

    def _said(self, element: Element) -> Iterator[tuple[int, Character]]:
        """The words that are to be read instead of what is drawn, where that is drawn."""
        said = element.alternate if element.words is None else element.words
        drawn = [(mark[0], c) for mark in element.marks() for c in self.by_mark.get(mark, ())]
        if not drawn:
            mark = next(element.marks(), None)
            if mark is not None and said:
                left, foot, right, _ = self.pictures.place(*mark) or (0.0, 0.0, 0.0, 0.0)
                yield mark[0], Character(said, left, right, foot, 10.0, _PICTURED, mark[1], -1)
            return
        for place, (page, character) in enumerate(drawn):
            text = said[place : place + 1] if place + 1 < len(drawn) else said[place:]
            if text:
                yield page, character._replace(text=text)


def _with_spaces(found: Iterable[tuple[int, Character]]) -> Iterator[tuple[int, Character]]:
    """Characters with a space where there is white beside what is drawn as a picture."""
    before: tuple[int, Character] | None = None
    for page, character in found:
        if before is not None and before[0] == page:
            one = before[1]
            is_pictured = one.face is _PICTURED or character.face is _PICTURED
            are_words = character.text[:1].isalnum() or character.face is _PICTURED
            has_space = one.text[-1:].isspace() or character.text[:1].isspace()
            gap = character.left - one.right
            if is_pictured and are_words and not has_space and gap > _GAP * character.size:
                yield page, character._replace(text=" ", left=one.right, right=character.left)
        before = page, character
        yield before
