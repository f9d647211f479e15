"""Words between brackets in the text that look like notes."""

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
_ROUND = re.compile(  # each part begins with its bracket, for which re can look fast
    r"\((?<![\]\w\\]\()[^()\[\]]{4,600}\)"
    r"|（[^（）]{4,600}）|【[^【】]{4,600}】|〔[^〔〕]{4,600}〕"  # as in Chinese
)
_LONG = 90


@dataclass(frozen=True)
class BracketedRemark:
    """A remark from `start` to `end`, brackets included, and its words on one line.

    `signed` is what a translator has signed it with, empty where none has.
    """

    start: int
    end: int
    words: str
    signed: str


def bracketed_remarks(file: TextFile) -> Iterator[BracketedRemark]:
    """The remarks in the text, those in square brackets first; what is in a note is left out.

    In square brackets, they are signed, begin as notes do, or are long; in round ones, signed.
    """
    closing = dict(file.links.brackets)
    inline = [(start, closing.get(start + 1, start)) for start in file.notes.inline]
    notes = Spans([*inline, *((d.start, d.end) for d in file.notes.definitions)])
    for remark in (*_in_square_brackets(file), *_in_round_brackets(file)):
        if remark.start not in notes:
            yield remark


def _in_square_brackets(file: TextFile) -> Iterator[BracketedRemark]:
    taken = {link.start for link in file.links.links}
    for start, end in file.links.brackets:
        words = " ".join(file.masked[start + 1 : end].split())
        is_syntax = file.text[end + 1 : end + 2] in {*"({:["} or words[:1] in {*"^@-"}
        if start in taken or is_syntax or (start and file.text[start - 1] in "!^]\\"):
            continue
        signed = signature(words, "translator") or ""
        is_long = len(words) > _LONG and ". " in words
        if signed or is_long or _CUE.match(words):
            yield BracketedRemark(start, end + 1, words, signed)


def _in_round_brackets(file: TextFile) -> Iterator[BracketedRemark]:
    for match in _ROUND.finditer(file.masked):
        words = " ".join(match.group()[1:-1].replace("&nbsp;", " ").split())
        if signed := signature(words, "translator"):
            yield BracketedRemark(match.start(), match.end(), words, signed)
