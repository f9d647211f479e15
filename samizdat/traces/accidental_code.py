"""Indented paragraphs, which Markdown takes for code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.scanner import Block, TextFile

_INDENTED = re.compile(r"(?: {4}| {0,3}\t)[ \t]*\S")
# What code has and prose has not: assignments, calls, paths, options, signs of shells and markup.
_CODE = re.compile(
    r"[{}<>=|\\$@`~^#]|\w\(\w*\)|\w[._]\w+\(|\w/\w+[/.]|(?:^|\s)(?:\./|--?[a-z]|[>$%#] )|;\s*$|_\w|"
    r"^\w+[:.]\w+\s",
    re.MULTILINE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
# A few small words without any stop, which may be a command such as “make install”.
_COMMAND = re.compile(r"[a-z][a-z0-9 -]*")
_FEW = 3
_FAR = 9
"""Nobody indents code so far; the words stood in the middle of the page, or in its margin."""


def blocks_like_prose(file: TextFile) -> Iterator[tuple[int, int]]:
    """From where to where each indented block goes that is no table and reads like prose."""
    for start, end in indented(file):
        in_table = any(first < end and start < last for first, last in file.tables)
        if not in_table and _reads_like_prose(file.text[start:end]):
            yield start, end


def indented(file: TextFile) -> Iterator[tuple[int, int]]:
    """From where to where each indented block of code goes, empty lines within it included."""
    run: list[Block] = []
    for block in file.blocks:
        is_indented = block.kind == "code" and bool(_INDENTED.match(file.text, block.start))
        if run and not (is_indented and file.text[run[-1].end : block.start].isspace()):
            yield run[0].start, run[-1].end
            run = []
        if is_indented:
            run.append(block)
    if run:
        yield run[0].start, run[-1].end


def _reads_like_prose(text: str) -> bool:
    """Whether most of a block is words, and little of it looks like code."""
    words = _WORD.findall(text)
    if len(_CODE.findall(text)) * 12 > len(words):
        return False
    if len(text) - len(text.lstrip(" ")) >= _FAR:
        return any(map(str.isalpha, text))
    letters = sum(map(str.isalpha, text))
    if letters < 0.7 * len("".join(text.split())):
        return False
    return len(words) > _FEW or not _COMMAND.fullmatch(text.strip())
