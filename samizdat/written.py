"""The book as pandoc writes it: HTML by chapters and notes, the same for all editions.

Pandoc's writer knows nothing of one chapter while it writes another. So what it wrote is kept under
the digest of the chapter's tree, and it is called once for all that are new.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from samizdat import apart, holdings, kept
from samizdat import book as books
from samizdat.apart import Apart
from samizdat.book import Book, Chapter, Node, text, transform
from samizdat.holdings import Holdings
from samizdat.pandoc import blocks_to, pandoc_version
from samizdat.prepare.cross_references import without_calls

PICTURE = "samizdat-picture-"
"""How an address begins that stands for a picture's, until an edition gives its own."""

OWN_SIZE = "#own-size"
"""At the end of such an address: the text gives the picture no size."""

_NOTHING = "<!-- -->"
# A text can't have comments: raw markup is taken out of it, and `<` is written as an entity.
_CUT = "<!-- samizdat cuts here -->"
_OPTIONS = ("--mathml", "--wrap=none", "--syntax-highlighting=none", "--email-obfuscation=none")
_PART = '<div id="samizdat-part">'
_FILES = (
    *("runs.py", "book.py", "apart.py", "pandoc.py", "holdings.py", "written.py"),
    "prepare/cross_references.py",
)
# The address is the first attribute of a picture, and nothing else in HTML begins with its name.
_STAND_IN = re.compile(rf'(<img\s+src="{PICTURE})(\d+)')


@dataclass(frozen=True)
class Line:
    """A line of the contents: its id, plain text, depth, and HTML."""

    id: str
    plain: str
    depth: int
    html: str


@dataclass(frozen=True)
class Part:
    """A chapter or a note: its HTML, the lines that it has in the contents, what its trees hold.

    `pictures` are the pictures that it shows, by the addresses of the text; its HTML has their
    numbers in this list.
    """

    html: str
    pictures: tuple[str, ...]
    lines: tuple[Line, ...]
    holdings: Holdings


@dataclass(frozen=True)
class Written:
    """The whole book. `outline` is the book with empty trees."""

    outline: Book
    chapters: tuple[Part, ...]
    notes: tuple[Part, ...]

    @property
    def holdings(self) -> list[Holdings]:
        """What each chapter holds, and then each note."""
        return [part.holdings for part in (*self.chapters, *self.notes)]

    @cached_property
    def html(self) -> str:
        """All as one file: the chapters, the lines of the contents, the notes.

        Each is a `div` with a number in its id, and pictures have their numbers in the book.
        """
        numbers = {image.target: number for number, image in enumerate(self.outline.images)}

        def whole(kind: str, number: int, html: str, pictures: tuple[str, ...]) -> str:
            if pictures:
                html = _STAND_IN.sub(
                    lambda found: f"{found[1]}{numbers[pictures[int(found[2])]]}", html
                )
            return f'<div id="samizdat-{kind}-{number}">{html.removeprefix(_PART)}\n'

        lines = [(line.html, part.pictures) for part in self.chapters for line in part.lines]
        return "".join(
            whole(kind, number, *division)
            for kind, divisions in (
                ("chapter", [(part.html, part.pictures) for part in self.chapters]),
                ("title", lines),
                ("note", [(part.html, part.pictures) for part in self.notes]),
            )
            for number, division in enumerate(divisions)
        )


class Composing:
    """Writes a book, and keeps what was written of its chapters and notes.

    `known` is what `dump` gave for any state of the book, or anything else, which counts for
    nothing.
    """

    def __init__(self, cut: Apart, known: bytes = b"") -> None:
        self._apart = cut
        self._book = cut.outline
        self._tools = kept.digest(kept.tools(_FILES), _OPTIONS, pandoc_version())
        self._names = [self._name(number) for number in range(len(cut.chapters))]
        self._names += [_octets(self._tools.encode() + tree) for tree in cut.notes]
        rows = _rows(known)  # some may be of another version, and have other names
        there = (name for name in dict.fromkeys(self._names) if name in rows)
        self._rows = {name: rows[name] for name in there if self._still_holds(rows[name])}
        self._write()

    @property
    def written(self) -> Written:
        """The book as pandoc writes it."""
        return _written(self._book, self._names, self._rows)

    def dump(self) -> bytes:
        """All that was written, for `load` and for the next time."""
        rows = {name: self._rows[name] for name in self._names}  # whichever of them are new
        return kept.seal({"outline": books.dump(self._book), "names": self._names, "rows": rows})

    def _name(self, number: int) -> str:
        """The digest of all that makes the HTML of a chapter, and its lines in the contents."""
        book, chapter = self._book, self._book.chapters[number]
        facts: list[Any] = [chapter.id, chapter.level, chapter.title, book.metadata.toc_depth]
        if not chapter.title:
            facts += [number, book.metadata.title if len(book.chapters) == 1 else ""]
        return kept.digest(self._tools, _octets(self._apart.chapters[number]), *facts)

    def _still_holds(self, row: dict[str, Any]) -> bool:
        """Whether the pictures and formulas of a part are what they were."""
        return all(_size(self._book, one) == size for one, size in row["sizes"].items()) and all(
            self._book.formulas.get(tex) == words for tex, words in row["formulas"].items()
        )

    def _write(self) -> None:
        """Has pandoc write at once what is not there yet."""
        blocks: list[Node] = []
        chapters = len(self._apart.chapters)
        for number, name in enumerate(self._names):
            if name in self._rows:
                continue
            if number < chapters:
                chapter = self._apart.chapter(number)
                trees = [chapter.heading, chapter.blocks]
                divisions = [{"t": "Plain", "c": [_span(chapter.heading)]}], _shifted(chapter)
                own = [_div("part", [_div("", division) for division in divisions])]
                lines = list(lines_of(self._book, chapter, number))
            else:
                trees, lines = [self._apart.note(number - chapters).blocks], []
                own = [_div("part", trees[0])]
            own += [_div("part", [{"t": "Plain", "c": [_span(line)]}]) for _, line, _, _ in lines]
            pictures: list[str] = []
            for division in _with_pictures(own, self._book, pictures):
                blocks += [division, {"t": "RawBlock", "c": ["html", _CUT]}]
            held = holdings.of_trees(trees, self._book)
            self._rows[name] = {
                "pictures": pictures,
                "lines": [(identifier, plain, depth) for identifier, _, plain, depth in lines],
                "holdings": vars(held),
                "sizes": {target: _size(self._book, target) for target in held.targets},
                "formulas": {tex: self._book.formulas.get(tex) for tex in held.formulas},
            }
        if blocks:
            written = iter(blocks_to(blocks, "html5", *_OPTIONS).split(_CUT))
            for row in self._rows.values():
                if "html" not in row:
                    row["html"] = [next(written).strip("\n") for _ in [0, *row["lines"]]]


def of(book: Book) -> Written:
    """A book as pandoc writes it, without anything kept."""
    return Composing(apart.of(book)).written


def load(data: bytes) -> Written:
    """What `Composing.dump` gave; ValueError where it is not whole."""
    values = kept.unseal(data)
    return _written(books.load(values["outline"]), values["names"], values["rows"])


def _rows(known: bytes) -> dict[str, Any]:
    try:
        rows: dict[str, Any] = kept.unseal(known)["rows"]
    except (ValueError, KeyError, TypeError):
        return {}
    return rows


def _written(outline: Book, names: list[str], rows: dict[str, Any]) -> Written:
    parts = {
        name: Part(
            row["html"][0],
            tuple(row["pictures"]),
            tuple(
                Line(identifier, plain, depth, html)
                for (identifier, plain, depth), html in zip(
                    row["lines"], row["html"][1:], strict=True
                )
            ),
            holdings.load(row["holdings"]),
        )
        for name, row in rows.items()
    }
    all_parts = [parts[name] for name in names]
    chapters = len(outline.chapters)
    return Written(outline, tuple(all_parts[:chapters]), tuple(all_parts[chapters:]))


def _octets(tree: bytes) -> str:
    return hashlib.sha256(tree).hexdigest()


def _size(book: Book, target: str) -> list[int] | None:
    """Width and height of the picture that the text calls `target`; None where it is refused."""
    image = book.image(target)
    return [image.width, image.height] if image else None


def lines_of(book: Book, chapter: Chapter, number: int) -> Iterator[tuple[str, Node, str, int]]:
    """Id, inlines, plain text and depth of each line that a chapter has in the contents.

    `number` is that of the chapter, from 0.
    """
    if chapter.heading:
        words = chapter.title or str(number + 1)  # a heading may be nothing but a note
        heading = without_calls(chapter.heading) if chapter.title else [{"t": "Str", "c": words}]
        yield chapter.id, heading, words, 1
    elif len(book.chapters) == 1:
        title = book.metadata.title
        yield chapter.id, [{"t": "Str", "c": title}], title, 1
    for element in chapter.blocks:
        if element["t"] == "Header":
            depth = max(2, element["c"][0] - chapter.level + 1)
            plain = " ".join(text(element["c"][2], book.formulas).split())
            if plain and depth <= book.metadata.toc_depth:
                yield element["c"][1][0], without_calls(element["c"][2]), plain, depth


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


def _with_pictures(blocks: Node, book: Book, shown: list[str]) -> Node:
    """The blocks with addresses that stand for pictures; a refused one is its alternative text.

    The pictures are added to `shown`, and are known by their places there.
    """

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
        if target not in shown:
            shown.append(target)
        stand_in = f"{PICTURE}{shown.index(target)}"
        sized = {key for key, _ in attr[2]} & {"width", "height"}
        if not sized and image.width and image.height:
            stand_in += OWN_SIZE
            attr = [
                attr[0],
                attr[1],
                [*attr[2], ["width", str(image.width)], ["height", str(image.height)]],
            ]
        return {"t": "Image", "c": [attr, inlines, [stand_in, title]]}

    return transform(blocks, change, "Div", "Image")
