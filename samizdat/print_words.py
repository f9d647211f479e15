"""The words of the PDF, where its glyphs do not tell them (step 5).

A PDF says once for each glyph which letters it stands for (ISO 32000-1, section 9.10.3). Arabic
type draws a letter in several ways and a part of it alone, and WeasyPrint takes the letters of the
first place where it meets a glyph; so a hamza gets lost in one word, and a lam is doubled in
another, and nobody can search for these words or have them read aloud. There the letters stand
beside the glyph, as /ActualText (section 14.9.4).

They stand beside single glyphs, and not beside the line, since PDFium and Poppler turn round what
is said of a whole line from right to left.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pydyf

from samizdat.locales import runs_left

_MOST = 3
"""How many letters one glyph may stand for."""

_PART = re.compile(rb"<([0-9a-f]*)>|([^<>]+)")

Place = tuple[int, int]
"""A glyph: the number of the operation that draws it, and its number among those that it draws."""


class Span(NamedTuple):
    """Glyphs that are drawn one behind another, and the letters that they stand for together."""

    glyphs: int
    letters: str


def add_words(
    operations: list[Any], texts: Mapping[int, str], glyphs: Mapping[str, Mapping[int, str]]
) -> None:
    """Writes letters beside the glyphs that are said to stand for others.

    `operations` draw a page. `texts` are the lines that run from right to left, by the numbers of
    their marks, and `glyphs` what the glyphs of each font are said to stand for, by its name.
    """
    if not texts:  # as on nearly all pages, which have thousands of glyphs
        return
    table: Mapping[int, str] = {}
    mark, inside = -1, 0
    drawn: list[tuple[Place, str]] = []
    spans: dict[Place, Span] = {}
    for number, operation in enumerate(operations):
        if operation in (b"BDC", b"BMC"):
            inside += 1
            entries = operations[number - 1] if operation == b"BDC" else None
            if isinstance(entries, dict) and "MCID" in entries:
                mark, inside, drawn = entries["MCID"], 1, []
        elif operation == b"EMC":
            inside -= 1
            if inside == 0 and mark in texts:
                spans.update(_spans(texts[mark], drawn[::-1]))
                mark = -1
        elif not isinstance(operation, bytes):
            continue
        elif operation.endswith(b" Tf"):
            table = glyphs.get(operation[1:].partition(b" ")[0].decode(), {})
        elif operation.endswith(b" TJ") and inside and mark in texts:
            for place, code in enumerate(_codes(operation)):
                drawn.append(((number, place), table.get(int(code, 16), "")))
    operations[:] = _with_spans(operations, spans)


def _spans(text: str, drawn: Sequence[tuple[Place, str]]) -> Iterator[tuple[Place, Span]]:
    """The letters of the glyphs that are said to stand for others; `drawn` is read from the right.

    Words of other scripts are left aside: those from right to left keep their order without them.
    A glyph that stands for nothing shares the letters of the one beside it: viewers take no notice
    of an empty text, and PDFium makes up a letter.
    """
    wanted = "".join(filter(runs_left, _plain(text)))
    glyphs = [one for one in drawn if not _plain(one[1]) or runs_left(one[1])]
    glyphs = [one for one in glyphs if not one[1].isspace()]
    shown = [said for _, said in glyphs]
    if Counter(wanted) == Counter(_plain("".join(shown))) and all(shown):
        return
    shares: dict[Place, str] = {}
    for (place, said), share in zip(glyphs, _shares(wanted, shown), strict=False):
        shares[place] = said if share == _plain(said) else share
    for place, said in glyphs:
        share = shares.get(place, said)
        number, own = place
        if share and share != said:
            yield place, Span(1, share)
        elif not share and (beside := shares.get((number, own - 1), "")):
            yield (number, own - 1), Span(2, beside)
        elif not share and (beside := shares.get((number, own + 1), "")):
            yield place, Span(2, beside)


def _plain(words: str) -> str:
    """The letters alone, without marks above and below, and without ligatures."""
    plain = unicodedata.normalize("NFKC", words)
    return "".join(letter for letter in plain if letter.isalnum())


def _shares(wanted: str, shown: Sequence[str]) -> list[str]:
    """What each glyph has to stand for so that all together give the letters that are wanted.

    As few as can be stand for something else than they are said to; nothing is returned where the
    letters can't be had in this way.
    """
    # By how many letters are given out: what that costs, and the shares.
    best: dict[int, tuple[float, tuple[Any, ...]]] = {0: (0.0, ())}
    for said in shown:
        following: dict[int, tuple[float, tuple[Any, ...]]] = {}
        for start, (cost, before) in best.items():
            for size in range(_MOST + 1):
                share = wanted[start : start + size]
                if len(share) < size:
                    break
                dearer = cost + _price(said, share)
                if start + size not in following or dearer < following[start + size][0]:
                    following[start + size] = dearer, (share, before)
        # Who gives out far more or fewer letters than others is not on the way.
        least = min(cost for cost, _ in following.values())
        best = {end: one for end, one in following.items() if one[0] <= least + 2 * _MOST}
    chain = best.get(len(wanted), (0.0, ()))[1]
    shares = []
    while chain:
        share, chain = chain
        shares.append(share)
    return shares[::-1]


def _price(said: str, share: str) -> float:
    """What it costs to let a glyph stand for something else than it is said to.

    One that is said to stand for nothing has mostly lost its letter, a mark has seldom, and a
    letter is seldom drawn twice.
    """
    own = _plain(said)
    if share == own:
        return 0.0
    if share and not own:
        return len(share) + (0.25 if said else 0.0)
    return 1.5 + len(share) / 4 if share else 4.0


def _codes(operation: bytes) -> Iterator[bytes]:
    """The glyphs that an operation draws, each by four digits."""
    for digits, _ in _PART.findall(operation):
        yield from (digits[at : at + 4] for at in range(0, len(digits), 4))


def _with_spans(operations: Sequence[Any], spans: Mapping[Place, Span]) -> Iterator[Any]:
    """The operations, in which the glyphs with letters are drawn apart, and these beside them."""
    mended: dict[int, dict[int, Span]] = {}
    for (number, place), span in spans.items():
        mended.setdefault(number, {})[place] = span
    for number, operation in enumerate(operations):
        if number in mended:
            yield from _divided(operation, mended[number])
        else:
            yield operation


def _divided(operation: bytes, spans: Mapping[int, Span]) -> Iterator[Any]:
    waiting, place, end = b"", 0, -1
    for digits, moved in _PART.findall(operation.removeprefix(b"[").removesuffix(b"] TJ")):
        waiting += moved + b" "  # two numbers may follow each other
        for at in range(0, len(digits), 4):
            if place in spans and place >= end:
                if waiting.strip():
                    yield b"[" + waiting + b"] TJ"
                waiting, end = b"", place + spans[place].glyphs
                yield "/Span"
                yield pydyf.Dictionary({"ActualText": pydyf.String(spans[place].letters)})
                yield b"BDC"
            waiting += b"<" + digits[at : at + 4] + b">"
            place += 1
            if place == end:
                yield b"[" + waiting + b"] TJ"
                yield b"EMC"
                waiting = b""
    if end > place:
        yield b"[" + waiting + b"] TJ"
        yield b"EMC"
    elif waiting.strip():
        yield b"[" + waiting + b"] TJ"
