"""TX014 accidental code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.scanner import Block, TextFile
from samizdat.source import Source

_INDENTED = re.compile(r"(?: {4}| {0,3}\t)[ \t]*(?P<words>\S.*)")
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


@rule("TX014", level="review", reads=Source)
def accidental_code(source: Source) -> Iterator[Problem]:
    """A paragraph is indented by four spaces or a tab, and so is set as code.

    Why: Markdown takes such lines for code. They come out in a typewriter face, their line ends
    stay, and notes and emphasis in them are lost. Scanned pages often indent paragraphs so.

    Bad:
        A text.

            The weaver came to town in the spring, and nobody knew her name.

    Good:
        The weaver came to town in the spring, and nobody knew her name.

            loom.weave(threads=28)
    """
    for file in source.texts:
        for start, end in _indented(file):
            in_table = any(first < end and start < last for first, last in file.tables)
            if not in_table and _reads_like_prose(file.text[start:end]):
                first = _INDENTED.match(file.text, start)
                words = first["words"].rstrip() if first else ""
                shown = words if len(words) <= 40 else words[:40].rsplit(" ", 1)[0] + " …"
                yield Problem(
                    file.location(first.start("words") if first else start, len(words)),
                    f"“{shown}” is set as code, since it is indented",
                    "take out the spaces or tabs at the beginning of these lines",
                )


def _indented(file: TextFile) -> Iterator[tuple[int, int]]:
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
