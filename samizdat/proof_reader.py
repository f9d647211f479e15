"""Looks at the pages of a chapter as a proof-reader does, and says what to change (step 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from typing import Any

from samizdat import layout, markup, page_map
from samizdat.findings import Problem
from samizdat.page_map import Place
from samizdat.print_markup import PrintMarkup
from samizdat.remedies import Remedies, fit_table

TRIES = 6
"""How often a chapter is set again with other remedies."""

_SHORT = 500
"""Letters of a note that has room at the foot of any page, and need not be measured."""

_MOST_FOR_BEAUTY = 500_000
"""Letters of a book whose chapters are set once more for divided words and early lines alone.

They fill some 250 pages. The chapters behind them are not looked at for this, since a book of a
thousand pages would be set twice for it.
"""


class ProofReader:
    """Reads the pages of one book, chapter by chapter."""

    def __init__(self, print_markup: PrintMarkup) -> None:
        self.markup = print_markup

    def is_for_beauty(self, number: int) -> bool:
        """Whether a chapter is set once more for nothing but beauty."""
        return self._letters_to[number] <= _MOST_FOR_BEAUTY

    @cached_property
    def _letters_to(self) -> list[int]:
        """How many letters the book has up to the begin of each chapter."""
        bodies = (part.body for part in self.markup.composed.chapters)
        lengths = (len("".join(map(str, body.itertext()))) for body in bodies)
        return [0, *accumulate(lengths)]

    def better(
        self,
        number: int,
        remedies: Remedies,
        pages: Sequence[Any],
        places: Sequence[Place | None],
        tries_left: int,
    ) -> Remedies:
        """The remedies of a chapter with more of them where its pages are not good.

        `places` are where the pages begin in the text; `tries_left` of `TRIES` says how often the
        chapter may be set again.
        """
        better = self._with_notes(number, remedies, pages, tries_left)
        for table in layout.tables(pages):
            if not table.fits:
                can_turn = table.could_turn and self.markup.can_turn(number, table.block)
                size = table.width, table.height
                better = fit_table(better, table.block, size, table.room, can_turn=can_turn)
        divided = page_map.divided_words(places, self.texts(number))
        words = {(place.block, place.offset) for place in divided}
        early = layout.early_lines(pages)
        is_worth_it = tries_left > TRIES - 2 and self.is_for_beauty(number)
        if better != remedies or is_worth_it:
            better = replace(
                better,
                undivided=better.undivided | words,
                nudged=better.nudged | early,
                padded=frozenset((dict(better.padded) | layout.off_grid(pages)).items()),
            )
        return better

    def _with_notes(
        self, number: int, remedies: Remedies, pages: Sequence[Any], tries_left: int
    ) -> Remedies:
        """The remedies with more of them for notes that are not whole at the foot of their page."""
        feet, ids = layout.foot_notes(pages), layout.pages_of_ids(pages)
        better, late_pages = remedies, set[int]()
        for note in self.markup.notes(number):
            page = ids.get(markup.call_id(note, 1))
            if note.key in remedies.moved or page is None:
                continue
            there = feet.get(note.key)
            if there is None or not there.is_on_page or not self._is_whole(note.key, there.text):
                better = better.move([note.key])
            elif there.page != page:
                # One note that comes late makes those behind it late too.
                if tries_left <= 1:
                    better = better.move([note.key])
                elif page not in late_pages and page - 1 not in late_pages:
                    better = _hurry(better, pages[page + 1 : page + 2], note.key)
                late_pages.add(page)
        return better

    def _is_whole(self, key: str, shown: str) -> bool:
        words = _letters(_text_of(self.markup.composed.notes[key]))
        return not words or _letters(shown).count(words) == 1

    def changed_tables(self, number: int, remedies: Remedies) -> Iterator[Problem]:
        """The tables of a chapter that were too wide, and what was done about them."""
        percent = dict(remedies.narrowed)
        for block in sorted({*percent, *remedies.turned}):
            done = ["turned on its side"] * (block in remedies.turned)
            done += [f"set in type of {percent[block]} %"] * (block in percent)
            yield Problem(
                self.markup.book.chapters[number].location,
                f"table “{self.markup.table_words(number, block)} …” is wider than the text "
                f"and was {' and '.join(done)}",
                "say it with fewer columns, or look whether it can be read",
                "print-table",
            )

    def may_be_tall(self, key: str) -> bool:
        """Whether a note has to be measured, since it may be too tall for the foot of a page."""
        note = self.markup.composed.notes[key]
        return len(_text_of(note)) > _SHORT or any(
            child.tag != f"{{{markup.XHTML}}}p" for child in note
        )

    def texts(self, number: int) -> dict[str, str]:
        """The texts of the blocks of a chapter and of its notes, by their ids."""
        part = self.markup.composed.chapters[number]
        texts = markup.block_texts(part.heading) | markup.block_texts(part.body)
        for note in self.markup.notes(number):
            texts |= markup.block_texts(self.markup.composed.notes[note.key])
        texts.pop("", None)
        return texts


def _hurry(remedies: Remedies, next_page: Sequence[Any], key: str) -> Remedies:
    """One thing more that may bring a note to the page of its call."""
    # WeasyPrint would rather send the last note of a page away than begin a paragraph on the next
    # page whose second line has no room; with a heading above it, the heading goes and the note
    # has gone in vain.
    pieces = [piece.block for page in next_page for piece in layout.pieces(page)]
    blocks = list(dict.fromkeys(pieces))[:2]
    if kept := [block for block in blocks if remedies.can_keep_begun(block)]:
        for block in kept:
            remedies = remedies.keep_begun(block)
        return remedies
    if key not in remedies.whole:
        return replace(remedies, whole=remedies.whole | {key})
    return remedies.move([key])


def _text_of(element: Any) -> str:
    """The letters that the page shows of an element: formulas are drawings."""
    own = ""
    if element.tag != f"{{{markup.MATHML}}}math":
        own = (element.text or "") + "".join(_text_of(child) for child in element)
    return own + (element.tail or "")


def _letters(text: str) -> str:
    """The text without what lines and hyphenation change."""
    return re.sub(r"[\s\u2060\u00ad\u2010-]", "", text)
