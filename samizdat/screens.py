"""The chapters as the editions for screens show them: notes a link away, printed pages marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import markupsafe
from lxml import etree

from samizdat import locales, note_places, page_marks
from samizdat.book import Book, Chapter, Note, calls, calls_of
from samizdat.markup import (
    EPUB,
    HEADINGS,
    MATHML,
    XHTML,
    Element,
    Markup,
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


@dataclass
class _Edition:
    """What is counted over all chapters of an edition."""

    markup: Markup
    pages: Sequence[PrintedPage]
    epub: bool
    named_blocks: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        book = self.book
        locale = locales.load(book.metadata.language)
        self.words = locale.words
        self.figures = locale.figures(book.metadata.numerals)
        self.order = {note.key: number for number, note in enumerate(book.notes)}
        self.calls = {chapter.id: calls_of(chapter) for chapter in book.chapters}
        self.total = Counter(key for keys in self.calls.values() for key in keys)
        self.total.update(key for note in book.notes for key in calls(note.blocks))

    @property
    def book(self) -> Book:
        return self.markup.book

    def called(self, keys: Sequence[str]) -> list[Note]:
        """The notes first called by these calls, or in a note of theirs, in order of the marks."""
        queue, found = list(keys), []
        while queue:
            key = queue.pop(0)
            if key not in self.placed:
                self.placed.add(key)
                found.append(self.book.note(key))
                queue += calls(self.book.note(key).blocks)
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


def linked_chapters(
    markup: Markup, pages: Sequence[PrintedPage], *, epub: bool, named_blocks: bool = False
) -> list[LinkedChapter]:
    """The chapters for an edition in which a note is a link away.

    In an EPUB the notes stand behind the chapter, which may be in parts; else in its text, behind
    the blocks that call them. `pages` are those of print whose numbers are shown. With
    `named_blocks` blocks keep the ids by which the page map knows them, as `data-block`.
    """
    edition = _Edition(markup, pages, epub, named_blocks)
    return [
        part
        for number, chapter in enumerate(markup.chapters, 1)
        for part in _linked(edition, number, chapter.chapter, chapter.heading, chapter.body)
    ]


def _linked(
    edition: _Edition, number: int, chapter: Chapter, heading: Element, body: Element
) -> Iterator[LinkedChapter]:
    waiting = edition.called(edition.calls[chapter.id])
    heading, body = copied(heading), copied(body)
    bodies = {note.key: copied(edition.markup.notes[note.key]) for note in waiting}
    trees = [heading, body, *bodies.values()]
    page_marks.place(trees, edition.pages, edition.mark)
    for tree in trees:
        place_calls(tree, edition.book, edition.call, edition.counts)
        _wrap_tables(tree)
        _name_headers(tree)
        _let_scroll(tree)
    before = _taken_before(heading)
    notes = [edition.linked(note, bodies[note.key]) for note in waiting]
    if edition.epub:
        parts = list(_divided(body, notes, heading))
    else:
        note_places.mark(heading, body, [note.key for note in waiting])
        parts = [(body, notes)]
    for part, (content, own) in enumerate(parts, 1):
        yield LinkedChapter(
            chapter.id,
            number,
            part,
            chapter.title or edition.book.metadata.title,
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
