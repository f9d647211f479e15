"""Quotation marks, apostrophes, dashes, ranges and spaces of one sort where they are mixed.

A text that has one sort throughout keeps it: the editions set straight marks, hyphens between
spaces and ranges by the language of the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.incoming import Remark
from samizdat.prepare.ranges import ranges

_CURLY = re.compile("[“”„‟«»]")
_STRAIGHT = re.compile(r'(?<![\d\\])"')
_CURLY_APOSTROPHE = re.compile(r"(?<=\w)’(?=[^\W\d_])")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_OPENS, _CLOSES = re.compile(r"[\s(\[{—–*_/]"), re.compile(r"[\s)\]}.,;:!?…—–*_/]")
_DASH, _TYPED_DASH = re.compile("[—–]"), re.compile(r"(?<=[^\s-])(?P<space> ?)-{2,3}(?= ?[^\s-])")
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
# Signs of lists, definitions and headings, behind which spaces are nobody's mistake.
_MARKER = re.compile(r"[ \t>]*(?:[-*+:~#]+|\(?\w{1,9}[.)]|\[\^[^\]\s]*\]:)")


def set_marks(draft: Draft) -> Iterator[Edit | Remark]:
    """Of two sorts of marks in one text, those that were typed become those that were set."""
    prose = draft.file.untabled
    if _CURLY.search(prose):
        yield from _quotation_marks(draft, prose)
    if _CURLY_APOSTROPHE.search(prose):
        for match in _APOSTROPHE.finditer(prose):
            yield Edit(match.start(), match.end(), "’", "most books have one sort of apostrophe")
    if _DASH.search(prose):
        dash = "—" if prose.count("—") >= prose.count("–") else "–"
        for match in _TYPED_DASH.finditer(prose):
            start = match.end("space")
            yield Edit(start, match.end(), dash, "hyphens stand for a dash that is set elsewhere")
    if re.search(r"\d–\d", prose):
        for match in ranges(prose):
            if draft.text[match.start() : match.end()] == match.group():
                yield Edit(
                    match.start("sign"),
                    match.end("sign"),
                    "–",
                    "from-to has a dash elsewhere in the text",
                )
    for match in _SPACES.finditer(prose):
        line = draft.text[draft.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if _MARKER.fullmatch(line[:20]) and len(line) <= 20:
            continue
        if draft.text[match.start() : match.end()] == match.group():
            yield Edit(match.start(), match.end(), " ", "one space is enough")


def _quotation_marks(draft: Draft, prose: str) -> Iterator[Edit | Remark]:
    """Straight marks as those of the language, where those of a paragraph pair up."""
    opening, closing = draft.locale.quotes[:2]
    for block in draft.file.blocks:
        marks = list(_STRAIGHT.finditer(prose, block.start, block.end))
        if not marks:
            continue
        if not _pair_up(prose, block.start, marks):
            yield Remark(
                marks[0].start(),
                "straight quotation marks do not pair up in this paragraph, and stay",
                "look where a quotation begins and ends",
                _around(draft.text, marks[0].start()),
            )
            continue
        for number, match in enumerate(marks):
            yield Edit(
                match.start(),
                match.end(),
                closing if number % 2 else opening,
                "straight quotation marks stand beside those that are set",
                decision=f"quotes:{block.start}",
            )


def _pair_up(prose: str, start: int, marks: Sequence[re.Match[str]]) -> bool:
    """Whether every second mark may close what the one before it opens."""
    for number, match in enumerate(marks):
        before = prose[max(start, match.start() - 1) : match.start()]
        after = prose[match.end() : match.end() + 1]
        opens = not before or bool(_OPENS.match(before))
        closes = not after or bool(_CLOSES.match(after))
        if number % 2 == 0 and closes and not opens:
            return False
        if number % 2 == 1 and opens and not closes:
            return False
    return len(marks) % 2 == 0


def _around(text: str, offset: int) -> str:
    return " ".join(text[max(0, offset - 30) : offset + 50].split())
