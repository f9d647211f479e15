"""What EPUB and web editions have to show of a book, and what they show, in one comparable form.

The rules over both read it. One side is made of the book's tree alone, the other of the finished
pages alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

from samizdat import runs
from samizdat.artifacts import Page, Publication, has_class
from samizdat.book import (
    BLOCKS,
    Book,
    Node,
    attributes,
    calls,
    calls_of,
    is_note_call,
    walk,
)
from samizdat.findings import Location
from samizdat.rules import Proof, once

# A formula stands as one sign, since each edition shows it in its own way.
FORMULA = "\N{OBJECT REPLACEMENT CHARACTER}"
_BORDER = "\n"

Place = int | str
"""A text of the book: the number of a chapter from 0, or the key of a note."""

_NEAR = 60
"""How many signs before and behind a call tell its place."""


class _Signs(dict[int, int | None]):
    """For `str.translate`: keeps what can be seen, without the spaces that lines come and go by."""

    def __missing__(self, code: int) -> int | None:
        sign = chr(code)
        seen = unicodedata.category(sign)[0] in "LMNPS"
        # HTML writers put a variation selector behind some arrows.
        self[code] = code if seen and not "\ufe00" <= sign <= "\ufe0f" else None
        return self[code]


_SIGNS = _Signs()


def signs(words: str) -> str:
    """The words without white space and what can't be seen."""
    return words.translate(_SIGNS)


@dataclass(frozen=True)
class Call:
    """A call of a note: `what` is the note's key or the link, `at` its place in `text`.

    `said` is how much of the text was said before it.
    """

    what: Any
    text: RunningText
    at: int
    said: int

    @property
    def behind(self) -> str:
        """The words before it, for people."""
        return self.text.shown_until(self.said)

    @property
    def around(self) -> tuple[str, str]:
        """The text just before the call and just behind it."""
        words = self.text.words
        before, behind = words[max(0, self.at - _NEAR) : self.at], words[self.at :][:_NEAR]
        return before.lstrip(_BORDER), behind.rstrip(_BORDER)


@dataclass(frozen=True)
class Heading:
    """A heading with its level, from 1 for a chapter's."""

    level: int
    text: RunningText


@dataclass(frozen=True)
class Link:
    """A link with its address as written, and its words as signs and for people.

    `element` is the page's, None for a link of the book.
    """

    address: str
    words: str
    shown: str = field(default="", compare=False)
    element: Any = field(default=None, compare=False)


@dataclass
class RunningText:
    """A text as the signs that can be seen, with borders between its blocks.

    Headings are texts of their own. Calls, headings, links and pictures stand in their order, a
    picture as pandoc's element or the page's. `identified` has what bears each id.
    """

    calls: list[Call] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    identified: dict[str, Any] = field(default_factory=dict)
    pictures: list[Any] = field(default_factory=list)
    length: int = 0
    _pieces: list[str] = field(default_factory=list)
    _said: list[str] = field(default_factory=list)
    _border_waits: bool = False
    _is_link: bool = False

    def say(self, words: str | None) -> None:
        """The text goes on with these words."""
        self._said.append(words or "")
        if kept := signs(words or ""):
            self._add(kept)

    def border(self) -> None:
        """A block begins or ends here."""
        self._said.append(" ")
        self._border_waits = self.length > 0

    def call(self, what: Any) -> None:
        """A note is called here."""
        self._add("")
        self.calls.append(Call(what, self, self.length, len(self._said)))

    def link(self, address: str, element: Any = None) -> Callable[[], None]:
        """A link begins here; what is returned is to be called where it ends.

        One within another is no link, as HTML has none there.
        """
        start, said, is_within = len(self._pieces), len(self._said), self._is_link
        self._is_link = True

        def end() -> None:
            if not is_within:
                self._is_link = False
                words = "".join(self._pieces[start:]).replace(_BORDER, "")
                self.links.append(Link(address, words, _folded(self._said[said:]), element))

        return end

    def part(self) -> RunningText:
        """A text of its own within this one, for a heading."""
        self.border()
        return RunningText(self.calls, self.headings, self.links, self.identified, self.pictures)

    @property
    def words(self) -> str:
        """The signs, with borders, of a text that is complete."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    @property
    def plain(self) -> str:
        """The signs, without borders."""
        return self.words.replace(_BORDER, "")

    @property
    def shown(self) -> str:
        """The text as people read it."""
        return _folded(self._said)

    def shown_until(self, said: int) -> str:
        """As people read them, the last words of what was said up to there."""
        near: list[str] = []
        for words in reversed(self._said[max(0, said - _NEAR) : said]):
            near += _one_by_one(words)[::-1] if isinstance(words, _Run) else [words]
            if len(near) >= _NEAR:
                break
        return _folded(near[:_NEAR][::-1])

    def _add(self, kept: str) -> None:
        if self._border_waits:
            kept, self._border_waits = _BORDER + kept, False
        self._pieces.append(kept)
        self.length += len(kept)


class _Run(str):
    """Words and spaces of the book that are said together."""

    __slots__ = ()


def _one_by_one(run: str) -> list[str]:
    return [word.get("c", " ") for word in runs.words(run)]


def _folded(words: list[str]) -> str:
    return " ".join("".join(words).replace(FORMULA, "…").split())


# --- what the book has ------------------------------------------------------------------------

# The elements of pandoc's tree that begin with their attributes.
_IDENTIFIED = {"CodeBlock", "Code", "Div", "Span", "Link", "Image", "Table", "Figure"}


def of_tree(tree: Node, book: Book, level: int = 0, text: RunningText | None = None) -> RunningText:
    """The running text of blocks or inlines, headings counted from a chapter's at `level`."""
    text = RunningText() if text is None else text
    waiting: list[Any] = [tree]
    while waiting:  # no recursion: a text may be nested deeply
        node = waiting.pop()
        if callable(node):
            node()
        elif isinstance(node, list):
            if any(isinstance(child, dict) and child.get("t") in BLOCKS for child in node):
                text.border()
                waiting.append(text.border)
            waiting += node[::-1]
        elif isinstance(node, dict) and "t" in node:
            waiting += _opened(node, book, level, text)[::-1]
    return text


def _opened(node: Node, book: Book, level: int, text: RunningText) -> list[Any]:
    """What is within an element, and what is to be done behind it."""
    kind, content = node["t"], node.get("c")
    is_refused = kind == "Image" and book.image(content[2][0]) is None
    if kind in _IDENTIFIED and content[0][0] and not is_refused:
        text.identified[content[0][0]] = node
    match kind:
        case runs.RUN:
            text.say(_Run(content))
        case "Str":
            text.say(content)
        case "Space" | "SoftBreak" | "LineBreak":
            text.say(" ")
        case "Code":
            text.say(content[1])
        case "CodeBlock":
            text.border()
            text.say(content[1])
            text.border()
        case "Math":
            text.say(FORMULA)
        case "Cite":
            return [content[1]]
        case "Link":
            return [content[1], text.link(content[2][0])]
        case "Image" if is_refused:
            return _words_of_image(node)
        case "Image":
            text.pictures.append(node)
        case "Figure":  # the caption stands below
            return [text.border, content[2], content[1][1], text.border]
        case "Table":
            return [text.border, content[1][1], *content[3:], text.border]
        case "DefinitionList":
            return [part for item in content for part in (text.border, item[0], item[1])]
        case "Header":
            identifier, inlines = content[1][0], content[2]
            depth = min(6, max(2, content[0] - level + 1))
            _head(text, depth, identifier, inlines, book)
            text.border()
        case "Span" if is_note_call(node):
            text.call(attributes(node)["note"])
        case "Span" if _is_formula(content[0][1]) and not _has_links(content[1]):
            text.say(FORMULA)
        case "Span" if any(name.startswith("csl-") for name in content[0][1]):
            return [text.border, content[1], text.border]  # the parts of an entry are blocks
        case "Plain":
            return [content]
        case _ if kind in BLOCKS:
            return [text.border, content, text.border]
        case _:
            return [content]
    return []


def _words_of_image(node: Node) -> list[Node]:
    """What stands in place of a picture that was refused."""
    (_, _, pairs), inlines, (target, _) = node["c"]
    return list(inlines) or [{"t": "Str", "c": dict(pairs).get("alt", target)}]


def _head(text: RunningText, level: int, identifier: str, inlines: Node, book: Book) -> None:
    part = text.part()
    text.headings.append(Heading(level, part))
    text.identified[identifier] = inlines
    of_tree(inlines, book, text=part)


def _has_links(tree: Node) -> bool:
    """Whether there is what no formula has, so that only the classes make one of it."""
    return any(element["t"] == "Link" or is_note_call(element) for element in walk(tree))


def _is_formula(classes: list[str]) -> bool:
    """Whether a span of these classes is a formula that is shown without MathML."""
    return "math" in classes and bool({"inline", "display"}.intersection(classes))


@dataclass(frozen=True)
class Expected:
    """What an edition has to show: a text for each chapter, and the notes with theirs.

    `notes` has the keys of the notes behind each chapter: those that are first called there.
    """

    chapters: list[RunningText]
    notes: list[list[str]]
    bodies: Mapping[str, RunningText]

    @property
    def places(self) -> Iterator[tuple[Place, RunningText]]:
        """All texts: those of the chapters, then those of the notes."""
        yield from enumerate(self.chapters)
        yield from self.bodies.items()


def _of_book(book: Book) -> Expected:
    chapters = []
    for chapter in book.chapters:
        text = RunningText()
        if chapter.heading:
            _head(text, 1, chapter.id, chapter.heading, book)
        chapters.append(of_tree(chapter.blocks, book, chapter.level, text))
    notes = {note.key: note for note in book.notes}
    order = {note.key: number for number, note in enumerate(book.notes)}
    behind, placed = [], set[str]()
    for chapter in book.chapters:
        waiting, here = calls_of(chapter), list[str]()
        while waiting:
            key = waiting.pop()
            if key not in placed:
                placed.add(key)
                here.append(key)
                waiting += calls(notes[key].blocks)
        behind.append(sorted(here, key=order.__getitem__))
    bodies = {key: of_tree(notes[key].blocks, book) for here in behind for key in here}
    return Expected(chapters, behind, bodies)


# --- what the edition has ---------------------------------------------------------------------

_INLINE_NAMES = """
a abbr b bdi bdo br cite code data del dfn em font i img input ins kbd label mark q s samp
small span strike strong sub sup time tt u var wbr
"""
_INLINE = set(_INLINE_NAMES.split())
_UNSEEN = {"script", "style", "template", "title"}
_BOX = {True: "\N{BALLOT BOX WITH X}", False: "\N{BALLOT BOX}"}


def of_element(root: Any, text: RunningText | None = None) -> RunningText:
    """The running text of an element of a page; the notes in it are left out."""
    text = RunningText() if text is None else text
    ends: list[Callable[[], None]] = []
    steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in steps:
        if event == "start":
            is_whole, end = _entered(element, root, text)
            ends.append(end)
            if is_whole:
                steps.skip_subtree()
            else:
                text.say(element.text)
            continue
        if event == "end":
            ends.pop()()
        if element is not root:
            text.say(element.tail)
    return text


def _nothing() -> None:
    pass


def _entered(element: Any, root: Any, text: RunningText) -> tuple[bool, Callable[[], None]]:
    """Whether the element was read whole, and what is to be done at its end."""
    name, role = element.tag.rpartition("}")[2], element.get("role", "")
    if identifier := element.get("id"):
        text.identified.setdefault(identifier, element)
    classes = element.get("class", "").split()
    # The number of a printed page is no text of the book, nor is the link to itself.
    if name in _UNSEEN or role == "doc-backlink" or "page-mark" in classes:
        return True, _nothing
    if role == "doc-footnote" and element is not root:
        return True, text.border
    if role == "doc-noteref":
        text.call(element)
        return True, _nothing
    if name == "math" or (_is_formula(classes) and element.find(".//{*}a") is None):
        text.say(FORMULA)
        return True, _nothing
    if len(name) == 2 and name[0] == "h" and name[1] in "123456" and element is not root:
        part = text.part()
        text.headings.append(Heading(int(name[1]), part))
        of_element(element, part)
        return True, text.border
    if name == "a" and element.get("href") is not None:
        return False, text.link(element.get("href"), element)
    if name == "img":
        text.pictures.append(element)
    if name == "input" and element.get("type") == "checkbox":
        text.say(_BOX[element.get("checked") is not None])
    if name in _INLINE or element is root:
        return False, _nothing
    text.border()
    return False, text.border


@dataclass(frozen=True)
class FoundNote:
    """A note in a finished file: the number of its chapter from 0, its element and its text."""

    page: Page
    chapter: int
    key: str
    element: Any
    text: RunningText


@dataclass(frozen=True)
class Found:
    """What an edition shows: the text of each chapter, and all notes."""

    chapters: list[RunningText]
    notes: list[FoundNote]

    @property
    def places(self) -> Iterator[tuple[Place, RunningText]]:
        """All texts: those of the chapters, then those of the notes."""
        yield from enumerate(self.chapters)
        for note in self.notes:
            yield note.key, note.text


def _of_publication(publication: Publication) -> Found:
    chapters, notes = [], []
    for number, parts in enumerate(publication.chapters):
        text = RunningText()
        for page, section in parts:
            of_element(section, text)
            text.border()
            for element in section.iter(etree.Element):
                if element.get("role") == "doc-footnote":
                    note = _note_text(element)
                    notes.append(FoundNote(page, number, element.get("id", ""), element, note))
        chapters.append(text)
    return Found(chapters, notes)


def _note_text(note: Any) -> RunningText:
    body = next((e for e in note.iter("{*}div") if has_class(e, "note-text")), note)
    return of_element(body)


@once
def compared(proof: Proof) -> tuple[Expected, Found]:
    """What the proof's book has, and what its file shows; read once for all rules."""
    return _expected(_Same(proof.book)), _of_publication(proof.artifact)


class _Same:
    """A book that is equal to itself alone, so that what was read of it can be found again."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.book is self.book

    def __hash__(self) -> int:
        return id(self.book)


@lru_cache(maxsize=1)
def _expected(of: _Same) -> Expected:
    """What every edition has to show of the book; EPUB and web edition share it."""
    return _of_book(of.book)


def place_of(book: Book, place: Place) -> Location:
    """Where the chapter or the note stands in the source, as far as the book has it."""
    if isinstance(place, int):
        return book.chapters[min(place, len(book.chapters) - 1)].location
    found = (note.location for note in book.notes if note.key == place)
    return next(found, book.chapters[0].location)
