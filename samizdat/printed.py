"""What a finished PDF holds: its pages, its text in the order of its tags, links and facts.

The tags (ISO 32000-1, section 14.7) tell which words belong together and in which order, so that
a note can be followed over a page's turn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from samizdat.artifacts import letters

Box = tuple[float, float, float, float]
"""Left, bottom, right and top in points from the lower left corner of the page."""


@dataclass(frozen=True)
class Piece:
    """Words or a picture as they are drawn.

    `mark` is the number by which tags call it. That of an artifact, such as a running head, is
    below -1, another for each, and that of what is neither is -1.
    """

    text: str
    box: Box
    mark: int
    is_picture: bool = False


@dataclass(frozen=True)
class Sheet:
    """A page: its edge after trimming, what is drawn on it, and how often a glyph is missing.

    `tagged` are the marks that the tags know on this page, `label` is its number as viewers have
    it, and `follows_tags` says whether the tabulator goes through its links in the tags' order.
    `digest` is that of what it is made of, as `whole_pages` has it, and `reach` the box around all
    that is drawn on it, None where nothing is.
    """

    edge: Box
    pieces: tuple[Piece, ...]
    missing_glyphs: int
    tagged: frozenset[int]
    label: str = ""
    follows_tags: bool = False
    digest: str = ""
    reach: Box | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the text stands on it; running heads and folios do not count."""
        return not any(
            piece.mark in self.tagged and (piece.is_picture or piece.text.strip())
            for piece in self.pieces
        )

    @cached_property
    def folios(self) -> list[str]:
        """What may be the page's number: figures or roman numerals alone, outside the text."""
        lines: dict[int, str] = {}
        for piece in self.pieces:
            if piece.mark not in self.tagged:
                lines[piece.mark] = lines.get(piece.mark, "") + piece.text
        alone = map(letters, lines.values())
        return [words for words in alone if re.fullmatch(r"\d+|[ivxlcdm]+", words)]


@dataclass(frozen=True)
class Place:
    """A point on a page, as destinations have it; `page` counts from 0 and is -1 for none."""

    page: int
    x: float
    y: float


@dataclass(frozen=True)
class Run:
    """Words of the text that stand together: `tags` are those above them, outermost first.

    `part` is the number of the outermost element or of the note around them, `link` that of the
    link, and `heading` that of the heading, each -1 where there is none.
    """

    text: str
    page: int
    box: Box | None
    tags: tuple[str, ...]
    part: int
    link: int
    heading: int


@dataclass
class Link:
    """A link of the text, as one element: the `targets` of all its annotations, and its words.

    `number` is its place among the links. A target within the file begins with `#`. `box` is that
    of its first annotation; `tags` are those above it, outermost first.
    """

    number: int
    page: int
    tags: tuple[str, ...]
    box: Box | None = None
    targets: list[str] = field(default_factory=list)
    text: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the outline: its title, its depth from 1, and where it leads."""

    title: str
    depth: int
    place: Place


@dataclass(frozen=True)
class Annotation:
    """Something on a page that can be followed: its kind of action and its target.

    `words` say what it is; `is_tagged` is whether the tags know it as a link.
    """

    page: int
    kind: str
    target: str
    words: str = ""
    is_tagged: bool = False


@dataclass(frozen=True)
class Tag:
    """An element of the tree of tags, and the name of the one above it.

    `has` are the names of its facts: `Alt`, `Scope`, and `ID` if the tree finds it by that.
    """

    name: str
    above: str
    page: int
    has: frozenset[str]


@dataclass(frozen=True)
class Face:
    """A typeface as the file has it."""

    name: str
    is_embedded: bool
    has_letters: bool


@dataclass(frozen=True)
class Facts:
    """What the file says of itself.

    `standards` are those that it claims to follow, `has_colours` says whether it tells what its
    colours mean, and `at_odds` names the facts on which its two lists of facts differ.
    """

    title: str
    xmp_title: str
    language: str
    is_marked: bool
    is_tagged: bool
    shows_title: bool
    standards: tuple[str, ...] = ()
    has_colours: bool = False
    at_odds: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnreadablePrint:
    """A file that can't be opened as a PDF, and why."""

    path: Path
    why: str


@dataclass(frozen=True)
class PrintEdition:
    """A finished PDF at `path`, its text in the order of its tags.

    `places` are the destinations by name; one that has none is kept by a name that can't be
    printed. `beyond` names what may reach out of the file beside links, such as scripts and
    attached files. `in_order` says that words from right to left are in the order of reading; in a
    book from left to right such words may come in the order in which they are seen.
    """

    path: Path
    sheets: tuple[Sheet, ...]
    runs: tuple[Run, ...]
    links: tuple[Link, ...]
    annotations: tuple[Annotation, ...]
    places: dict[str, Place]
    outline: tuple[Line, ...]
    faces: tuple[Face, ...]
    facts: Facts
    beyond: tuple[str, ...]
    tags: tuple[Tag, ...] = ()
    in_order: bool = False

    def number(self, page: int) -> str:
        """The number printed on a page, if there is one, and its place in the file."""
        folios, place = self.sheets[page].folios, f"{page + 1} of the file"
        return f"{folios[-1]} ({place})" if folios else place
