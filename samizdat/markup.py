"""From the prepared book to elements of HTML: the one place where markup is made.

Pandoc writes the whole book at once, for all editions; `compose` cuts the result into chapters and
notes again, as lxml elements in the XHTML namespace. Notes stay apart from the text, and an empty
span marks each call, because every edition puts notes elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import markupsafe
from lxml import etree

from samizdat import locales
from samizdat.book import (
    Book,
    Chapter,
    Image,
    Node,
    Note,
    text,
    transform,
)
from samizdat.prepare.cross_references import without_calls
from samizdat.reader import blocks_to

XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"
EPUB = "http://www.idpf.org/2007/ops"

# Some reading systems look for `epub:type` by its letters, whatever the prefix stands for.
etree.register_namespace("epub", EPUB)

Element = etree._Element

HEADINGS = {f"{{{XHTML}}}h{level}" for level in range(1, 7)}

_NOTHING = "<!-- -->"
_OWN_SIZE = "#own-size"  # at the end of an address that stands for a picture's
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_OPTIONS = ("--mathml", "--wrap=none", "--syntax-highlighting=none", "--email-obfuscation=none")
# Elements that stand within a line; all others are blocks, which the page map counts characters of.
_INLINE_NAMES = """
a abbr b bdi bdo br cite code data del dfn em i img ins kbd label input mark q rp rt ruby s samp
small span strong sub sup time u var wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())


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


def written(book: Book) -> str:
    """The book as pandoc's HTML, the same for all editions: what `compose` takes apart.

    The addresses of pictures, and sizes that the text does not give, stand for those of an edition.
    """
    blocks = [
        _div(
            f"chapter-{number}",
            [
                _div("", [{"t": "Plain", "c": [_span(chapter.heading)]}]),
                _div("", _shifted(chapter)),
            ],
        )
        for number, chapter in enumerate(book.chapters)
    ]
    blocks += [
        _div(f"title-{n}", [{"t": "Plain", "c": [_span(title)]}])
        for n, (_, title, _, _) in enumerate(_titles(book))
    ]
    blocks += [_div(f"note-{number}", note.blocks) for number, note in enumerate(book.notes)]
    return blocks_to(_with_pictures(blocks, book), "html5", *_OPTIONS)


def compose(book: Book, address: Callable[[Image], str], html: str = "") -> Markup:
    """The book's markup. `address` says under which address an edition keeps a picture.

    `html` is what `written` gives for the book, where that was kept.
    """
    titles = list(_titles(book))
    root = _parse(html or written(book))
    _tidy(root, book)
    _show_pictures(root, book, address)
    parts = list(root)
    chapters, rest = parts[: len(book.chapters)], parts[len(book.chapters) :]
    return Markup(
        book,
        tuple(
            ChapterMarkup(chapter, _heading(part[0][0], number), _numbered(part[1], str(number)))
            for number, (chapter, part) in enumerate(zip(book.chapters, chapters, strict=True), 1)
        ),
        {
            note.key: _numbered(part, note.key)
            for note, part in zip(book.notes, rest[len(titles) :], strict=True)
        },
        tuple(
            Entry(identifier, inner(part[0]), plain, depth, chapter)
            for (identifier, _, (plain, chapter), depth), part in zip(
                titles, rest[: len(titles)], strict=True
            )
        ),
    )


def _titles(book: Book) -> Iterator[tuple[str, Node, tuple[str, str], int]]:
    """Id, inlines, plain text with the chapter's id, and depth of each line of the contents."""
    for number, chapter in enumerate(book.chapters, 1):
        if chapter.heading:
            words = chapter.title or str(number)  # a heading may be nothing but a note
            heading = (
                without_calls(chapter.heading) if chapter.title else [{"t": "Str", "c": words}]
            )
            yield chapter.id, heading, (words, chapter.id), 1
        elif len(book.chapters) == 1:
            title = book.metadata.title
            yield chapter.id, [{"t": "Str", "c": title}], (title, chapter.id), 1
        for element in chapter.blocks:
            if element["t"] == "Header":
                depth = max(2, element["c"][0] - chapter.level + 1)
                plain = " ".join(text(element["c"][2], book.formulas).split())
                if plain and depth <= book.metadata.toc_depth:
                    yield (
                        element["c"][1][0],
                        without_calls(element["c"][2]),
                        (plain, chapter.id),
                        depth,
                    )


def _div(identifier: str, blocks: Node) -> dict[str, Any]:
    return {"t": "Div", "c": [[identifier and f"samizdat-{identifier}", [], []], blocks]}


def _span(inlines: Node) -> dict[str, Any]:
    return {"t": "Span", "c": [["", ["samizdat-inlines"], []], inlines]}


def _shifted(chapter: Chapter) -> Node:
    """The blocks with headings counted from the chapter's, which is the first level."""

    def change(element: dict[str, Any]) -> Node:
        element["c"][0] = min(6, max(2, element["c"][0] - chapter.level + 1))
        return element

    return transform(chapter.blocks, change, "Header")


def _stand_ins(book: Book) -> dict[str, Image]:
    """The pictures by the addresses that stand for theirs until an edition gives its own."""
    return {f"samizdat-picture-{number}": image for number, image in enumerate(book.images)}


def _show_pictures(root: Element, book: Book, address: Callable[[Image], str]) -> None:
    """Gives each picture the address and, if it has that size, the pixels of the edition's own."""
    images = _stand_ins(book)
    for picture in root.iter(f"{{{XHTML}}}img"):
        name, _, size = picture.get("src", "").partition("#")
        image = images[name]
        picture.set("src", address(image))
        if size:
            picture.set("width", str(image.width))
            picture.set("height", str(image.height))


def _with_pictures(blocks: Node, book: Book) -> Node:
    """The blocks with addresses that stand for pictures; a refused one is its alternative text."""
    addresses = {image.target: address for address, image in _stand_ins(book).items()}

    def change(element: dict[str, Any]) -> Node:
        if element["t"] == "Div" and element["c"][1][:1] and element["c"][1][0]["t"] == "Header":
            # Pandoc would make one section of both and drop one of their ids.
            element["c"][1].insert(0, {"t": "RawBlock", "c": ["html", _NOTHING]})
        if element["t"] == "Div":
            return element
        attr, inlines, (target, title) = element["c"]
        image = book.image(target)
        if image is None:
            words = inlines or [{"t": "Str", "c": dict(attr[2]).get("alt", target)}]
            return {"t": "Span", "c": [["", ["missing-image"], []], words]}
        stand_in = addresses[target]
        sized = {key for key, _ in attr[2]} & {"width", "height"}
        if not sized and image.width and image.height:
            stand_in += _OWN_SIZE
            attr = [
                attr[0],
                attr[1],
                [*attr[2], ["width", str(image.width)], ["height", str(image.height)]],
            ]
        return {"t": "Image", "c": [attr, inlines, [stand_in, title]]}

    return transform(blocks, change, "Div", "Image")


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
