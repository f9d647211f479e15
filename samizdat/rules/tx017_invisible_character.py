"""TX017 invisible character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fontTools import unicodedata

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source

_NAMES = {
    "\u00ad": "soft hyphen",
    "\u180e": "Mongolian vowel separator",
    "\u200b": "zero width space",
    "\u200c": "zero width non-joiner",
    "\u200d": "zero width joiner",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
    "\u202a": "order to write from left to right",
    "\u202b": "order to write from right to left",
    "\u202c": "end of a writing direction",
    "\u202d": "order to show signs from left to right",
    "\u202e": "order to show signs from right to left",
    "\u2066": "begin of a left-to-right part",
    "\u2067": "begin of a right-to-left part",
    "\u2068": "begin of a part with a direction of its own",
    "\u2069": "end of a part with a direction of its own",
    "\ufeff": "byte order mark",
}
# The word joiner, U+2060, is left out: whoever writes it means it.
_ANY = frozenset({*_NAMES, *map(chr, range(0xE0000, 0xE0080))})
_INVISIBLE = re.compile(f"([{''.join(_NAMES)}])\\1*|[\U000e0000-\U000e007f]+")
# A flag such as Scotland's is a black flag and tags.
_FLAG = "\U0001f3f4"
_LINE_END = re.compile(r"[ \t]*\n")
_JOINERS, _MARKS = "\u200c\u200d", "\u200e\u200f"
# Scripts that never need a joiner.
_UNJOINED = {"Latn", "Cyrl", "Grek"}


@rule("TX017", level="review", reads=Source)
def invisible_character(source: Source) -> Iterator[Problem]:
    """A character that nobody can see stands in the text.

    Why: it came with a copy from a web page or a PDF. Searches do not find the word, lines break
    where they should not, and orders about the writing direction can show a text in another order.

    Bad:
        A page of li\u200bnen.

    Good:
        A page of linen, می‌خواهم too.
    """
    for file in source.texts:
        if not _ANY.isdisjoint(file.signs):
            yield from few(_of(file), most=20)


def _of(file: TextFile) -> Iterator[Problem]:
    for match in _INVISIBLE.finditer(file.masked):
        sign = match.group()[0]
        if not _has_a_use(file, match):
            yield Problem(
                file.location(match.start(), len(match.group())),
                f"{_NAMES.get(sign, 'tag')} U+{ord(sign):04X} stands in the text, unseen",
                f"delete it{_near(file.text, match)}",
            )


def _near(text: str, match: re.Match[str]) -> str:
    """Where an editor's cursor has to go."""
    before = re.search(r"[^\W_]*\Z", text[max(0, match.start() - 20) : match.start()])
    after = re.match(r"[^\W_]*", text[match.end() : match.end() + 20])
    letters = [found.group() for found in (before, after) if found]
    return f": it is between “{letters[0]}” and “{letters[1]}”" if all(letters) else ""


def _has_a_use(file: TextFile, match: re.Match[str]) -> bool:
    sign, (start, end) = match.group()[0], match.span()
    before, after = file.text[start - 1 : start], file.text[end : end + 1]
    if sign == "\u00ad":  # a word broken at a line's end, which is another rule's
        return bool(_LINE_END.match(file.masked, end))
    if sign >= "\U000e0000":
        return before == _FLAG
    if sign in _JOINERS:
        return bool(before and after) and not {_script(before), _script(after)} & _UNJOINED
    return sign in _MARKS and _has_right_to_left(file.location(start).excerpt)


@cache
def _script(sign: str) -> str:
    return str(unicodedata.script(sign))


@cache
def _has_right_to_left(line: str) -> bool:
    return any(
        unicodedata.bidirectional(sign) in {"R", "AL"} for sign in line if sign not in _MARKS
    )
