"""From the prepared book to elements of HTML: the one place where markup is made.

What pandoc wrote, the same for all editions, becomes chapters and notes as lxml elements in the
XHTML namespace: all at once by `compose`, or one after the other by `Sheets`. Notes stay apart from
the text, and an empty span marks each call, because every edition puts notes elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property

import markupsafe
from lxml import etree

from samizdat import locales
from samizdat import written as pandocs
from samizdat.book import Book, Chapter, Image, Note
from samizdat.written import PICTURE, Part, Written

XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"
EPUB = "http://www.idpf.org/2007/ops"

# Some reading systems look for `epub:type` by its letters, whatever the prefix stands for.
etree.register_namespace("epub", EPUB)

Element = etree._Element

HEADINGS = {f"{{{XHTML}}}h{level}" for level in range(1, 7)}

_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Elements that stand within a line; all others are blocks, which the page map counts characters of.
_INLINE_NAMES = """
a abbr b bdi bdo br cite code data del dfn em i img ins kbd label input mark q rp rt ruby s samp
small span strong sub sup time u var wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())
# A title without markup or entities, which is the same to pandoc and to lxml.
_PLAIN_TITLE = re.compile(
    r'<div id="samizdat-part">\n<span class="samizdat-inlines">([^<>&]*)</span>\n</div>'
)


@dataclass(frozen=True)
class Entry:
    """A line of the contents: where it leads, its title as markup and as plain text, its depth."""

    id: str
    title: str
    plain: str
    depth: int
    chapter: str


@dataclass(frozen=True)
class ChapterMarkup:
    """A chapter: `heading` is a span around the heading's inlines, `body` a div of the blocks."""

    chapter: Chapter
    heading: Element
    body: Element


@dataclass(frozen=True)
class Markup:
    """The whole book as elements. `notes` has a div of the blocks of each note by its key."""

    book: Book
    chapters: tuple[ChapterMarkup, ...]
    notes: dict[str, Element]
    contents: tuple[Entry, ...]


def compose(book: Book, address: Callable[[Image], str], html: str = "") -> Markup:
    """The book's markup. `address` says under which address an edition keeps a picture.

    `html` is the book as pandoc writes it, where that was kept.
    """
    lines = [
        (identifier, plain, depth, chapter.id)
        for number, chapter in enumerate(book.chapters)
        for identifier, _, plain, depth in pandocs.lines_of(book, chapter, number)
    ]
    root = _parse(html or pandocs.of(book).html)
    _tidy(root, book)
    _show_pictures(root, book.images, address)
    parts = list(root)
    chapters, rest = parts[: len(book.chapters)], parts[len(book.chapters) :]
    return Markup(
        book,
        tuple(
            _chapter(chapter, part, number)
            for number, (chapter, part) in enumerate(zip(book.chapters, chapters, strict=True), 1)
        ),
        {
            note.key: _numbered(part, note.key)
            for note, part in zip(book.notes, rest[len(lines) :], strict=True)
        },
        tuple(
            Entry(identifier, inner(part[0]), plain, depth, chapter)
            for (identifier, plain, depth, chapter), part in zip(
                lines, rest[: len(lines)], strict=True
            )
        ),
    )


class Sheets:
    """The book's markup, of which each part is made of pandoc's HTML when it is asked for.

    `book` is the book as an edition shows it; its trees may be empty. `address` says under which
    address the edition keeps a picture.
    """

    def __init__(self, written: Written, book: Book, address: Callable[[Image], str]) -> None:
        self.book = book
        self.written = written
        self.notes = dict(zip((note.key for note in book.notes), written.notes, strict=True))
        self.address = address

    @cached_property
    def contents(self) -> tuple[Entry, ...]:
        """The lines of the contents."""
        chapters = zip(self.book.chapters, self.written.chapters, strict=True)
        return tuple(
            Entry(line.id, self._title(line.html, part), line.plain, line.depth, chapter.id)
            for chapter, part in chapters
            for line in part.lines
        )

    def chapter(self, number: int) -> ChapterMarkup:
        """The chapter with the number, from 1."""
        part = self.written.chapters[number - 1]
        return _chapter(self.book.chapters[number - 1], self._made(part.html, part), number)

    def note(self, key: str) -> Element:
        """A div of the blocks of a note."""
        part = self.notes[key]
        return _numbered(self._made(part.html, part), key)

    def images(self, part: Part) -> list[Image]:
        """The pictures that a part shows, in the order of their numbers in its HTML."""
        return [image for one in part.pictures if (image := self.book.image(one))]

    def _title(self, html: str, part: Part) -> markupsafe.Markup:
        plain = re.fullmatch(_PLAIN_TITLE, html)
        if plain:
            return markupsafe.Markup(plain[1])  # noqa: S704  # written by pandoc
        return inner(self._made(html, part)[0])

    def _made(self, html: str, part: Part) -> Element:
        root = _parse(html)
        _tidy(root, self.book)
        _show_pictures(root, self.images(part), self.address)
        return root[0]


def _chapter(chapter: Chapter, part: Element, number: int) -> ChapterMarkup:
    return ChapterMarkup(chapter, _heading(part[0][0], number), _numbered(part[1], str(number)))


def _show_pictures(root: Element, images: Sequence[Image], address: Callable[[Image], str]) -> None:
    """Gives each picture the address and, if it has that size, the pixels of the edition's own."""
    for picture in root.iter(f"{{{XHTML}}}img"):
        name, _, size = picture.get("src", "").partition("#")
        image = images[int(name.removeprefix(PICTURE))]
        picture.set("src", address(image))
        if size:
            picture.set("width", str(image.width))
            picture.set("height", str(image.height))


def _parse(html: str) -> Element:
    document = f'<div xmlns="{XHTML}">{html.replace("&nbsp;", "&#160;")}</div>'
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(document.encode(), parser)


def _tidy(root: Element, book: Book) -> None:
    """Small faults of pandoc's HTML, mended for every edition."""
    etree.strip_tags(root, etree.Comment)
    for figcaption in root.iter(f"{{{XHTML}}}figcaption"):
        figcaption.attrib.pop("aria-hidden", "")
    for math in root.iter(f"{{{MATHML}}}math"):
        tex = math.findtext(f".//{{{MATHML}}}annotation") or ""
        math.set("alttext", book.formulas.get(tex, tex))
    for cell in root.iter(f"{{{XHTML}}}th"):
        if not len(cell) and not (cell.text or "").strip():
            cell.tag = f"{{{XHTML}}}td"  # an empty cell is the head of nothing
    for verse in root.iter(f"{{{XHTML}}}div"):
        if verse.get("class") == "line-block":
            _divide_verse(verse)
    if locales.load(book.metadata.language).direction == "rtl":
        for name in ("pre", "code", "kbd", "samp"):
            for code in root.iter(f"{{{XHTML}}}{name}"):
                # By an attribute, as EPUB has it: a stylesheet may not say it there.
                if "dir" not in code.attrib:
                    code.set("dir", "ltr")
    for link in root.iter(f"{{{XHTML}}}a"):
        for name in ("target", "onclick"):
            link.attrib.pop(name, "")
        if re.match(r"\s*(javascript|data|file|vbscript):", link.get("href", ""), re.IGNORECASE):
            del link.attrib["href"]
    for element in root.iter():
        for attribute in [a for a in element.attrib if str(a).lower().startswith("on")]:
            del element.attrib[attribute]


def _divide_verse(verse: Element) -> None:
    """Each line of verse in an element of its own, so that what is turned over can be indented.

    A line keeps its break at its end, for whoever reads the text without a style.
    """
    content = [(verse.text, None), *((child.tail, child) for child in verse)]
    verse.text = None
    line = etree.SubElement(verse, f"{{{XHTML}}}span", {"class": "line"})
    for tail, child in content:
        if child is not None:
            child.tail = None
            line.append(child)
            if child.tag == f"{{{XHTML}}}br":
                line = etree.SubElement(verse, f"{{{XHTML}}}span", {"class": "line"})
                tail = (tail or "").lstrip("\n")
        if len(line):
            line[-1].tail = tail
        else:
            line.text = tail


def _heading(span: Element, chapter: int) -> Element:
    span.set("data-block", f"{chapter}.0")
    return span


def _numbered(body: Element, prefix: str) -> Element:
    """The body with an id on each block, the same in every edition: `prefix.1` and so on."""
    count = 0
    for element in body.iterdescendants():
        if isinstance(element.tag, str) and is_block(element):
            count += 1
            element.set("data-block", f"{prefix}.{count}")
    return body


def is_block(element: Element) -> bool:
    """Whether the element is a block of HTML: whatever does not stand within a line."""
    name = etree.QName(element)
    return name.namespace == XHTML and name.localname not in _INLINE


def block_texts(root: Element) -> dict[str, str]:
    """The text of each block at or below `root` by the block's id, in the order of the text.

    It is the block's own: without the blocks in it, formulas, and the places of notes. Characters
    of it are what the page map counts.
    """
    texts: dict[str, list[str]] = {}

    def add(element: Element, block: str) -> None:
        block = element.get("data-block", block)
        parts = texts.setdefault(block, [])
        parts.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and not is_apart(child):
                add(child, block)
            parts.append(child.tail or "")

    add(root, root.get("data-block", ""))
    return {block: "".join(parts) for block, parts in texts.items()}


def is_apart(element: Element) -> bool:
    """Whether the element is none of a block's text: a formula, or the place of a note."""
    return element.tag == f"{{{MATHML}}}math" or element.get("class") == "note-call"


def own_pieces(block: Element) -> Iterator[tuple[Element, int, int, str]]:
    """The pieces of a block's own text: parent, number of the child before, offset, and the piece.

    The number is -1 for the text before all children; offsets are those of `block_texts`.
    """
    count = 0

    def walk(element: Element) -> Iterator[tuple[Element, int, int, str]]:
        nonlocal count
        yield element, -1, count, element.text or ""
        count += len(element.text or "")
        for number, child in enumerate(element):
            if isinstance(child.tag, str) and not is_apart(child) and not child.get("data-block"):
                yield from walk(child)
            yield element, number, count, child.tail or ""
            count += len(child.tail or "")

    yield from walk(block)


def put_within(parent: Element, position: int, before: str, new: Element) -> None:
    """Puts an element behind the child at `position`, -1 for none, and the words `before`."""
    if position < 0:
        parent.text = before
        parent.insert(0, new)
    else:
        parent[position].tail = before
        parent.insert(position + 1, new)


def enclose_word(block: Element, offset: int, name: str) -> None:
    """Puts the word that begins at a character of a block's text into a span of class `name`.

    Only the part of it is enclosed that stands in one piece of text.
    """
    for parent, position, begin, piece in own_pieces(block):
        start = offset - begin
        word = re.match(r"\S+", piece[start:]) if 0 <= start < len(piece) else None
        if word is not None:
            span = etree.Element(f"{{{XHTML}}}span", {"class": name})
            span.text, span.tail = word[0], piece[start + word.end() :]
            put_within(parent, position, piece[:start], span)
            return


def place_calls(
    element: Element, book: Book, make: Callable[[Note, int], Element], seen: dict[str, int]
) -> None:
    """Puts what `make` gives for a note and the number of its call where the calls stand.

    `seen` counts the calls of each note and goes on counting over several elements.
    """
    for span in [s for s in element.iter(f"{{{XHTML}}}span") if s.get("class") == "note-call"]:
        key = span.get("data-note", "")
        seen[key] = seen.get(key, 0) + 1
        new = make(book.note(key), seen[key])
        new.tail = span.tail
        parent = span.getparent()
        assert parent is not None  # noqa: S101  # a call stands in a paragraph
        parent.replace(span, new)


def copied(element: Element) -> Element:
    """A copy that an edition may change."""
    return deepcopy(element)


def outer(element: Element) -> markupsafe.Markup:
    """The element as markup that is both XHTML and HTML: void elements closed, others never."""
    for child in element.iter():
        if isinstance(child.tag, str) and child.text is None and not len(child):
            name = etree.QName(child)
            if name.namespace == XHTML and name.localname not in _VOID:
                child.text = ""
    tail, element.tail = element.tail, None
    out = etree.tostring(element, encoding="unicode")
    element.tail = tail
    for declared in (f' xmlns="{XHTML}"', f' xmlns:epub="{EPUB}"'):  # at the root of each page
        out = out.replace(declared, "")
    return markupsafe.Markup(out)  # noqa: S704  # made by lxml


def inner(element: Element) -> markupsafe.Markup:
    """What is inside the element, as `outer` writes it."""
    out = outer(element)
    if out.endswith("/>"):
        return markupsafe.Markup("")
    return markupsafe.Markup(out[out.index(">") + 1 : out.rindex("<")])  # noqa: S704  # as above


def call_id(note: Note, count: int) -> str:
    """The id of the place where a note is called for the `count`th time."""
    return f"call-{note.key}" + (f"-{count}" if count > 1 else "")


def element(name: str, content: str = "", **attributes: str) -> Element:
    """An XHTML element; `_` before a name that Python keeps and for `-` within one."""
    new = etree.Element(f"{{{XHTML}}}{name}", nsmap={None: XHTML})  # type: ignore[dict-item]  # lxml takes None for the default
    for key, value in attributes.items():
        new.set(key.strip("_").replace("_", "-"), value)
    new.text = content
    return new
