"""TX007 broken paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import Block, TextFile
from samizdat.source import Source

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


@rule("TX007", level="review", reads=Source)
def broken_paragraph(source: Source) -> Iterator[Problem]:
    """A paragraph stops in the middle of a sentence, and the next one goes on with it.

    Why: a page of the copy ended there. Readers see a new paragraph where the author made none.

    Bad:
        The cloth was sold by the yard in every market of the

        county, and no two yards of it were of one length.

    Good:
        The cloth was sold by the yard in every market of the
        county, and no two yards of it were of one length.
    """
    for file in source.texts:
        yield from few(_of(file))


def _of(file: TextFile) -> Iterator[Problem]:
    before: Block | None = None
    for block in file.blocks:
        if before and _PAGE.fullmatch(file.text, block.start, block.end):
            continue
        if before and block.kind == before.kind == "paragraph":
            yield from _broken(file, before, block)
        before = block


def _broken(file: TextFile, first: Block, second: Block) -> Iterator[Problem]:
    begin = _COMMENTS_BEFORE.match(file.text, second.start, second.end)
    start = begin.end() if begin else second.start
    small = _SMALL.match(file.untabled, start)
    if not small or not small["letter"].islower() or _LABEL.match(file.prose, start):
        return
    head = _head(file, first)
    words = head.split()
    if len(head) < _SHORTEST or not _OPEN_END.search(head[-8:]) or _VERSE.search(head):
        return
    yield Problem(
        file.location(first.start + len(head) - len(words[-1]), len(words[-1])),
        f"paragraph stops at “{' '.join(words[-3:])}”, and the next one goes on with "
        f"“{' '.join(file.prose[start : second.end].split()[:3])}”",
        "join the two; a mark of the page between them may stand in a comment",
    )


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
