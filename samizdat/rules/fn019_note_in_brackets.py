"""FN019 note in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.scanner import Spans, TextFile
from samizdat.source import Source
from samizdat.traces.signatures import signature

_CUE = re.compile(
    r"(?i)(?:foot)?note\b|n\.\s?b\.|(?:fuß|fuss)note|anm(?:\.|erkung)|nota\b|note\s(?:de|du)\b"
    r"|сноска|прим(?:\.|ечание)|editors?['’]s?\s|ed(?:itor)?\.\s?note|red\.|hrsg\."
)
_ROUND = re.compile(r"(?<![\]\w\\])\((?P<words>[^()\[\]]{4,600})\)")
_LONG = 90


@rule("FN019", level="review", reads=Source)
def note_in_brackets(source: Source) -> Iterator[Problem]:
    """Words between brackets in the text look like a note.

    Why: who typed a text without notes put them into brackets. As a note of the pipeline it gets a
    mark, a place at the foot of the page, and a speaker.

    Bad:
        Text [Translator's note: a historian] and more.

    Good:
        Text[^historian] and more.

        [^historian]: A historian.
    """
    for file in source.files:
        closing = dict(file.links.brackets)
        inline = [(start, closing.get(start + 1, start)) for start in file.notes.inline]
        notes = Spans([*inline, *((d.start, d.end) for d in file.notes.definitions)])
        for start, end, words in _bracketed(file):
            if start not in notes:
                yield Problem(
                    file.location(start, end - start),
                    f"“{_short(words)}” between brackets looks like a note",
                    "make it one: [^label] here, and [^label]: with the words below or in notes.md",
                )


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


def _short(words: str) -> str:
    return words if len(words) <= 48 else words[:47].rstrip() + "…"
