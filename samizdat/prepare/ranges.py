"""From-to between numbers: an en dash where a hyphen was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.locales import Locale

# Two numbers of up to four digits, each with what a verse, an hour or a decimal fraction has
# before or behind it; nothing around that would make them a part of something longer.
_NUMBERS = re.compile(
    r"(?<![\w.,:/+#&=\\–—-])(?P<one>\d{1,4})(?P<more>[,:]\d{1,2})?(?P<sign>-| - )"
    r"(?P<two>\d{1,4})(?P<other>[,:]\d{1,2})?(?![\w/+–—=-]|[.,:]\d|%\w)"
)
_PAGES = re.compile(
    r"\b(?:pp?|SS?|ss|str|pág|págs|стр|с|cap|chap|vol|Bd)\.[ \u00a0]?"
    r"(?P<one>[ivxlc]{1,9})(?P<sign>-)(?P<two>[ivxlc]{1,9})\b"
)
# Is in each of them, and found faster.
_HYPHEN = re.compile(r"-(?: ?\d|[ivxlc])")
_CALLED = re.compile(
    r"(?:Tel\S*|Fax|phone|call|ISBN|ISSN|Nr\.? ?[A-Z]|RFC|ISO|SGB|тел\.?)[\s:.]*\Z", re.IGNORECASE
)

_POLISH_TOWN = re.compile(r"\d{2}-\d{3} [A-ZĆŁŃÓŚŹŻ]")


def with_dashes_in_ranges(text: str, locale: Locale) -> str:
    """The text with an en dash in each range; in Polish a town has its number before it.

    >>> from samizdat.locales import load
    >>> with_dashes_in_ranges("1914-1918, not 2026-11-24, not ISBN 3-16", load("en"))
    '1914–1918, not 2026-11-24, not ISBN 3-16'
    """
    parts, done = list[str](), 0
    for match in ranges(text):
        if locale.tag.startswith("pl") and _POLISH_TOWN.match(text, match.start()):
            continue
        parts += [text[done : match.start("sign")], "–"]
        done = match.end("sign")
    return "".join([*parts, text[done:]])


def ranges(text: str) -> Iterator[re.Match[str]]:
    """The ranges with a hyphen, which is the group `sign`, in the order of the text."""
    if not _HYPHEN.search(text):
        return
    found = [match for match in _NUMBERS.finditer(text) if _is_range(text, match)]
    found += _PAGES.finditer(text)
    yield from sorted(found, key=lambda match: match.start())


def _is_range(text: str, match: re.Match[str]) -> bool:
    one, two = match["one"], match["two"]
    if one[0] == "0" or two[0] == "0":  # a number of a house, or the month of a year: 2005-06
        return False
    if match["sign"] != "-" and not (len(one) == len(two) == 4):
        return False
    first, second = int(one), int(two)
    if match["more"] and not match["other"]:  # a verse: 15,4-6
        first, one = int(match["more"][1:]), match["more"][1:]
    elif len(two) < len(one):  # 1914-18
        second, first = second, first % 10 ** len(two)
    if match["more"] and match["other"] and first == second:
        first, second = int(match["more"][1:]), int(match["other"][1:])
    if first >= second or (len(one) == 3 and len(two) == 4 and second > 2 * first):
        return False
    return not _CALLED.search(text[max(0, match.start() - 12) : match.start()])
