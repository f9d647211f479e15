"""What a PDF's text is made of, whether tags say so or its looks: blocks of spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Style:
    """How words look: `raise_` is 1 above the line, -1 below it and 0 on it."""

    is_italic: bool = False
    is_bold: bool = False
    is_fixed: bool = False
    raise_: int = 0
    link: str = ""


PLAIN = Style()


@dataclass(frozen=True)
class Span:
    """Words that look alike; or the call of a note, whose number is `note`, which has none."""

    text: str
    style: Style = PLAIN
    note: int = 0


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """Words, and where they begin: page and height. `code` are lines as they were typed."""

    spans: Spans
    page: int = -1
    height: float = 0.0


@dataclass(frozen=True)
class Heading:
    """A heading; `level` counts from 1."""

    spans: Spans
    level: int
    page: int = -1
    height: float = 0.0


@dataclass(frozen=True)
class Code:
    """Lines as they were typed."""

    text: str
    page: int = -1
    height: float = 0.0


@dataclass(frozen=True)
class Verse:
    """Lines that end where the author ended them."""

    lines: tuple[Spans, ...]
    page: int = -1
    height: float = 0.0


@dataclass(frozen=True)
class Quotation:
    """Blocks that are quoted."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Items:
    """A list; one that is counted begins with the number `start`, else that is 0."""

    items: tuple[tuple[Block, ...], ...]
    start: int = 0


@dataclass(frozen=True)
class Definitions:
    """Terms with what is said of each."""

    items: tuple[tuple[Spans, tuple[Block, ...]], ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first `heads` rows are its head."""

    rows: tuple[tuple[Spans, ...], ...]
    heads: int = 0
    caption: Spans = ()
    page: int = -1
    height: float = 0.0


@dataclass(frozen=True)
class Figure:
    """A picture: its path in the text, what is said instead of it, and below it."""

    path: str
    words: str = ""
    caption: Spans = ()
    page: int = -1
    height: float = 0.0


@dataclass(frozen=True)
class Break:
    """A break between paragraphs that has no words."""


@dataclass(frozen=True)
class Saying:
    """Where in the text something is to be said: a message, what to do next, and words."""

    message: str
    hint: str = ""
    words: str = ""


Block = (
    Paragraph
    | Heading
    | Code
    | Verse
    | Quotation
    | Items
    | Definitions
    | Table
    | Figure
    | Break
    | Saying
)


@dataclass
class Text:
    """The whole text: blocks, the notes by number, and which of those are the translator's."""

    blocks: list[Block]
    notes: dict[int, Sequence[Block]] = field(default_factory=dict)
    translators: set[int] = field(default_factory=set)


def words(spans: Sequence[Span]) -> str:
    """What spans say."""
    return "".join(span.text for span in spans)


def cut(spans: Spans, count: int) -> Spans:
    """Spans without their first `count` characters."""
    found = []
    for span in spans:
        text = span.text[min(count, len(span.text)) :]
        count -= len(span.text) - len(text)
        if text or span.note:
            found.append(Span(text, span.style, span.note))
    return tuple(found)
