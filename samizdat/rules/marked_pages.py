"""What EPUB and web editions have to say of the printed pages; rules EP010 and HT009 ask it.

One side is read off the finished PDF, the other off the finished pages: behind the mark of a page
have to stand the words with which that page of the PDF begins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from samizdat.artifacts import Entry, Publication, has_class, text_of, western
from samizdat.book import Book
from samizdat.findings import Location, Problem
from samizdat.locales import runs_left
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, printed_text
from samizdat.rules.printed_text import (
    GAP,
    colophon,
    first_page,
    is_counted,
    is_foot,
    leftward,
    letters,
)

_HINT = "build all editions again; if it stays, please report it to samizdat"
_COMPARED = 40
"""Letters of a page's beginning that are compared: those of about ten words."""
_PIECES = 60
"""Pieces of text behind a mark that are looked at."""
_IN_A_GAP = 12
"""Letters that print may have where it differs, such as the page that a link leads to."""
_IN_A_SIGN = 20
"""Letters that one sign may stand for, such as an Arabic ligature, and two more."""
_IN_A_WORD = 3
"""Letters of the word for a page."""


@dataclass(frozen=True)
class _Beginning:
    """The label of a printed page, its first letters, and whether it begins within a note.

    `in_order` is that of `printed_text.are_all`.
    """

    label: str
    letters: str
    is_note: bool
    in_order: bool = False


def faults(proof: Proof) -> Iterator[Problem]:
    """A problem for each printed page that is not marked where it begins, once in every list.

    Without the PDF nothing is known, and a book can leave the numbers out.
    """
    publication, book = proof.artifact, proof.book
    wanted: list[_Beginning] = []
    if book.metadata.page_numbers:
        if proof.printed is None:
            return
        wanted = list(_beginnings(book, proof.printed))
    marked = _Marks(publication)
    for name, entries in publication.page_lists.items():
        for what in _faults(wanted, entries, marked):
            yield Problem(
                Location(publication.path.name),
                f"{what} in the {name} of {publication.path.name}",
                _HINT,
            )


def _beginnings(book: Book, printed: PrintEdition) -> Iterator[_Beginning]:
    """The pages of the text, in the order of print."""
    first, last = first_page(book, printed), colophon(book, printed)
    runs: dict[int, list[Any]] = {}
    for run in printed.runs:
        if not is_foot(run) and not is_counted(run):
            runs.setdefault(run.page, []).append(run)
    for page, here in sorted(runs.items()):
        is_note = any("Note" in run.tags for run in here[:3])
        if first <= page < last:
            begin = _first_letters("".join(run.text for run in here), 3 * _COMPARED)
            yield _Beginning(printed.sheets[page].label, begin, is_note, printed.in_order)


def _faults(wanted: list[_Beginning], entries: tuple[Entry, ...], marked: _Marks) -> Iterator[str]:
    marks = {_label(entry): entry for entry in entries}
    for label in sorted({_label(e) for e in entries} - {page.label for page in wanted}):
        yield f"page {label} is none of the text's and stands"
    for page in wanted:
        entry = marks.get(page.label)
        mark = entry and marked.publication.find(entry.page, entry.identifier)
        if entry is None or mark is None:
            yield f"page {page.label} is not marked"
        elif mark not in marked.places or not _agree(page, marked.behind(mark)):
            yield f"page {page.label} is marked in another place than where it begins"
    if len(marks) < len(entries):
        yield "a page is marked twice"


def _label(entry: Entry) -> str:
    label: str = entry.label.get("data-page") or text_of(entry.label)
    return western(label)


def _agree(page: _Beginning, shown: str) -> bool:
    """Whether what stands behind a mark is that with which the page begins.

    A word that the page's turn divides stands whole behind the mark.
    """
    if page.is_note:  # print has the note's mark and who speaks before it
        return _first_letters(shown, _COMPARED // 2) in page.letters
    wanted = page.letters[:_COMPARED]
    first_word = len(letters("".join(shown.split(None, 1)[:1])))
    # Behind a part that is longer than what is wanted nothing is looked at.
    parts = [_first_letters(part, _COMPARED + first_word + 1) for part in shown.split(GAP)]
    if _begins_so(wanted, parts, first_word):
        return True
    if page.in_order:  # Latin words and numbers may look the same in another order
        if not runs_left(wanted):
            return not Counter(wanted) - Counter(letters(shown)[: 3 * _COMPARED])
        parts = [leftward(part) for part in printed_text.parts(shown)]
        return _begins_so(leftward(wanted), parts, first_word)
    return runs_left(wanted) and not set(leftward(wanted)) - set(letters(shown))


def _first_letters(words: str, most: int) -> str:
    """The first letters of a text, as many as that, without looking through all of it."""
    # A sign may stand for several letters, and what follows may change the last ones.
    begin = letters(words[: 4 * most])
    return (begin if len(begin) >= most + _IN_A_SIGN else letters(words))[:most]


def _begins_so(wanted: str, parts: list[str], first_word: int) -> bool:
    """Whether the letters are those of the parts from some place in the first word on."""
    return any(
        _is_beginning(wanted, [parts[0][start:], *parts[1:]]) for start in range(max(1, first_word))
    )


def _is_beginning(wanted: str, parts: list[str]) -> bool:
    """Whether the letters are those of the parts, but for what print may have between these."""
    place, gap = 0, 0
    for part in parts:
        if any(part.startswith(wanted[place + more :]) for more in range(gap + 1)):
            return True
        found = wanted.find(part, place, place + len(part) + gap)
        if found < 0:
            return False
        place, gap = found + len(part), _IN_A_GAP
    return False


class _Marks:
    """The marks of a publication, each with the text behind it, gaps where print differs."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.places: dict[Any, tuple[list[str], int]] = {}
        for page in publication.pages:
            self._read(page.root, [])

    def behind(self, mark: Any) -> str:
        """The text behind a mark, as far as it is compared."""
        text, place = self.places[mark]
        return "".join(islice(text, place, place + _PIECES))

    def _read(self, root: Any, text: list[str]) -> None:
        steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in steps:
            if event == "start" and not self._is_apart(element, root, text):
                text.append(element.text or "")
                continue
            if event == "start":
                steps.skip_subtree()
                continue
            if element is not root:
                differs = event == "end" and self._differs(element)
                text.append((GAP if differs else "") + (element.tail or ""))

    def _differs(self, element: Any) -> bool:
        """Whether print has something else here: a drawing, a mark, or the page of a link's end."""
        is_link = "#" in element.get("href", "") and not has_class(element, "page-mark")
        return is_link or element.tag.rpartition("}")[2] in {"math", "img"}

    def _is_apart(self, element: Any, root: Any, text: list[str]) -> bool:
        """Whether an element is passed over, its own text read or its place noted before."""
        name, role = element.tag.rpartition("}")[2], element.get("role", "")
        if has_class(element, "page-mark"):
            self.places[element] = (text, len(text))
            return True
        if role == "doc-footnote" and element is not root:
            self._read(element, [])
            return True
        return name in {"math", "script", "style"} or role in {"doc-noteref", "doc-backlink"}
