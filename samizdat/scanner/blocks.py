"""The blocks of a Markdown text by position, as far as notes, headings and paragraphs need them.

Pandoc's rules are kept where they decide what a line is: a heading, a list, a quotation and the
definition of a note need an empty line before them where a paragraph stands above (pandoc manual,
`blank_before_header`, `blank_before_blockquote`, "Lists", "Footnotes"); code, tables, rules and
headings do not bind the line below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

Kind = Literal[
    "paragraph",
    "heading",
    "quote",
    "item",
    "term",
    "verse",
    "note",
    "reference",
    "div",
    "html",
    "rule",
    "code",
]

# Into which open blocks a line of each kind goes on, where no empty line is between.
_PROSE = frozenset({"paragraph", "quote", "item", "term"})
_GOES_ON: dict[str | None, frozenset[str]] = {
    None: _PROSE | {"note"},
    "heading": _PROSE | {"note"},
    "quote": _PROSE | {"note"},
    "rule": _PROSE | {"note"},
    "verse": _PROSE | {"note", "verse"},
    "note": _PROSE,
    "reference": _PROSE,
    "item": frozenset({"paragraph", "quote", "note"}),
    "term": frozenset({"quote", "item", "note"}),
    "div": frozenset(),
    "html": frozenset(),
}
_ONE_LINE = {"heading", "rule", "div", "reference"}


@dataclass(frozen=True)
class Block:
    """A block from `start` to `end` as offsets into the file, its last line's end left out.

    A list has a block for each item, a note for each of its paragraphs but the first `paragraph`.
    """

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Blocks:
    """The blocks of a file, and the offsets of lines that define notes but belong to a block."""

    blocks: tuple[Block, ...]
    glued: tuple[int, ...]


_HTML = (
    "address article aside blockquote body center details dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html iframe li main nav ol p pre script section style "
    "table tbody td tfoot th thead tr ul"
).replace(" ", "|")
_LINE = re.compile(
    rf"""
      (?P<blank>[ \t>]*$)
    | (?P<heading>[ ]{{0,3}}\#{{1,6}}(?=[ \t]|$))
    | (?P<div>[ ]{{0,3}}:{{3,}})
    | (?P<rule>[ ]{{0,3}}(?:(?:\*[ \t]*){{3,}}|(?:-[ \t]*){{3,}}|(?:_[ \t]*){{3,}}|=+[ \t]*)$)
    | (?P<verse>[ ]{{0,3}}\||[ ]{{0,3}}[-:]+[ ]?\|[-:| ]+$)
    | (?P<note>(?:>[ ]?)*[ \t]*\[\^[^\] \t\n\[]+\]:)
    | (?P<reference>[ ]{{0,3}}\[(?!\^)[^\]\n]+\]:[ \t]*\S)
    | (?P<html>[ ]{{0,3}}</?(?:{_HTML})\b)
    | (?P<quote>[ ]{{0,3}}>)
    | (?P<item>[ ]*(?:[-*+]|\(?(?:\d{{1,9}}|[A-Za-z]|\#)[.)]|\(@\w*\))[ \t])
    | (?P<term>[ ]{{0,3}}[:~][ \t])
    """,
    re.VERBOSE | re.IGNORECASE,
)


def blocks(text: str, masked: str) -> Blocks:
    """The blocks of `text`; `masked` is the same text without code, formulas and comments."""
    scan = _Scan()
    offset = 0
    for line, shown in zip(text.split("\n"), masked.split("\n"), strict=True):
        scan.line(line, shown, offset)
        offset += len(line) + 1
    scan.close()
    return Blocks(tuple(scan.found), tuple(scan.glued))


class _Scan:
    def __init__(self) -> None:
        self.found: list[Block] = []
        self.glued: list[int] = []
        self.kind: Kind | None = None
        self.start = self.end = self.lines = 0

    def close(self) -> None:
        if self.kind is not None:
            self.found.append(Block(self.kind, self.start, self.end))
        self.kind = None

    def open(self, kind: Kind, offset: int, end: int) -> None:
        self.close()
        self.kind, self.start, self.end, self.lines = kind, offset, end, 1

    def line(self, line: str, shown: str, offset: int) -> None:
        end = offset + len(line)
        if not shown or shown.isspace():
            self._masked_line(line, offset, end)
            return
        match = _LINE.match(shown)
        kind = match.lastgroup if match else None
        if kind == "blank":
            self.close()
        elif kind == "rule" and self._is_underline(shown):
            self.kind, self.end = "heading", end
            self.close()
        elif self.kind in _GOES_ON[kind]:
            if kind == "note":
                self.glued.append(offset)
            self.end = end
            self.lines += 1
        else:
            self.open(cast("Kind", kind or "paragraph"), offset, end)
            if kind in _ONE_LINE:
                self.close()

    def _masked_line(self, line: str, offset: int, end: int) -> None:
        """A line that is empty, or that code, a formula or a comment fills."""
        if not line or line.isspace():
            self.close()
        elif self.kind == "code" or (
            self.kind in _PROSE and line.lstrip().startswith(("<!--", "$$"))
        ):
            self.end = end
        else:
            self.open("code", offset, end)

    def _is_underline(self, shown: str) -> bool:
        """Whether the line makes a heading of the one line above it."""
        sign = shown.strip()
        return (
            self.kind == "paragraph"
            and self.lines == 1
            and sign in {"=" * len(sign), "-" * len(sign)}
        )
