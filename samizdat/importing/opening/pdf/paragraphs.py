"""Which lines make a paragraph, by their looks: indentation, leading, and what would have fitted.

A line breaks since the next word did not fit. Where it would have, somebody ended the line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from samizdat.importing.opening.pdf.lines import Line

ENDS = re.compile(r"[.!?:;…。！？：؟۔]\W*$")
BULLET = re.compile(r"^(?:[•◦▪▫■□●○‣⁃∙\uf0b7\uf0a7]|[–—-](?=\s)|\*(?=\s))\s*")
NUMBER = re.compile(r"^\(?(\d{1,3}|[ivx]{1,5}|[a-z])[.)]\s+")
ORNAMENT = re.compile(r"(?:[*⁂❦·•~–—_-]\s*){1,7}")
_JITTER = 0.3
"""Ems by which lines of one left edge may differ in a scanned page."""


def would_fit(line: Line, behind: Line) -> bool:
    """Whether the first word of the next line had room at the end of this one."""
    word = behind.text.partition(" ")[0]
    width = _word_width(behind, len(word))
    space = line.left - line.room[0] if line.runs_left else line.room[1] - line.right
    return space > width + _space_width(line)


def _space_width(line: Line) -> float:
    spaces = [c.right - c.left for c in line.characters if c.text == " " and c.right > c.left]
    return max(0.28 * line.size, min(spaces, default=0.0))


def _word_width(line: Line, length: int) -> float:
    inked = line.inked[:length]
    if not inked:
        return 0.0
    return max(c.right for c in inked) - min(c.left for c in inked)


def begins(line: Line) -> float:
    """How far from its column's edge a line begins, in points."""
    return line.room[1] - line.right if line.runs_left else line.left - line.room[0]


def breaks_over(end: Line, start: Line) -> bool:
    """Whether a paragraph goes on from the end of one page or column to the start of the next."""
    if abs(end.size - start.size) > 0.08 * end.size or end.runs_left != start.runs_left:
        return False
    if BULLET.match(start.text) or re.match(r"\d+[.)]\s", start.text):
        return False
    if is_bold(start) and not is_bold(end):
        return False
    first = next((c for c in start.text if c.isalpha()), "")
    if end.text[-1:] in "-\u2010\u00ad":
        return True
    if would_fit(end, start):
        return False
    if first.islower():
        return True
    return not (ENDS.search(end.text) and begins(start) > 0.6 * start.size)


def stacks(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand close below each other, in one size."""
    found: list[list[Line]] = []
    usual = _usual_leading(lines)
    for before, line in zip([None, *lines], lines, strict=False):
        if before is None or _is_apart(before, line, usual):
            found.append([])
        found[-1].append(line)
    return found


def _usual_leading(lines: Sequence[Line]) -> float:
    """The commonest distance between baselines, in ems of the upper line."""
    gaps = sorted(
        (a.baseline - b.baseline) / a.size
        for a, b in itertools.pairwise(lines)
        if 0.8 * a.size < a.baseline - b.baseline < 2.2 * a.size
    )
    # Most lines follow each other within a paragraph; what is apart is the larger part.
    return gaps[len(gaps) // 3] if gaps else 1.2


def _is_apart(before: Line, line: Line, usual: float) -> bool:
    if line.page != before.page or line.baseline >= before.baseline:
        return True
    if abs(line.size - before.size) > 0.06 * max(line.size, before.size):
        return True
    if is_bold(line) != is_bold(before) and min(len(line.text), len(before.text)) < 200:
        return is_bold(line) or len(before.text) < 90
    if is_fixed(line) != is_fixed(before):
        return True
    # In a browser a mark above the line pushes the line down.
    pushed = 0.5 if any(line.raised(c) > 0 for c in line.inked) else 0.0
    return before.baseline - line.baseline > (usual + 0.18 + pushed) * before.size


def is_bold(line: Line) -> bool:
    """Whether all of a line is bold."""
    letters = [c for c in line.inked if c.text.isalnum()]
    return bool(letters) and all(c.face.is_bold for c in letters)


def is_italic(line: Line) -> bool:
    """Whether all of a line is italic."""
    letters = [c for c in line.inked if c.text.isalnum()]
    return bool(letters) and all(c.face.is_italic for c in letters)


def is_fixed(line: Line) -> bool:
    """Whether all of a line is in a typewriter's face."""
    return bool(line.inked) and all(c.face.is_fixed for c in line.inked)


def paragraphs(stack: Sequence[Line]) -> list[list[Line]]:
    """The paragraphs of lines that stand close below each other."""
    found: list[list[Line]] = []
    left = min(map(begins, stack))
    full = sum(not would_fit(a, b) for a, b in itertools.pairwise(stack))
    is_prose = full > 1 and 2 * full >= len(stack) - 1
    for before, line in zip([None, *stack], stack, strict=False):
        if before is not None and is_prose and _is_within_a_sentence(before, line):
            found[-1].append(line)
            continue
        if before is None or _starts(before, line, left, found[-1]):
            found.append([])
        found[-1].append(line)
    return found


def _is_within_a_sentence(before: Line, line: Line) -> bool:
    """Whether a sentence goes on in prose, some lines of which were ended early."""
    same = abs(begins(before) - begins(line)) < _JITTER * line.size
    goes_on = line.text[:1].islower() or line.text[:1] in "({["
    return same and goes_on and (before.text[-1:].isalnum() or before.text[-1:] == ",")


def _starts(before: Line, line: Line, left: float, current: Sequence[Line]) -> bool:
    """Whether a paragraph begins with a line."""
    em = line.size
    if before.text[-1:] in "-\u2010\u00ad" and line.text[0].islower():
        return False  # a word that goes on
    own, latest = begins(line) - left, begins(before) - left
    if BULLET.match(line.text) and own <= begins(current[0]) - left + 2.5 * em:
        return bool(BULLET.match(current[0].text)) or would_fit(before, line)
    marked = BULLET.match(current[0].text) or NUMBER.match(current[0].text)
    if marked and len(current) == 1 and own > latest:  # what hangs below its first word
        return would_fit(before, line)
    if would_fit(before, line):
        return True
    if NUMBER.match(line.text) and NUMBER.match(current[0].text):
        return abs(begins(line) - begins(current[0])) < _JITTER * em
    if own > latest + 0.6 * em and own - latest < 6 * em:
        return not _is_centred(before, line)
    # Back to an edge from which paragraphs hang, as in lists of works.
    return latest > own + 0.6 * em and len(current) > 1 and _hangs(current)


def _hangs(current: Sequence[Line]) -> bool:
    return begins(current[1]) > begins(current[0]) + 0.6 * current[0].size


def _is_centred(before: Line, line: Line) -> bool:
    middle = (line.room[0] + line.room[1]) / 2
    return all(
        abs((one.left + one.right) / 2 - middle) < one.size and one.left - one.room[0] > one.size
        for one in (before, line)
    )
