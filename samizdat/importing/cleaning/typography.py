"""Quotation marks, apostrophes, dashes, ranges and spaces of one sort where they are mixed.

A text that has one sort throughout keeps it: the editions set straight marks, hyphens between
spaces and ranges by the language of the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.prepare.ranges import ranges

_CURLY = re.compile("[“”„‟«»]")
_STRAIGHT = re.compile(r'(?<![\d\\])"')
_CURLY_APOSTROPHE = re.compile(r"(?<=\w)’(?=[^\W\d_])")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_OPENS = re.compile(r"(?:^|[\s(\[{—–*_/])$")
_DASH, _TYPED_DASH = re.compile("[—–]"), re.compile(r"(?<=[^\s-])(?P<space> ?)-{2,3}(?= ?[^\s-])")
_SPACES = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")


def set_marks(draft: Draft) -> Iterator[Edit]:
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
        if draft.text[match.start() : match.end()] == match.group():
            yield Edit(match.start(), match.end(), " ", "one space is enough")


def _quotation_marks(draft: Draft, prose: str) -> Iterator[Edit]:
    """Straight marks as those of the language, where those of a paragraph pair up."""
    opening, closing = draft.locale.quotes[:2]
    for block in draft.file.blocks:
        marks = list(_STRAIGHT.finditer(prose, block.start, block.end))
        if not marks:
            continue
        opens = [
            bool(_OPENS.search(prose[max(block.start, m.start() - 1) : m.start()]))
            or m.start() == block.start
            for m in marks
        ]
        pairs_up = len(marks) % 2 == 0 and opens == [n % 2 == 0 for n in range(len(marks))]
        for match, is_opening in zip(marks, opens, strict=True):
            yield Edit(
                match.start(),
                match.end(),
                opening if is_opening else closing,
                "straight quotation marks stand beside those that are set"
                if pairs_up
                else "straight quotation marks do not pair up here",
                certainty="sure" if pairs_up else "doubtful",
                decision=f"quotes:{block.start}",
            )
