"""The chapters as the editions for screens show them: notes a link away, printed pages marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import markupsafe
from lxml import etree

from samizdat import kept, locales, note_places, page_marks
from samizdat.book import Book, Chapter, Note
from samizdat.markup import (
    EPUB,
    HEADINGS,
    MATHML,
    XHTML,
    Element,
    Sheets,
    call_id,
    copied,
    element,
    inner,
    outer,
    place_calls,
)
from samizdat.page_map import PrintedPage

LARGEST_FILE = 300_000
"""Octets of markup that a file of an EPUB may have before its chapter goes on in another one.

Old readers give up on files that are larger (Adobe's engine at 300 KB).
"""

_FILES = (
    *("book.py", "written.py", "markup.py", "page_marks.py", "note_places.py", "screens.py"),
    *("pages.py", "locales/*", "templates/parts.html"),
)
_LIBRARIES = ("lxml", "jinja2", "markupsafe", "babel")

_PHONE = 24
"""Characters of a line that the narrowest screen shows."""

_PHONE_FORMULA = 12
"""Signs of a formula that it shows: with the room around it, an operator takes two of them."""

LONG_NOTE = 600
"""Characters of a note of which only the beginning is seen beside the text until it is opened."""


@dataclass(frozen=True)
class LinkedNote:
    """A note with its text, the ids of its calls, and its number in the edition, from 1."""

    note: Note
    body: markupsafe.Markup
    backs: list[str]
    number: int

    @property
    def is_long(self) -> bool:
        """Whether the note is too long to be seen whole beside the text before it is opened."""
        return len(self.body.striptags()) > LONG_NOTE


@dataclass(frozen=True)
class LinkedChapter:
    """A chapter as editions for screens show it, or a part of one that is too large for a file.

    `before` are the marks of pages that begin with the heading; `notes` are the notes first called
    in it. In an edition with notes beside the text `body` has a processing instruction `note` with
    a note's key where the note is to stand. `part` counts from 1.
    """

    id: str
    number: int
    part: int
    title: str
    before: markupsafe.Markup
    heading: markupsafe.Markup
    body: markupsafe.Markup
    notes: list[LinkedNote]
    kind: str


@dataclass(frozen=True)
class Finished:
    """A chapter, or a part of one, with what an edition has made of it."""

    id: str
    number: int
    part: int
    title: str
    kind: str
    made: Any


@dataclass
class _Edition:
    """What is counted over all chapters of an edition."""

    sheets: Sheets
    pages: Sequence[PrintedPage]
    epub: bool
    named_blocks: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        book, written = self.book, self.sheets.written
        locale = locales.load(book.metadata.language)
        self.words = locale.words
        self.figures = locale.figures(book.metadata.numerals)
        self.order = {note.key: number for number, note in enumerate(book.notes)}
        self.total = Counter(key for held in written.holdings for key in held.calls)
        self.pages_of: dict[str, list[PrintedPage]] = {}
        for page in self.pages:
            if page.place:
                owner = page.place.block.rpartition(".")[0]  # a chapter by its number, or a note
                self.pages_of.setdefault(owner, []).append(page)

    @property
    def book(self) -> Book:
        return self.sheets.book

    def called(self, keys: Sequence[str]) -> list[Note]:
        """The notes first called by these calls, or in a note of theirs, in order of the marks."""
        queue, found = list(keys), []
        while queue:
            key = queue.pop(0)
            if key not in self.placed:
                self.placed.add(key)
                found.append(self.book.note(key))
                queue += self.sheets.notes[key].holdings.calls
        return sorted(found, key=lambda note: self.order[note.key])

    def call(self, note: Note, count: int) -> Element:
        """The link from a call to its note."""
        word = self.words["translators-note" if note.series == "translator" else "note"]
        link = element(
            "a",
            note.mark,
            _class=f"note-call {note.series}",
            role="doc-noteref",
            href=f"#{note.key}",
            id=call_id(note, count),
            aria_label=f"{word} {note.mark}",
        )
        if self.epub:
            link.set(f"{{{EPUB}}}type", "noteref")
        elif count == 1:
            link.set("style", f"--call:--call-{self.order[note.key] + 1}")
        return link

    def mark(self, label: str, is_in_link: bool) -> Element:
        """The mark of a printed page: in EPUB for the reading system, else a link to itself."""
        mark = element("span" if self.epub or is_in_link else "a", _class="page-mark")
        shown = self.figures.write(label)
        mark.set("id", page_marks.id_of(label))
        mark.set("aria-label", self.words["page"].format(page=shown))
        if self.epub:
            mark.set(f"{{{EPUB}}}type", "pagebreak")
        else:
            mark.set("data-page", shown)
        if mark.tag == f"{{{XHTML}}}a":
            mark.set("href", f"#{page_marks.id_of(label)}")
        else:
            mark.set("role", "doc-pagebreak")
        return mark

    def linked(self, note: Note, body: Element) -> LinkedNote:
        backs = [call_id(note, n + 1) for n in range(self.total[note.key])]
        return LinkedNote(note, inner(self.finished(body)), backs, self.order[note.key] + 1)

    def finished(self, tree: Element) -> Element:
        """The tree without what only typesetting needs."""
        if not self.named_blocks:
            for child in tree.iter(etree.Element):
                child.attrib.pop("data-block", "")
        return tree


@dataclass(frozen=True)
class _Work:
    """A chapter, from 1, and all of the edition that it is made of.

    `notes` are those first called in it, `again` counts the chapters of its title before it, and
    `counts` the calls before it of each note that it calls.
    """

    edition: _Edition
    number: int
    title: str
    again: int
    notes: list[Note]
    counts: dict[str, int]

    @property
    def chapter(self) -> Chapter:
        return self.edition.book.chapters[self.number - 1]

    @property
    def pages(self) -> list[PrintedPage]:
        """The printed pages that begin in it."""
        owners = [str(self.number), *(note.key for note in self.notes)]
        return [page for owner in owners for page in self.edition.pages_of.get(owner, [])]

    def made_of(self, edition: str) -> str:
        """The digest of all that makes it; `edition` is that of what makes all chapters."""
        sheets, order, total = self.edition.sheets, self.edition.order, self.edition.total
        parts = [sheets.written.chapters[self.number - 1]]
        parts += [sheets.notes[note.key] for note in self.notes]
        called = [sheets.book.note(key) for key in self.counts]
        return kept.digest(
            edition,
            [self.chapter.id, self.chapter.kind, self.title, self.again],
            self.number if self.edition.named_blocks else 0,
            [part.html for part in parts],
            [[n.key, n.series, n.mark, order[n.key], total[n.key]] for n in self.notes],
            [[n.key, n.series, n.mark, order[n.key], self.counts[n.key]] for n in called],
            [
                # Of a block its number, since that of the chapter leaves no trace.
                [page.label, page.place.block.rpartition(".")[2], page.place.offset]
                for page in self.pages
                if page.place
            ],
            [
                [sheets.address(image), image.width, image.height]
                for part in parts
                for image in sheets.images(part)
            ],
            [
                [tex, sheets.book.formulas.get(tex)]
                for part in parts
                for tex in part.holdings.formulas
            ],
        )


def made_with(book: Book, *files: str) -> str:
    """The digest of what makes all chapters of an edition alike: `files` beside those of all."""
    facts = book.metadata
    return kept.digest(kept.tools((*_FILES, *files), _LIBRARIES), facts.language, facts.numerals)


def finished_chapters(
    sheets: Sheets,
    pages: Sequence[PrintedPage],
    make: Callable[[LinkedChapter, int], Any],
    shelf: kept.Shelf,
    edition: str,
    *,
    epub: bool,
    named_blocks: bool = False,
) -> list[Finished]:
    """What `make` gives for each chapter of an edition in which a note is a link away.

    In an EPUB the notes stand behind the chapter, which may be in parts; else in its text, behind
    the blocks that call them. `pages` are those of print whose numbers are shown. With
    `named_blocks` blocks keep the ids by which the page map knows them, as `data-block`.

    `make` takes a chapter, and how many of the same title come before it, and gives what JSON has.
    That is kept on the `shelf`, and `edition` is the digest of all that `make` knows beside.
    """
    whole = _Edition(sheets, pages, epub, named_blocks)
    titles = Counter[str]()
    finished: list[Finished] = []
    for number, chapter in enumerate(sheets.book.chapters, 1):
        title = chapter.title or sheets.book.metadata.title
        calls = sheets.written.chapters[number - 1].holdings.calls
        notes = whole.called(calls)
        keys = dict.fromkeys(calls)
        for note in notes:
            keys |= dict.fromkeys(sheets.notes[note.key].holdings.calls)
        counts = {key: whole.counts.get(key, 0) for key in keys}
        work = _Work(whole, number, title, titles[title], notes, counts)
        row = shelf.take(
            work.made_of(f"{edition} {epub} {named_blocks}"), partial(_made, work, make)
        )
        whole.counts |= row["counts"]
        titles[title] += 1
        finished += [
            Finished(chapter.id, number, part, title, chapter.kind, made)
            for part, made in enumerate(row["parts"], 1)
        ]
    return finished


def _made(work: _Work, make: Callable[[LinkedChapter, int], Any]) -> dict[str, Any]:
    counts = dict(work.counts)
    parts = [make(part, work.again) for part in _linked(work, counts)]
    return {"parts": parts, "counts": counts}


def _linked(work: _Work, counts: dict[str, int]) -> Iterator[LinkedChapter]:
    edition, chapter = work.edition, work.chapter
    made = edition.sheets.chapter(work.number)
    heading, body = made.heading, made.body
    bodies = {note.key: edition.sheets.note(note.key) for note in work.notes}
    trees = [heading, body, *bodies.values()]
    page_marks.place(trees, work.pages, edition.mark)
    for tree in trees:
        place_calls(tree, edition.book, edition.call, counts)
        _wrap_tables(tree)
        _name_headers(tree)
        _let_scroll(tree)
    before = _taken_before(heading)
    notes = [edition.linked(note, bodies[note.key]) for note in work.notes]
    if edition.epub:
        parts = list(_divided(body, notes, heading))
    else:
        note_places.mark(heading, body, [note.key for note in work.notes])
        parts = [(body, notes)]
    for part, (content, own) in enumerate(parts, 1):
        yield LinkedChapter(
            chapter.id,
            work.number,
            part,
            work.title,
            inner(before if part == 1 else element("div")),
            inner(edition.finished(heading) if part == 1 else element("div")),
            inner(edition.finished(content)),
            own,
            chapter.kind,
        )


def _taken_before(heading: Element) -> Element:
    """A parent of the marks of pages with which the heading begins, taken out of it.

    Within the heading they would be read as part of the chapter's name.
    """
    taken = element("div")
    while len(heading) and not heading.text and heading[0].get("class") == "page-mark":
        mark = heading[0]
        heading.text, mark.tail = mark.tail, None
        heading.remove(mark)
        taken.append(mark)
    return taken


def _divided(
    body: Element, notes: list[LinkedNote], heading: Element
) -> Iterator[tuple[Element, list[LinkedNote]]]:
    """The body in parts of which none is too large for a file, each with the notes it calls.

    A part ends before a heading where one comes late enough. A block alone is never divided.
    """
    followed = note_places.followed_calls([note.note.key for note in notes], [heading, body])
    own: dict[Element | None, list[LinkedNote]] = {}
    for note in notes:
        call = followed[note.note.key]
        above = [] if call is None else [call, *call.iterancestors()]
        block = above[above.index(body) - 1] if body in above else None
        own.setdefault(block, []).append(note)
    sizes = {
        block: _octets(outer(block)) + sum(_octets(note.body) for note in own.get(block, []))
        for block in body
    }
    called = own.get(None, [])
    is_one = sum(sizes.values()) + sum(_octets(note.body) for note in called) <= LARGEST_FILE
    part, held, size = element("div"), list[Element](), 0
    for block, octets in sizes.items():
        if block.get("class") == "page-mark":  # it stands before the heading that begins its page
            held.append(block)
            continue
        is_late = size > LARGEST_FILE // 2 and block.tag in HEADINGS
        if len(part) and not is_one and (is_late or size + octets > LARGEST_FILE):
            yield part, called
            part, called, size = element("div"), [], 0
        part.extend([*held, block])
        held = []
        called = [*called, *own.get(block, [])]
        size += octets
    yield part, called


def _octets(markup: str) -> int:
    return len(markup.encode())


def _wrap_tables(tree: Element) -> None:
    """Every table stands in a box, in which it can be moved where it is wider than the screen."""
    for table in list(tree.iter(f"{{{XHTML}}}table")):
        parent = table.getparent()
        if parent is not None and parent.get("class") != "table":
            _box(table, element("div", _class="table"))


def _box(content: Element, box: Element) -> None:
    """Puts an element into a box that takes its place."""
    parent = content.getparent()
    assert parent is not None  # noqa: S101  # what is boxed stands in a body
    box.text, box.tail, content.tail = None, content.tail, None
    parent.replace(content, box)
    box.append(content)


def _name_headers(tree: Element) -> None:
    """A formula that is all of a cell at the head of a table has its words as a name.

    Not every screen reader tells what stands in a formula, and axe-core none: to it, the column
    would have no name.
    """
    for cell in tree.iter(f"{{{XHTML}}}th"):
        rest = copied(cell)
        etree.strip_elements(rest, f"{{{MATHML}}}math", with_tail=False)
        if not "".join(map(str, rest.itertext())).strip():
            for math in cell.iter(f"{{{MATHML}}}math"):
                math.set("aria-label", math.get("alttext", ""))


def _let_scroll(tree: Element) -> None:
    """What may be wider than a phone can be moved with the keyboard, too."""
    for box in tree.iter(f"{{{XHTML}}}div"):
        if box.get("class") == "table" and _least_width(box[0]) > _PHONE:
            box.set("tabindex", "0")
    for math in list(tree.iter(f"{{{MATHML}}}math")):
        shown = math.find(f"{{{MATHML}}}semantics/*")
        letters = "" if shown is None else "".join(map(str, shown.itertext()))
        if len(letters) > _PHONE_FORMULA:
            kind = "wide displayed" if math.get("display") == "block" else "wide"
            _box(math, element("span", _class=kind, tabindex="0"))


def _least_width(table: Element) -> int:
    """The characters that a table's columns need side by side: those of their longest words."""
    columns: dict[int, int] = {}
    for row in table.iter(f"{{{XHTML}}}tr"):
        for number, cell in enumerate(row):
            longest = max(map(len, "".join(map(str, cell.itertext())).split()), default=0)
            columns[number] = max(columns.get(number, 0), longest)
    return sum(columns.values()) + 2 * len(columns)
