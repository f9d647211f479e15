"""Numbers in the text that look like the marks of notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import digit, numeric

from samizdat.scanner import TextFile

_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# Each pattern begins with its first sign or signs, for which re can look fast.
_SQUARE = re.compile(r"\[(?<![\\\]!^]\[)(?<!\b\w\[)\d{1,3}\](?![\[(:{])")
_WIDE = "〔［【﹝"
_BRACKETS = re.compile(rf"{_SQUARE.pattern}|[{_WIDE}]\d{{1,3}}[〕］】﹞]")
_CIRCLED = re.compile(r"[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]")
_RAISED_BY_MARKUP = re.compile(
    rf"(?:\^\d{{1,3}}\^|<sup>\s*\d{{1,3}}\s*</sup>)(?![\w{_SUPERSCRIPT}])"
)
_RAISED = re.compile(rf"[{_SUPERSCRIPT}]{{1,3}}(?![\w{_SUPERSCRIPT}])|{_RAISED_BY_MARKUP.pattern}")
_WORD = re.compile(r"[^\s(\[]*\Z")
# Numbers, units, formulas: what stands before an exponent, not before a note.
_BASE = re.compile(r"(?:.*[\d=+*/·×])?(?:\w{1,2}|[kmcµ]?m|sec|min|\d+)[.)]?", re.DOTALL)


@dataclass(frozen=True)
class TypedMarker:
    """A mark from `start` to `end`, with brackets and tags, and the number that it shows."""

    start: int
    end: int
    number: int


def typed_markers(file: TextFile) -> Iterator[TypedMarker]:
    """The marks in the text: those in brackets, then circled ones, then raised ones."""
    # A text without wide or raised signs is looked through without them, which is faster.
    links = {link.start for link in file.links.links}
    brackets = _SQUARE if file.signs.isdisjoint(_WIDE) else _BRACKETS
    for match in brackets.finditer(file.masked):
        if match.start() not in links:
            yield _marker(match)
    for match in _CIRCLED.finditer(file.masked):
        before = file.masked[max(0, match.start() - 1) : match.start()]
        if before.strip("\n"):  # else it numbers a list
            yield TypedMarker(*match.span(), int(numeric(match.group())))
    raised = _RAISED_BY_MARKUP if file.signs.isdisjoint(_SUPERSCRIPT) else _RAISED
    for match in raised.finditer(file.masked):
        word = _WORD.search(file.masked[max(0, match.start() - 24) : match.start()])
        if word and word.group() and not _BASE.fullmatch(word.group()):
            yield _marker(match)


def _marker(match: re.Match[str]) -> TypedMarker:
    digits = [digit(sign) for sign in match.group() if sign.isdigit()]
    return TypedMarker(*match.span(), int("".join(map(str, digits))))
