"""PD025 tag in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from samizdat.book import Book, walk
from samizdat.findings import Problem
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import REPORT, place_of_page

_WITHIN = {
    "LI": {"L"},
    "LBody": {"LI"},
    "Lbl": {"LI", "Note", "TOCI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TOCI": {"TOC"},
}
"""Which elements an element may stand in (ISO 32000-1, sections 14.8.4.3.3 and 14.8.4.3.4)."""


@rule("PD025", level="error", reads=PrintEdition)
def tag_in_the_wrong_place(proof: Proof) -> Iterator[Problem]:
    """A tag of the finished PDF stands where none of its kind may, or a heading skips a level.

    Why: a screen reader counts the items of a list, tells the head of a column for each cell, and
    goes from heading to heading. A level that the text itself skips is another rule's business.
    """
    edition: PrintEdition = proof.artifact
    level = 0
    skips = _skips(proof.book)
    for tag in edition.tags:
        faults = []
        if tag.name in _WITHIN and tag.above not in _WITHIN[tag.name]:
            faults.append(f"a {tag.name} stands in a {tag.above or 'Document'}")
        if tag.name == "TH" and "Scope" not in tag.has:
            faults.append("a TH does not say whether it heads a row or a column")
        if re.fullmatch(r"H[1-6]", tag.name):
            if int(tag.name[1]) > level + 1 and not skips:
                faults.append(f"a {tag.name} follows a heading of level {level}")
            level = int(tag.name[1])
        for what in faults:
            yield Problem(
                place_of_page(proof.book, edition, max(0, tag.page)),
                f"{what} on page {edition.number(max(0, tag.page))} of {edition.path.name}",
                REPORT,
            )


def _skips(book: Book) -> bool:
    """Whether the text itself skips a level."""
    levels = []
    for chapter in book.chapters:
        levels.append(1)
        for element in walk(chapter.blocks, "Header"):
            levels.append(max(2, element["c"][0] - chapter.level + 1))
    return any(below > above + 1 for above, below in pairwise(levels))
