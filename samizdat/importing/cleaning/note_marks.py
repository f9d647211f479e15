"""Marks of typed notes in running text: `[1]`, `¹`, `(1)`, `*`, `[1](#fn1)` and their like.

What is found may still be none: only a text that answers a mark makes it the mark of a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from samizdat.importing.cleaning.note_numbers import (
    CIRCLED,
    LETTERS,
    NUMBER,
    RAISED,
    SIGNS,
    WORDED,
    name_of,
)
from samizdat.scanner import Spans, TextFile

Style = Literal["square", "round", "curly", "corner", "raised", "circled", "link", "call", "half"]
"""How a number is written; `corner` is 〔1〕 and its like, `half` has a closing bracket only."""


@dataclass(frozen=True)
class Mark:
    """A mark from `start`, with the space before it, to `end`.

    `name` is its number in usual digits, or its letters or signs. It `is_clear` where its place
    and form leave little doubt, such as close behind a word.
    """

    start: int
    end: int
    style: Style
    name: str
    is_clear: bool


_ANY = rf"(?:{NUMBER}|{LETTERS}|{SIGNS})"
_RAISED = rf"(?:[{RAISED}]{{1,4}}|\^{_ANY}\^|<sup>{_ANY}</sup>)"
_INNER = rf"(?:\\?\[{_ANY}\\?\]|\\?\({_ANY}\\?\)|{_RAISED}|[{CIRCLED}]|{WORDED}{_ANY})"
_MARK = re.compile(
    rf"""
      (?P<link>(?:<sup>|\^)?(?:
          \[{_INNER}\]\(\#[^()\s]{{1,120}}\)(?:\{{[^{{}}\n]{{0,120}}\}})?
        | <a[ ][^<>\n]{{0,120}}href="\#[^<>\n]{{1,120}}>{_INNER}</a>
      )(?:</sup>|\^)?)
    | (?P<raised>{_RAISED} | <sup>[\[(]{_ANY}[\])]</sup> | \^\\?[\[(]{_ANY}\\?[\])]\^)
    | (?P<call>\[\^{_ANY}\](?!:))
    | (?P<square>\\?\[\s?{WORDED}{_ANY}\s?\\?\](?!\() | ［\s?{WORDED}{_ANY}\s?］)
    | (?P<corner>[〔【〈]\s?{WORDED}{_ANY}\s?[〕】〉])
    | (?P<round>\\?\(\s?{WORDED}{_ANY}\s?\\?\) | （\s?{WORDED}{_ANY}\s?）)
    | (?P<curly>\\?\{{{_ANY}\\?\}})
    | (?P<circled>[{CIRCLED}])
    | (?P<half>(?<=[^\W\d_])\d{{1,3}}\))
    | (?P<sign>(?:\\\*){{1,4}}|[†‡§¶]{{1,3}})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STARS = re.compile(r"(?<![\\*])\*{1,4}(?!\*)")
_UNIT = re.compile(r"(?<![^\W_])(?:[^\W\d_]|[kcdmµ]m|ha|[0-9.,]*\d|[)\]])$")
_ADDRESS = re.compile(r"[/#@]|\w\.\w")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ENDS = frozenset("\n.,;:!?…)]}»”’\"'—–*_") | frozenset("。，；：！？、」』）》")
_STRONG = frozenset({"square", "corner", "raised", "link", "call", "curly"})


def find_marks(file: TextFile) -> list[Mark]:
    """All that may be a mark of a note, in the order of the text."""
    text = file.masked
    hidden = Spans(_hidden(file))
    defined = {note.label for note in file.notes.definitions}
    found = list[Mark]()
    for match in _MARK.finditer(text):
        style = match.lastgroup or ""
        if match.start() in hidden or (style == "call" and match[0][2:-1] in defined):
            continue
        mark = _mark(text, match.start(), match.end(), "raised" if style == "sign" else style)
        if mark is not None and not _is_other(text, mark, match):
            found.append(mark)
    for start, end in _stars(file):
        mark = None if start in hidden else _mark(text, start, end, "raised")
        if mark is not None:
            found.append(mark)
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def _hidden(file: TextFile) -> Iterator[tuple[int, int]]:
    """Where no mark can be: addresses, tables, and the notes that are real ones already."""
    yield from file.tables
    for note in file.notes.definitions:
        yield note.start, note.end
    for link in file.links.links:
        if link.kind == "reference" and not _ADDRESS.search(link.address):
            continue
        if link.is_image or link.kind == "reference":
            yield link.start, link.end
        else:
            yield link.target, link.end
            if not link.address.startswith("#"):
                yield link.start, link.end
    for reference in file.links.references:
        yield reference.start, reference.target


def _mark(text: str, first: int, end: int, style: str) -> Mark | None:
    """The mark with the space before it; None at the begin of a line that begins a block."""
    start = first
    while start and text[start - 1] in " \t\u00a0\u202f":
        start -= 1
    if start and text[start - 1] == "\n":
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above : start - 1].strip() or start != first:
            return None
        start = first
    if not start:
        return None
    name = name_of(_TAG.sub("", text[first:end].partition("](")[0]))
    is_close = start == first or text[end : end + 1] in _ENDS or end == len(text)
    is_clear = (style in _STRONG and not name.isalpha() and name.isalnum()) or is_close
    return Mark(start, end, style, name, is_clear)  # type: ignore[arg-type]


def _is_other(text: str, mark: Mark, match: re.Match[str]) -> bool:
    """Whether it is an exponent, a section sign, a sign of death, or closes a parenthesis."""
    before = text[max(0, mark.start - 12) : mark.start]
    after = text[mark.end : mark.end + 2]
    if match.lastgroup == "sign":
        if mark.name[0] in "†‡§¶" and (after.strip()[:1].isdigit() or before[-1:] in "(["):
            return True
        return (
            mark.name[0] in "§¶" and mark.start != match.start() and after[:1] not in _ENDS | {" "}
        )
    if match.lastgroup == "raised" and mark.start == match.start():
        is_power = mark.name in {"2", "3"} or "^" in match[0] or match[0].startswith("<")
        return is_power and mark.name.isalnum() and _UNIT.search(before) is not None
    if match.lastgroup == "half":
        opened = text.rfind("(", max(0, mark.start - 300), mark.start)
        return opened > text.rfind(")", max(0, mark.start - 300), mark.start)
    return False


def _stars(file: TextFile) -> Iterator[tuple[int, int]]:
    """Asterisks behind a word that neither begin nor end an emphasis.

    Source: CommonMark 0.31, "Emphasis and strong emphasis", as far as a paragraph needs it.
    """
    text = file.masked
    for block in file.blocks:
        if block.kind not in {"paragraph", "item", "heading", "quote"}:
            continue
        opened = list[tuple[int, int]]()
        for run in _STARS.finditer(text, block.start, block.end):
            before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
            if not text[block.start : run.start()].strip(" >"):
                opened.append(run.span()) if after.strip() else None
                continue
            may_close = bool(before.strip())
            may_open = bool(after.strip()) and (
                after.isalnum() or not before.isalnum() or not may_close
            )
            size = len(run.group())
            if may_close and opened and not (may_open and not before.isalnum()):
                start, end = opened.pop()
                if (left := end - start - size) > 0:
                    opened.append((start, start + left))
            elif may_open:
                opened.append(run.span())
            elif text[text.rfind("\n", 0, run.start()) + 1 : run.start()].strip(" >"):
                yield run.span()
