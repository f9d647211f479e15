"""Remarks between brackets in the text, which look like notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samizdat.scanner import Spans, TextFile
from samizdat.traces.signatures import signature

_CUE = re.compile(
    r"(?i)(?:foot)?note\b|n\.\s?b\.|(?:fuß|fuss)note|anm(?:\.|erkung)|nota\b|note\s(?:de|du)\b"
    r"|сноска|прим(?:\.|ечание)|editors?['’]s?\s|ed(?:itor)?\.\s?note|red\.|hrsg\."
)
_ROUND = re.compile(r"(?<![\]\w\\])\((?P<words>[^()\[\]]{4,600})\)")
_LONG = 90


@dataclass(frozen=True)
class Bracketed:
    """A remark from `start` to `end`, its brackets included, and its words in one line."""

    start: int
    end: int
    words: str


def bracketed_remarks(file: TextFile) -> Iterator[Bracketed]:
    """The remarks that are in no note; those in square brackets first."""
    closing = dict(file.links.brackets)
    inline = [(start, closing.get(start + 1, start)) for start in file.notes.inline]
    notes = Spans([*inline, *((d.start, d.end) for d in file.notes.definitions)])
    for start, end, words in _bracketed(file):
        if start not in notes:
            yield Bracketed(start, end, words)


def _bracketed(file: TextFile) -> Iterator[tuple[int, int, str]]:
    taken = {link.start for link in file.links.links}
    for start, end in file.links.brackets:
        words = " ".join(file.masked[start + 1 : end].split())
        is_syntax = file.text[end + 1 : end + 2] in {*"({:["} or words[:1] in {*"^@-"}
        if start in taken or is_syntax or (start and file.text[start - 1] in "!^]\\"):
            continue
        is_long = len(words) > _LONG and ". " in words
        if is_long or _CUE.match(words) or signature(words, "translator"):
            yield start, end + 1, words
    for match in _ROUND.finditer(file.masked):
        words = " ".join(match["words"].replace("&nbsp;", " ").split())
        if signature(words, "translator"):
            yield match.start(), match.end(), words
