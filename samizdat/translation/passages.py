"""The passages of a text: what is translated as a whole, by position.

A passage is a heading, a paragraph, a whole list, quotation, table or piece of verse, the
definition of a note, a block of code, or a line that opens or closes a division. It is what pandoc
takes for one block at the top of a text, as far as the text can say without pandoc.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from samizdat.scanner import Block, TextFile

Kind = Literal["text", "heading", "note", "code", "division", "comment", "reference"]

_FENCE = re.compile(r"[ >]*(?P<fence>`{3,}|~{3,})")
_CAPTION = re.compile(r"(?:Table)?:[ \t]")
_WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*|\d+")
_LETTER = re.compile(r"[^\W\d_]")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_LANGUAGE = re.compile(r"(?<![\w-])lang=")
_INSIDE = {"item", "term", "note", "quote"}
"""Blocks into which an indented block below them belongs."""


@dataclass(frozen=True)
class Passage:
    """A passage of `file` from `start` to `end`, as offsets.

    `label` is that of the note which it defines, `level` that of the heading that it is, and
    `chapter` the number of headings of the first level before it or in it. One that `is_foreign` is
    in a division that has a language of its own, which no translator touches.
    """

    file: TextFile
    kind: Kind
    start: int
    end: int
    label: str = ""
    level: int = 0
    chapter: int = 0
    is_foreign: bool = False

    @cached_property
    def text(self) -> str:
        """The passage as it was written."""
        return self.file.text[self.start : self.end]

    @cached_property
    def digest(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of the text, runs of spaces as one."""
        return digest(self.text)

    @cached_property
    def line(self) -> int:
        """The line in which it begins, from 1."""
        return self.file.text.count("\n", 0, self.start) + 1

    @property
    def place(self) -> str:
        """The file and the line in which it begins."""
        return f"{self.file.path}:{self.line}"

    @cached_property
    def prose(self) -> str:
        """What readers will read of it: no code, formulas, addresses, labels or attributes."""
        return self.file.prose[self.start : self.end]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that readers will read, in small letters."""
        return tuple(_WORD.findall(self.prose.lower()))

    @property
    def has_words(self) -> bool:
        """Whether there is anything to translate in it."""
        if self.is_foreign or self.kind in {"code", "division", "comment", "reference"}:
            return False
        return bool(_LETTER.search(self.prose))


def digest(text: str) -> str:
    """The digest by which a passage is known: how its lines are wrapped makes no difference."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def commented(passage: Passage) -> str:
    """What a comment says; nothing where the passage is none."""
    found = _COMMENT.match(passage.text) if passage.kind == "comment" else None
    return found[1] if found else ""


@lru_cache(maxsize=64)
def passages(file: TextFile) -> tuple[Passage, ...]:
    """The passages of a file in their order; nothing but spaces stands between them."""
    levels = {heading.start: heading.level for heading in file.headings}
    labels = {definition.start: definition.label for definition in file.notes.definitions}
    found, chapter = list[Passage](), 0
    divisions = list[bool]()  # those that are open, and whether they have a language
    for first, end in _joined(file):
        start = first.start
        kind = _kind(file, first, end)
        level = levels.get(start, 0) if kind == "heading" else 0
        chapter += level == 1
        label = labels.get(start, "") if kind == "note" else ""
        if kind == "division":
            opening = file.text[start:end].lstrip(": \t")
            if opening:
                divisions.append(bool(_LANGUAGE.search(opening)))
            elif divisions:
                divisions.pop()
        is_foreign = any(divisions)
        found.append(Passage(file, kind, start, end, label, level, chapter, is_foreign))
    return tuple(found)


def _kind(file: TextFile, block: Block, end: int) -> Kind:
    if block.kind == "code" and _LETTER.search(file.prose, block.end, end):
        return "text"  # a term in code, and what it means
    if block.kind == "code":
        return "comment" if file.text.startswith("<!--", block.start) else "code"
    if block.kind == "div":
        return "division"
    if block.kind == "rule":
        return "code"
    if block.kind in {"heading", "note", "reference"}:
        return block.kind
    return "text"


def _joined(file: TextFile) -> Iterator[tuple[Block, int]]:
    """The first block of each passage, and where the passage ends."""
    first: Block | None = None
    last: Block | None = None
    limit = -1  # where the code, comment or table ends that is open
    tables = list(file.tables)
    for block in file.blocks:
        if first is not None and last is not None:
            if block.start < limit:  # within code, a comment or a table
                last = block
                continue
            if _goes_on(file, first, last, block):
                last, limit = block, max(limit, _limit(file, block, tables))
                continue
            yield first, max(last.end, min(limit, block.start))
        first = last = block
        limit = _limit(file, block, tables)
    if first is not None and last is not None:
        yield first, max(last.end, min(limit, len(file.text)))


def _limit(file: TextFile, block: Block, tables: list[tuple[int, int]]) -> int:
    """Up to where everything belongs to the passage that `block` begins or goes on."""
    ends = [end for start, end in tables if start < block.end and end > block.start]
    if block.kind == "code":
        if file.text.startswith("<!--", block.start):
            ends.append(file.text.find("-->", block.start) + 3)
        elif fence := _FENCE.match(file.text, block.start):
            closing = re.compile(
                rf"^[ >]*{re.escape(fence['fence'][0])}{{{len(fence['fence'])},}}[ \t]*$",
                re.MULTILINE,
            ).search(file.text, fence.end())
            ends += [closing.end()] if closing else []
    return max(ends, default=-1)


def _goes_on(file: TextFile, first: Block, last: Block, block: Block) -> bool:
    """Whether a block belongs to the passage whose blocks so far are `first` to `last`."""
    text = file.text
    line = text[text.rfind("\n", 0, block.start) + 1 : block.end]
    is_indented = line[:1] in " \t" and line.strip() != ""
    is_apart = "\n" in text[last.end : block.start].replace("\n", "", 1)
    if first.kind in _INSIDE and is_indented and block.kind != "note":
        return first.kind == "note" or bool(re.match(r" {2,}|\t", line))
    is_caption = block.kind in {"paragraph", "term"} and _CAPTION.match(text, block.start)
    if is_caption and any(start < last.end and end > last.start for start, end in file.tables):
        return True
    if block.kind == "item":
        return first.kind == "item" or (last.kind == "term" and not is_apart)
    if block.kind == "term":
        is_defined = last.kind == "term" or (last.kind in {"paragraph", "code"} and not is_apart)
        return is_defined and first.kind in {"paragraph", "code", "term"}
    if block.kind == "quote" and last.kind == "quote":
        return not is_apart
    if first.kind == "term" or last.kind == "term":
        return is_indented
    if block.kind == "verse":
        return last.kind == "verse" and not is_apart
    if block.kind == "code" and last.kind == "code" and is_indented:
        return re.match(r" {4}|\t", text[first.start :]) is not None
    return False
