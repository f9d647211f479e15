"""Words of the book and words of a PDF, made alike; the rules over the PDF share it.

Print draws formulas and pictures and adds a page number to a link within the book, so the words
that are to be found are divided there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from samizdat import artifacts, locales
from samizdat.book import Book, Node, text, transform
from samizdat.findings import Location
from samizdat.locales import runs_left
from samizdat.metadata import PATH
from samizdat.printed import Link, PrintEdition, Run

GAP = "\0"
"""Stands in a text where print shows something else than its letters."""

REPORT = "build the editions again; if it stays, please report it to samizdat"


def letters(words: str) -> str:
    """The letters and figures alone, capitals as small ones."""
    return artifacts.letters(words).casefold()


def with_gaps(node: Node) -> str:
    """The text of a tree with gaps for what print shows otherwise."""

    def change(element: dict[str, Any]) -> Node:
        gap = {"t": "Str", "c": GAP}
        if element["t"] in {"Image", "Math"}:
            return gap
        if element["t"] == "Link" and element["c"][2][0].startswith("#"):
            return [element, gap]
        return element

    return text(transform(node, change, "Image", "Math", "Link"))


def parts(words: str) -> list[str]:
    """The letters of a text between its gaps."""
    return [letters(part) for part in words.split(GAP)]


def are_all(wanted: Sequence[str], shown: str, *, in_order: bool = False) -> bool:
    """Whether the letters shown are those wanted, and nothing else but in the gaps.

    `in_order` says that words from right to left come out of the PDF in the order of reading, but
    for Latin words and numbers among them, which may look the same in another. Elsewhere they may
    come in the order in which they are seen, and then the letters count and not their order. One
    that is drawn in two parts, as Arabic typefaces do, comes out twice there.
    """
    if _are_in_turn(wanted, shown):
        return True
    if in_order:
        return _are_in_turn([alike(part) for part in wanted], alike(shown))
    if not runs_left(shown):
        return False
    missing = Counter("".join(wanted)) - Counter(shown)
    doubled = sum(one == another for one, another in pairwise(shown))
    added = len(shown) - len(wanted[0])
    return not missing and (len(wanted) > 1 or 0 <= added <= doubled)


def _are_in_turn(wanted: Sequence[str], shown: str) -> bool:
    """Whether the parts stand one behind another, from the beginning to the end."""
    if len(wanted) == 1:
        return wanted[0] == shown
    if not (shown.startswith(wanted[0]) and shown.endswith(wanted[-1])):
        return False
    place = 0
    for part in wanted:
        place = shown.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return True


def alike(words: str) -> str:
    """The same for all letters that look the same in a line from right to left.

    What stands between two letters of such a script is put into the order of the alphabet.
    """
    return re.sub(r"[^\u0590-\u08ff]+", lambda found: "".join(sorted(found[0])), words)


def leftward(words: str) -> str:
    """The letters of a script that runs from right to left alone."""
    return "".join(filter(runs_left, words))


def without(wanted: str, shown: str) -> str | None:
    """The letters shown without those that are wanted at their begin, or None where they lack.

    What runs from right to left may come out of a PDF in the order in which it is seen.
    """
    if shown.startswith(wanted):
        return shown.removeprefix(wanted)
    rest = Counter(shown)
    rest.subtract(wanted)
    is_there = runs_left(wanted) and min(rest.values(), default=0) >= 0
    return "".join(rest.elements()) if is_there else None


_SECTIONS = {"Part", "Art", "Sect", "Div"}


def is_foot(one: Run | Link) -> bool:
    """Whether words or a link stand at the foot of a page: in a note that follows its call.

    A note at the end of its chapter is a part of a section.
    """
    if "Note" not in one.tags:
        return False
    place = one.tags.index("Note")
    return place == 0 or one.tags[place - 1] not in _SECTIONS


def is_counted(run: Run) -> bool:
    """Whether words are the figure or dot before an item of a list, and no term."""
    return run.tags[-1:] == ("Lbl",)


def place_of_page(book: Book, printed: PrintEdition, page: int) -> Location:
    """Where in the manuscript the chapter begins that a page belongs to."""
    found = Location(PATH)
    for chapter in book.chapters:
        place = printed.places.get(chapter.id)
        if place and 0 <= place.page <= page:
            found = chapter.location
    return found


def first_page(book: Book, printed: PrintEdition) -> int:
    """The page, counted from 0, on which the first chapter begins."""
    names = [name for chapter in book.chapters for name in (chapter.id, f"chapter-{chapter.id}")]
    pages = [printed.places[name].page for name in names if name in printed.places]
    return min((page for page in pages if page >= 0), default=len(printed.sheets))


def colophon(book: Book, printed: PrintEdition) -> int:
    """The page, counted from 0, behind the text, on which it is said how the book was made."""
    made = letters(locales.load(book.metadata.language).words["made-with"].format(name="samizdat"))
    last = [run for run in printed.runs if run.page == printed.runs[-1].page]
    shown = letters("".join(run.text for run in last))
    # What runs from right to left may come out of a PDF in the order in which it is seen.
    is_there = made in shown or (runs_left(made) and not Counter(made) - Counter(shown))
    return last[0].page if is_there else len(printed.sheets)


def bare(words: str) -> str:
    """The words of a mark without white space, joiners, and what a stylesheet sets around it."""
    return re.sub(r"[\s\u2060\ufffe()\[\].,:]", "", words)
