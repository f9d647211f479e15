"""TX012 hyphen for a range."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.traces import few
from samizdat.scanner import TextFile
from samizdat.source import Source

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
_CALLED = re.compile(
    r"(?:Tel\S*|Fax|phone|call|ISBN|ISSN|Nr\.? ?[A-Z]|RFC|ISO|SGB)[\s:.]*\Z", re.IGNORECASE
)


@rule("TX012", level="review", reads=Source)
def hyphen_for_a_range(source: Source) -> Iterator[Problem]:
    """A range of numbers has a hyphen in place of a dash.

    Why: typewriters had no dash; in print from-to is an en dash, and a hyphen reads like a name.

    Bad:
        She wove from 1914-1918 (pp. 12–15).

    Good:
        She wove from 1914–1918 (pp. 12–15), on 2026-11-24 too, for ISBN 978-3-16-148410-0.
    """
    for file in source.texts:
        yield from few(_of(file))


def _of(file: TextFile) -> Iterator[Problem]:
    found = [match for match in _NUMBERS.finditer(file.prose) if _is_range(file, match)]
    found += _PAGES.finditer(file.prose)
    for match in sorted(found, key=lambda m: m.start()):
        start = match.start("one")
        written = file.prose[start : match.end()]
        yield Problem(
            file.location(start, len(written)),
            f"range {written} has a hyphen",
            f"write it with a dash: {written.replace(match['sign'], '–', 1)}",
        )


def _is_range(file: TextFile, match: re.Match[str]) -> bool:
    one, two = match["one"], match["two"]
    if one[0] == "0" or file.text[match.start() : match.end()] != match.group():
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
    return not _CALLED.search(file.prose[max(0, match.start() - 12) : match.start()])
