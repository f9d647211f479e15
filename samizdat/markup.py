"""From the prepared book to elements of HTML: the one place where markup is made.

Pandoc writes the whole book at once; here the result is cut into chapters and notes again, as
lxml elements in the XHTML namespace. Notes stay apart from the text, and an empty span marks each
call, because every edition puts notes elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import markupsafe
from lxml import etree

from samizdat import fonts, locales
from samizdat.book import (
    Book,
    Chapter,
    Image,
    Node,
    Note,
    calls,
    calls_of,
    text,
    transform,
    walk,
)
from samizdat.harmless import is_web_address
from samizdat.prepare.cross_references import without_calls
from samizdat.reader import blocks_to

XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"
EPUB = "http://www.idpf.org/2007/ops"

Element = etree._Element

_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_OPTIONS = ("--mathml", "--wrap=none", "--syntax-highlighting=none", "--email-obfuscation=none")
# The blocks that hold text and nothing but text: what the page map counts words of.
LEAVES = {
    "p",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "figcaption",
    "caption",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}


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


def compose(book: Book, address: Callable[[Image], str]) -> Markup:
    """The book's markup. `address` says under which address an edition keeps a picture."""
    titles = list(_titles(book))
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
        for n, (_, title, _, _) in enumerate(titles)
    ]
    blocks += [_div(f"note-{number}", note.blocks) for number, note in enumerate(book.notes)]
    html = blocks_to(_with_pictures(blocks, book, address), "html5", *_OPTIONS)
    root = _parse(html)
    _tidy(root, book)
    parts = list(root)
    chapters, rest = parts[: len(book.chapters)], parts[len(book.chapters) :]
    return Markup(
        book,
        tuple(
            ChapterMarkup(chapter, part[0][0], _numbered(part[1], number))
            for number, (chapter, part) in enumerate(zip(book.chapters, chapters, strict=True))
        ),
        {note.key: part for note, part in zip(book.notes, rest[len(titles) :], strict=True)},
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
        if element["t"] == "Header":
            element["c"][0] = min(6, max(2, element["c"][0] - chapter.level + 1))
        return element

    return transform(chapter.blocks, change)


def _with_pictures(blocks: Node, book: Book, address: Callable[[Image], str]) -> Node:
    """The blocks with the edition's addresses; a refused picture is its alternative text."""

    def change(element: dict[str, Any]) -> Node:
        if element["t"] != "Image":
            return element
        attr, inlines, (target, title) = element["c"]
        image = book.image(target)
        if image is None:
            words = inlines or [{"t": "Str", "c": dict(attr[2]).get("alt", target)}]
            return {"t": "Span", "c": [["", ["missing-image"], []], words]}
        sized = {key for key, _ in attr[2]} & {"width", "height"}
        if not sized and image.width and image.height:
            attr = [
                attr[0],
                attr[1],
                [*attr[2], ["width", str(image.width)], ["height", str(image.height)]],
            ]
        return {"t": "Image", "c": [attr, inlines, [address(image), title]]}

    return transform(blocks, change)


def _parse(html: str) -> Element:
    document = f'<div xmlns="{XHTML}">{html.replace("&nbsp;", "&#160;")}</div>'
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(document.encode(), parser)


def _tidy(root: Element, book: Book) -> None:
    """Small faults of pandoc's HTML, mended for every edition."""
    for figcaption in root.iter(f"{{{XHTML}}}figcaption"):
        figcaption.attrib.pop("aria-hidden", "")
    for math in root.iter(f"{{{MATHML}}}math"):
        tex = math.findtext(f".//{{{MATHML}}}annotation") or ""
        math.set("alttext", book.formulas.get(tex, tex))
    for link in root.iter(f"{{{XHTML}}}a"):
        for name in ("target", "onclick"):
            link.attrib.pop(name, "")
        if re.match(r"\s*(javascript|data|file|vbscript):", link.get("href", ""), re.IGNORECASE):
            del link.attrib["href"]
    for element in root.iter():
        for attribute in [a for a in element.attrib if str(a).lower().startswith("on")]:
            del element.attrib[attribute]


def _numbered(body: Element, chapter: int) -> Element:
    """The body with a number on each block that holds text, the same in every edition."""
    count = 0
    for element in body.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname in LEAVES:
            element.set("data-block", f"{chapter}.{count}")
            count += 1
    return body


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
    return markupsafe.Markup(out.replace(f' xmlns="{XHTML}"', ""))  # noqa: S704  # made by lxml


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


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def fill(template: str, book: Book, **values: object) -> str:
    """A template filled with the book, its words and `values`."""
    locale = locales.load(book.metadata.language)
    return (
        _environment()
        .get_template(template)
        .render(
            book=book,
            facts=book.metadata,
            locale=locale,
            words=locale.words,
            is_web_address=is_web_address,
            **values,
        )
    )


def contributors(book: Book) -> list[tuple[str, list[str]]]:
    """The lines of a title page after the authors: the word's key and the names."""
    roles = (
        ("translated-by", "translator"),
        ("edited-by", "editor"),
        ("illustrated-by", "illustrator"),
    )
    return [(word, names) for word, role in roles if (names := book.metadata.names(role))]


def formatted_date(book: Book) -> str:
    """The day of this edition, as its language writes it."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    tag = book.metadata.language.replace("-", "_")
    try:
        return format_date(book.metadata.modified, "long", Locale.parse(tag))
    except (UnknownLocaleError, ValueError):
        return book.metadata.modified.date().isoformat()


def characters(book: Book) -> frozenset[str]:
    """Every character that an edition of the book may show."""
    parts = [text(c.heading, book.formulas) + text(c.blocks, book.formulas) for c in book.chapters]
    parts += [text(n.blocks, book.formulas) + n.mark for n in book.notes]
    locale = locales.load(book.metadata.language)
    parts += [*locale.words.values(), book.metadata.model_dump_json(), formatted_date(book)]
    parts.append("".join(map(chr, range(0x20, 0x7F))) + "↩·–—…  \u202f")
    joined = "".join(parts)
    return frozenset(joined + joined.upper()) - {"\n", "\t", "\r"}


def uses_code(book: Book) -> bool:
    """Whether the book has code, which is set in a typeface of its own."""
    trees = [c.blocks for c in book.chapters] + [n.blocks for n in book.notes]
    return any(e["t"] in {"Code", "CodeBlock"} for e in walk(trees))


Branch = tuple[Entry, "list[Branch]"]


def nested(entries: tuple[Entry, ...]) -> list[Branch]:
    """The lines of the contents as a tree: each with those below it."""
    top: list[Branch] = []
    open_branches: list[tuple[int, list[Branch]]] = [(0, top)]
    for entry in entries:
        while open_branches[-1][0] >= entry.depth:
            open_branches.pop()
        below: list[Branch] = []
        open_branches[-1][1].append((entry, below))
        open_branches.append((entry.depth, below))
    return top


@dataclass(frozen=True)
class LinkedChapter:
    """A chapter with linked notes behind its text, as the editions for screens show it.

    `notes` are the notes called in it, each with its text and the ids of its calls.
    """

    id: str
    title: str
    heading: markupsafe.Markup
    body: markupsafe.Markup
    notes: list[tuple[Note, markupsafe.Markup, list[str]]]
    is_bibliography: bool


def linked_chapters(markup: Markup, *, epub: bool) -> list[LinkedChapter]:
    """The chapters for an edition in which a note is a link away. In EPUB calls say so."""
    book, counts = markup.book, dict[str, int]()
    words = locales.load(book.metadata.language).words
    placed: set[str] = set()
    chapters = []
    total = Counter(key for chapter in book.chapters for key in calls_of(chapter))
    total.update(key for note in book.notes for key in calls(note.blocks))

    def call(note: Note, count: int) -> Element:
        word = words["translators-note" if note.series == "translator" else "note"]
        link = element(
            "a",
            note.mark,
            _class=f"note-call {note.series}",
            role="doc-noteref",
            href=f"#{note.key}",
            id=call_id(note, count),
            aria_label=f"{word} {note.mark}",
        )
        if epub:
            link.set(f"{{{EPUB}}}type", "noteref")
        return link

    for part in markup.chapters:
        heading, body = copied(part.heading), copied(part.body)
        for tree in (heading, body):
            place_calls(tree, book, call, counts)
        notes, waiting = [], _called(book, part.chapter, placed)
        bodies = {note.key: copied(markup.notes[note.key]) for note in waiting}
        for note_body in bodies.values():
            place_calls(note_body, book, call, counts)
        for note in waiting:
            backs = [call_id(note, n + 1) for n in range(total[note.key])]
            notes.append((note, inner(_finished(bodies[note.key])), backs))
        chapters.append(
            LinkedChapter(
                part.chapter.id,
                part.chapter.title or book.metadata.title,
                inner(_finished(heading)),
                inner(_finished(body)),
                notes,
                _is_bibliography(part.chapter),
            )
        )
    return chapters


def _called(book: Book, chapter: Chapter, placed: set[str]) -> list[Note]:
    """The notes first called in the chapter, or in one of its notes, in order of their marks."""
    queue, found = list(calls_of(chapter)), []
    while queue:
        key = queue.pop(0)
        if key not in placed:
            placed.add(key)
            found.append(book.note(key))
            queue += calls(book.note(key).blocks)
    order = {note.key: number for number, note in enumerate(book.notes)}
    return sorted(found, key=lambda note: order[note.key])


def _is_bibliography(chapter: Chapter) -> bool:
    return bool(chapter.blocks) and all(
        block["t"] == "Div" and "references" in block["c"][0][1] for block in chapter.blocks
    )


def _finished(tree: Element) -> Element:
    """The tree without what only typesetting needs, and with tables that scroll."""
    for child in tree.iter():
        child.attrib.pop("data-block", "")
    for table in list(tree.iter(f"{{{XHTML}}}table")):
        parent = table.getparent()
        if parent is not None and parent.get("class") != "table":
            box = element("div", _class="table")
            box.text, box.tail, table.tail = None, table.tail, None
            parent.replace(table, box)
            box.append(table)
    return tree


def trusted(css_or_markup: str) -> markupsafe.Markup:
    """Text that a template takes as it is: our own, or made harmless before."""
    return markupsafe.Markup(css_or_markup)  # noqa: S704  # that is what the name says


def faces(book: Book) -> list[tuple[fonts.Face, frozenset[str]]]:
    """The faces that the book's editions for screens carry, with the characters of each."""
    trees = [c.blocks for c in book.chapters] + [n.blocks for n in book.notes]
    bold_italic = any(
        (e["t"] == "Strong" and any(i["t"] == "Emph" for i in walk(e["c"])))
        or (e["t"] == "Emph" and any(i["t"] == "Strong" for i in walk(e["c"])))
        for e in walk(trees)
    )
    return fonts.needed(characters(book), bold_italic=bold_italic, code=uses_code(book))


def words(book: Book) -> dict[str, str]:
    """The words that samizdat writes into the book, in its language."""
    return locales.load(book.metadata.language).words
