"""Headings by position, with the ids that the text gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from samizdat.scanner.blocks import Blocks


@dataclass(frozen=True)
class Heading:
    """A heading from `start` to `end`: its level from 1, its words as written, its own id."""

    level: int
    start: int
    end: int
    words: str
    words_start: int
    id: str

    @cached_property
    def plain(self) -> str:
        """The words without calls, links, emphasis and code marks."""
        words = self.words
        if "]" in words:  # without it, brackets that are never closed would be tried one by one
            words = re.sub(r"\[\^[^\]\n]*\]|\^\[[^\]\n]*\]", "", words)
            words = re.sub(r"!?\[([^\]\n]*)\](?:\([^)\n]*\)|\{[^}\n]*\})?", r"\1", words)
        return " ".join(re.sub(r"[*_`~\\]", "", words).split())


_ATX = re.compile(r" {0,3}(?P<signs>#{1,6})[ \t]*(?P<rest>[^\n]*)")
_ATTRIBUTES = re.compile(r"[ \t]*\{(?P<inside>[^{}\n]*)\}[ \t]*$")
_ID = re.compile(r"(?:^|\s)#(?P<id>[^\s}]+)")
_CLOSING = re.compile(r"(?:^|[ \t])#+[ \t]*$")


def headings(text: str, blocks: Blocks) -> tuple[Heading, ...]:
    """The headings of a text, in order; those within quotations and lists left out."""
    return tuple(
        heading
        for block in blocks.blocks
        if block.kind == "heading"
        for heading in _heading(text, block.start, block.end)
    )


def _heading(text: str, start: int, end: int) -> Iterator[Heading]:
    lines = text[start:end].split("\n")
    if len(lines) > 1:  # underlined
        level, rest = (1 if lines[-1].strip()[0] == "=" else 2), lines[0]
        words_start = start + len(rest) - len(rest.lstrip())
        rest = rest.strip()
    elif match := _ATX.match(text, start, end):
        level, rest, words_start = len(match["signs"]), match["rest"], match.start("rest")
    else:
        return
    rest = re.sub(r"<!--.*?-->", "", rest).rstrip()
    identifier = ""
    if attributes := _ATTRIBUTES.search(rest):
        found = _ID.search(attributes["inside"])
        identifier = found["id"] if found else ""
        rest = rest[: attributes.start()]
    words = _CLOSING.sub("", rest).strip()
    yield Heading(level, start, end, words, words_start, identifier)
