"""The notes of a tagged PDF."""

from __future__ import annotations

from collections.abc import Callable

from samizdat.importing.opening.pdf.blocks import Block, words
from samizdat.importing.opening.pdf.leading_marks import is_label, without_label
from samizdat.importing.opening.pdf.tagged_words import TaggedWords
from samizdat.importing.opening.pdf.tags import Element, elements


class TaggedNotes:
    """Notes while a PDF is read by its tags.

    `found` are their blocks by number; `labels` has the mark before each, and `places` where each
    begins. `blocks` makes the blocks of an element.
    """

    def __init__(self, drawn: TaggedWords, blocks: Callable[[Element, int], list[Block]]) -> None:
        self.drawn = drawn
        self.blocks = blocks
        self.found: dict[int, list[Block]] = {}
        self.labels: dict[int, str] = {}
        self.places: dict[int, tuple[int, float]] = {}

    def are_notes(self, element: Element) -> bool:
        """Whether an element is the foot of a page, of which WeasyPrint does not say so.

        In each note there the mark is an element of its own.
        """
        kids = list(elements(element))
        if element.name != "NonStruct" or len(kids) < len(element.kids) or not kids:
            return False
        return all(self._is_mark(_mark_of(kid)) for kid in kids)

    def _is_mark(self, mark: Element | None) -> bool:
        return mark is not None and is_label(self.drawn.of(mark))

    def take(self, element: Element) -> None:
        """Reads a note."""
        number = len(self.found) + 1
        self.found[number] = []
        label = next(element.find("Lbl"), None)
        if label is None and self._is_mark(_mark_of(element)):
            label = _mark_of(element)
        lines = self.drawn.lines(list(element.marks()))
        if not lines:
            del self.found[number]
            return
        self.places[number] = (lines[0].page, lines[0].top)
        kids: list[Element | tuple[int, int]] = [kid for kid in element.kids if kid is not label]
        blocks = self.blocks(Element("Div", "", kids), 1)
        if label is not None:
            mark = words(self.drawn.spans(label.kids)).strip(" .")
        else:
            mark, blocks = without_label(blocks)
        self.labels[number] = mark
        self.found[number] = blocks


def _mark_of(note: Element) -> Element | None:
    """What stands first in a note, if that is an element of its own."""
    first = note.kids[0] if len(note.kids) > 1 else None
    return first if isinstance(first, Element) and first.name == "NonStruct" else None
