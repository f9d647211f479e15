"""Parts of one paragraph, table or listing that a page's turn divides are put together.

Some programs tag a paragraph that goes on over the page once, others once for each page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from samizdat.importing.opening.pdf.blocks import (
    Block,
    Code,
    Figure,
    Paragraph,
    Span,
    Spans,
    Table,
    words,
)
from samizdat.importing.opening.pdf.joining import Hyphens
from samizdat.importing.opening.pdf.lines import Line
from samizdat.importing.opening.pdf.paragraphs import breaks_over
from samizdat.importing.opening.pdf.tagged_words import NOTES
from samizdat.importing.opening.pdf.tags import Element


class PageTurns:
    """Knows between which lines the words of each block stand."""

    def __init__(self, tree: Element, hyphens: Hyphens) -> None:
        self.hyphens = hyphens
        self.are_whole = _are_whole(tree)
        self._edges: dict[int, tuple[object, Line, Line]] = {}

    def note(self, said: Spans | str, lines: Sequence[Line]) -> None:
        """Takes note of the lines that the words of a block come from."""
        self._edges[id(said)] = said, lines[0], lines[-1]

    def append(self, found: list[Block], block: Block) -> None:
        """Adds a block, or makes it a part of the one before."""
        whole = self._joined(found[-1], block) if found else None
        if whole is None:
            found.append(block)
        else:
            found[-1] = whole

    def _joined(self, last: Block, block: Block) -> Block | None:
        """The block that two parts make, or None if they are two."""
        if isinstance(last, Table) and isinstance(block, Table) and last.heads:
            head = last.rows[: last.heads]
            if block.rows[: last.heads] == head:  # which comes again on the next page
                return replace(last, rows=(*last.rows, *block.rows[last.heads :]))
        if self.are_whole:
            return None
        if isinstance(last, Code) and isinstance(block, Code):
            if not self._turns(last.text, block.text):
                return None
            text = f"{last.text}\n{block.text}"
            self._note_joined(text, last.text, block.text)
            return Code(text, last.page, last.height)
        if isinstance(block, Paragraph) and isinstance(last, Paragraph | Figure):
            before = last.spans if isinstance(last, Paragraph) else last.caption
            if not self._turns(before, block.spans, is_sentence=True):
                return None
            spans = self._spliced(before, block.spans)
            self._note_joined(spans, before, block.spans)
            if isinstance(last, Paragraph):
                return Paragraph(spans, last.page, last.height)
            return replace(last, caption=spans)
        return None

    def _turns(
        self, before: Spans | str, behind: Spans | str, *, is_sentence: bool = False
    ) -> bool:
        """Whether one part ends a page and the other begins the next, and may go on from it."""
        if id(before) not in self._edges or id(behind) not in self._edges:
            return False
        end, start = self._edges[id(before)][2], self._edges[id(behind)][1]
        if not is_sentence:
            return end.page != start.page
        is_cut = start.text[:1].islower() and end.text[-1:].isalnum()
        return end.page != start.page and (is_cut or breaks_over(end, start))

    def _note_joined(self, whole: object, before: object, behind: object) -> None:
        start, end = self._edges[id(before)][1], self._edges[id(behind)][2]
        self._edges[id(whole)] = whole, start, end

    def _spliced(self, before: Spans, behind: Spans) -> Spans:
        head, tail = words(before), words(behind)
        if head[-1:] in "-\u2010\u00ad" and head:
            between = self.hyphens.joined(head, tail)
            if between is not None:
                last = before[-1]
                return (*before[:-1], Span(last.text[:-1] + between, last.style), *behind)
        return (*before, Span(" "), *behind)


def _are_whole(element: Element) -> bool:
    """Whether the tags of any paragraph call marks on more than one page."""
    if element.name == "P" and len(set(_pages(element))) > 1:
        return True
    return any(_are_whole(kid) for kid in element.kids if isinstance(kid, Element))


def _pages(element: Element) -> Iterator[int]:
    """The pages of an element's words, but for those of its notes."""
    for kid in element.kids:
        if isinstance(kid, tuple):
            yield kid[0]
        elif kid.name not in NOTES:
            yield from _pages(kid)
