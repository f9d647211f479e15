"""Paragraphs that stop in the middle of a sentence, and go on in the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samizdat.scanner import Block, TextFile

# What may stand between the halves: a page mark in a comment, or a page number on its own.
_PAGE = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*|[ \t]*[-–—\[(]{0,2} ?\d{1,4} ?[-–—\])]{0,2}[ \t]*")
_COMMENTS_BEFORE = re.compile(r"(?:\s*<!--(?:(?!-->)[^\n])*-->)*\s*")
# A letter, or a comma or hyphen after one, and emphasis around it.
_OPEN_END = re.compile(r"[^\W\d_][*_]{0,3}[,¬\u00ad-]?[*_]{0,3}\Z")
_SMALL = re.compile(r"[*_\"“„«»‘‚'(]{0,3}(?P<letter>[^\W\d_])")
# What begins with a small letter by right: a label, and a name in a list of works.
_LABEL = re.compile(r"\(?\w{1,4}[.)]\s|(?:[^\W\d_]+ ){1,2}[A-Z][\w-]+, [A-Z]")
_VERSE = re.compile(r"(?:  |\\)\n")
_SHORTEST = 40
"""Fewer characters are a title, a signature or an address rather than half a paragraph."""


@dataclass(frozen=True)
class Break:
    """A place where one paragraph was made two.

    The words of the `first` block end at the offset `end`, those of the `second` begin at `start`.
    `between` is what stands there: white space, and it may be calls of notes behind the last word,
    page marks in comments, and the number of a page in a paragraph of its own.
    """

    first: Block
    second: Block
    end: int
    start: int
    between: str


def breaks(file: TextFile) -> Iterator[Break]:
    """The breaks of a text, in order; a paragraph in the middle is of two of them."""
    before: Block | None = None
    for block in file.blocks:
        if before and _PAGE.fullmatch(file.text, block.start, block.end):
            continue
        if before and block.kind == before.kind == "paragraph":
            yield from _break(file, before, block)
        before = block


def _break(file: TextFile, first: Block, second: Block) -> Iterator[Break]:
    start = going_on(file, second)
    end = open_end(file, first) if start is not None else None
    if start is not None and end is not None:
        yield Break(first, second, end, start, file.text[end:start])


def going_on(file: TextFile, block: Block) -> int | None:
    """Where the first word of a paragraph is that goes on with a sentence; None for any other."""
    begin = _COMMENTS_BEFORE.match(file.text, block.start, block.end)
    start = begin.end() if begin else block.start
    small = _SMALL.match(file.untabled, start)
    if not small or not small["letter"].islower() or _LABEL.match(file.prose, start):
        return None
    return start


def open_end(file: TextFile, block: Block) -> int | None:
    """Where the last word of a paragraph ends that stops within a sentence; None for any other."""
    head = _head(file, block)
    if len(head) < _SHORTEST or not _OPEN_END.search(head[-8:]) or _VERSE.search(head):
        return None
    return block.start + len(head)


def _head(file: TextFile, block: Block) -> str:
    """The block up to its last word; empty where code, an address or the like ends it."""
    stop = _before_spaces(file.text, block.end)
    while file.text.endswith("-->", block.start, stop):
        comment = file.text.rfind("<!--", block.start, stop)
        if comment <= block.start:
            return ""
        stop = _before_spaces(file.text, comment)
    if not file.masked[stop - 1 : stop].strip() or file.text.startswith("![", block.start):
        return ""
    if not file.prose[stop - 1 : stop].strip() and file.masked[stop - 1] not in "])}":
        return ""
    return file.untabled[block.start : stop].rstrip()


def _before_spaces(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end
