"""The numbers, letters and signs by which typed notes are known, however they are written."""

from __future__ import annotations

import re
import unicodedata

CIRCLED = "\u2460-\u249b\u24ea-\u24f4\u24f5-\u24fe\u2776-\u2793\u3251-\u325f\u32b1-\u32bf"
"""Numbers in circles, parentheses or with a point that are one character; for a class."""
RAISED = "\u2070\u00b9\u00b2\u00b3\u2074-\u2079"
"""Raised digits, for a class."""
NUMBER = r"\d{1,4}"
LETTERS = r"(?:[a-z]|[ivxlc]{2,7}|[A-Z]|[IVXLC]{2,7})"
SIGNS = r"(?:\*{1,4}|(?:\\\*){1,4}|[†‡§¶]{1,3})"
WORDED = r"(?:[注註]|note[ ]|nota[ ]|fn\.?[ ]?)?"
"""What may stand before the number between brackets, in small letters or capitals."""

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_DIGITS = re.compile(rf"[\d{RAISED}{CIRCLED}]+")


def name_of(written: str) -> str:
    r"""The number in usual digits, or the letters or signs, of what a mark is written as.

    >>> [name_of(mark) for mark in ("[12]", "⑴", "¹²", "（３）", r"\*", "[iv]")]
    ['12', '1', '12', '3', '*', 'iv']
    """
    if digits := _DIGITS.search(written):
        return "".join(str(int(unicodedata.numeric(sign))) for sign in digits.group())
    if signs := re.search(r"[*†‡§¶][*†‡§¶\\]*", written):
        return signs.group().replace("\\", "")
    letters = re.findall(r"[A-Za-z]+", written)
    return letters[-1] if letters else written


def value_of(name: str) -> int | None:
    """What a name counts, if it is a number in digits."""
    return int(name) if name.isdecimal() else None


def follows(name: str, last: str) -> bool:
    """Whether a name is the next one behind another, in digits, letters, Roman numerals or signs.

    >>> follows("4", "3"), follows("b", "a"), follows("iv", "iii"), follows("‡", "†")
    (True, True, True, True)
    """
    if name.isdecimal() and last.isdecimal():
        return int(name) == int(last) + 1
    if name.isalpha() and last.isalpha() and name.isascii() and last.isascii():
        small, before = name.lower(), last.lower()
        if len(small) == len(before) == 1 and ord(small) == ord(before) + 1:
            return True
        return _roman(small) == (_roman(before) or -1) + 1
    order = ["*", "**", "***", "****"]
    if name in order and last in order:
        return order.index(name) == order.index(last) + 1
    return name != last and not name.isalnum() and not last.isalnum()


def _roman(letters: str) -> int:
    """The number of a Roman numeral; 0 for other letters."""
    values = [_ROMAN.get(letter, 0) for letter in letters]
    if 0 in values:
        return 0
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))
