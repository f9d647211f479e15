"""The report of a build: one HTML file with the findings beside the text, and the printed pages.

It needs no network and no script. Whatever comes from the book goes into it as text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from samizdat import findings as told
from samizdat.contact_sheet import ContactSheet
from samizdat.findings import Finding
from samizdat.folder import inside, is_file
from samizdat.pages import environment, trusted
from samizdat.rules import Rule
from samizdat.stylesheets import house_style

AROUND = 2
"""How many lines of the text are shown before a fault, and as many behind it."""

MOST = 200
"""How many findings of one rule are shown with their text."""

# How many characters of a long line are shown: before the fault, behind it, and of its neighbours.
_BEFORE, _BEHIND, _BESIDE = 160, 240, 160

# As in the text for a terminal: a character that steers or hides is shown as one that is seen.
_HIDDEN = {"Cc", "Cf", "Zl", "Zp"}


@dataclass(frozen=True)
class Line:
    """A line of the text: its number, and its text before, within and behind the fault."""

    number: int
    before: str
    fault: str = ""
    behind: str = ""


@dataclass(frozen=True)
class Shown:
    """A finding as the report shows it; `id` is its name there, `pages` are those it names."""

    id: str
    finding: Finding
    lines: tuple[Line, ...]
    pages: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Group:
    """The findings of one file, errors first."""

    path: str
    shown: tuple[Shown, ...]
    count: str


def page(
    title: str,
    folder: Path,
    found: Mapping[str, Sequence[Finding]],
    rules: Sequence[Rule],
    sheets: Mapping[str, ContactSheet],
    failures: Sequence[str] = (),
) -> str:
    """The report as HTML.

    Args:
        title: The title of the book.
        folder: The book folder, from which the lines around a fault are read.
        found: The findings by locale.
        rules: Those that found something, whose pages come with the report.
        sheets: The printed pages by locale.
        failures: What stopped a task, in sentences.
    """
    every = sorted({finding for some in found.values() for finding in some})
    left_out = {code: n - MOST for code, _, _, n in told.tally(every) if n > MOST}
    shown = list(_shown(folder, every, found, sheets))
    named: dict[tuple[str, int], list[Shown]] = {}
    for one in shown:
        for place in one.pages:
            named.setdefault(place, []).append(one)
    codes = {finding.code for finding in every}
    filled = (
        environment()
        .get_template("report.html")
        .render(
            style=trusted(house_style("report")),
            title=title,
            count=told.count(every),
            failures=failures,
            tally=told.tally(every),
            groups=_groups(shown),
            left_out=left_out,
            rules=[rule for rule in rules if rule.code in codes],
            sheets=sheets,
            named=named,
        )
    )
    # The name of a file may hold octets that are no characters.
    return filled.encode("utf-8", "replace").decode()


def _shown(
    folder: Path,
    every: Sequence[Finding],
    found: Mapping[str, Sequence[Finding]],
    sheets: Mapping[str, ContactSheet],
) -> Iterator[Shown]:
    @cache
    def lines(path: str) -> list[str]:
        return _lines_of(folder, path)

    counts: Counter[str] = Counter()
    for number, finding in enumerate(sorted(every, key=_errors_first), 1):
        counts[finding.code] += 1
        if counts[finding.code] <= MOST:
            pages = tuple(
                (locale, page)
                for locale, sheet in sheets.items()
                if finding in found[locale]
                for page in _pages_of(finding)
                if page <= len(sheet.pages)
            )
            yield Shown(f"finding-{number}", finding, tuple(_around(finding, lines)), pages)


def _errors_first(finding: Finding) -> tuple[bool, Finding]:
    return finding.level != "error", finding


def _groups(shown: Sequence[Shown]) -> list[Group]:
    """The findings by file; files with errors first, then by name."""
    by_path: dict[str, list[Shown]] = {}
    for one in shown:
        by_path.setdefault(one.finding.location.path, []).append(one)

    def order(path: str) -> tuple[bool, str]:
        return by_path[path][0].finding.level != "error", path

    return [
        Group(path, tuple(by_path[path]), told.count([one.finding for one in by_path[path]]))
        for path in sorted(by_path, key=order)
    ]


def _pages_of(finding: Finding) -> list[int]:
    """The pages of the PDF that a finding about it names."""
    if not finding.code.startswith("PD"):
        return []
    return [int(number) for number in re.findall(r"\b(\d{1,6}) of the file\b", finding.message)]


def _lines_of(folder: Path, path: str) -> list[str]:
    """The lines of a file of the book, as `source` reads it; none of a file that can't be read."""
    file = inside(folder, path)
    if file is None or not is_file(file):
        return []
    try:
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _around(finding: Finding, lines: Callable[[str], list[str]]) -> Iterator[Line]:
    """The line of the fault and its neighbours, where they are still what was found fault with."""
    at = finding.location
    if not at.excerpt.strip():
        return
    text, here = lines(at.path), at.line - 1
    if here >= len(text) or _spaced(at.excerpt) not in _spaced(text[here]):
        text, here = [at.excerpt], 0
    for number in range(max(0, here - AROUND), min(len(text), here + AROUND + 1)):
        if number == here:
            yield _marked(at)
        else:
            yield Line(at.line + number - here, _cut(seen(text[number]), _BESIDE))


def _spaced(line: str) -> str:
    return "".join(" " if character < " " else character for character in line).rstrip()


def _marked(at: told.Location) -> Line:
    start = min(at.column - 1 - at.cut, len(at.excerpt))
    end = min(start + max(1, at.width), len(at.excerpt))
    before, fault, behind = at.excerpt[:start], at.excerpt[start:end], at.excerpt[end:]
    if len(before) > _BEFORE:
        before = "…" + before[-_BEFORE:]
    return Line(
        at.line,
        seen(before),
        _cut(named(fault), _BEHIND) or " ",
        _cut(seen(behind), _BEHIND),
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"


def seen(text: str) -> str:
    """The text without characters that would hide or turn round what stands beside them."""
    return _with_replaced(text, lambda _: "\ufffd")


def named(text: str) -> str:
    """The text with the names of those characters, since one of them may be the fault."""
    return _with_replaced(text, lambda character: f"U+{ord(character):04X}")


def _with_replaced(text: str, instead: Callable[[str], str]) -> str:
    # Joiners and the soft hyphen belong to the writing of some languages.
    for character in sorted(set(text)):
        if character not in "\t\n\u200c\u200d" and unicodedata.category(character) in _HIDDEN:
            text = text.replace(character, instead(character))
    return text
