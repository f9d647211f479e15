"""The entries of typed contents, and the headings and lines of the text that they name."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from samizdat.scanner import Block, Heading, TextFile
from samizdat.traces.typed_contents import Entry
from samizdat.traces.words import bare

TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_INDENT = re.compile(r"[ \t>]*")
_SECTION = re.compile(r"[ \t>*-]*(?P<number>\d{1,3}(?:\.\d{1,3})*)\.?[ \t]")
_LONGEST = 110
_ALIKE = 0.86
"""From so much likeness on, two titles are one with a slip in it (difflib's ratio)."""


@dataclass(frozen=True)
class Listed:
    """An entry with its depth from 1, and the heading or the line of the text that it names."""

    entry: Entry
    depth: int
    heading: Heading | None
    block: Block | None
    is_exact: bool = True


def matched(file: TextFile, entries: Sequence[Entry]) -> list[Listed]:
    """The entries with their headings or lines in the text, which come in the same order.

    What is listed a second time is no entry any more but the first heading of the text, and last
    lines without a page that are nowhere in the text stand below the contents.
    """
    entries = _once(entries)
    depths = _depths(file, entries)
    headings = [h for h in file.headings if h.start > entries[-1].end]
    titles = [bare(heading.plain) for heading in headings]
    places, lines = _places(titles), _lines_below(file, entries[-1].end)
    found, first, after = list[Listed](), 0, entries[-1].end
    for entry, depth in zip(entries, depths, strict=True):
        wanted = bare(TAG.sub("", entry.title))
        number = _next(places.get(wanted, ()), first)
        is_exact = number is not None
        block = None
        if number is None:
            start = _next([one.start for one in lines.get(wanted, ())], after)
            block = next((one for one in lines.get(wanted, ()) if one.start == start), None)
        if number is None and block is None:
            near = range(first, min(first + 3, len(headings)))
            number = next((n for n in near if _is_like(titles[n], wanted)), None)
        heading = None if number is None else headings[number]
        first = first if number is None else number + 1
        after = heading.start if heading else block.start if block else after
        found.append(Listed(entry, depth, heading, block, is_exact))
    while found and not (found[-1].heading or found[-1].block or found[-1].entry.page):
        found.pop()
    return found


def _once(entries: Sequence[Entry]) -> list[Entry]:
    """The entries up to the first one that comes again without a page."""
    seen, kept = set[str](), list[Entry]()
    for entry in entries:
        if bare(entry.title) in seen and not entry.page:
            break
        seen.add(bare(entry.title))
        kept.append(entry)
    return kept


def _places(titles: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, title in enumerate(titles):
        found.setdefault(title, []).append(number)
    return found


def _next(places: Sequence[int], first: int) -> int | None:
    number = bisect_left(places, first)
    return places[number] if number < len(places) else None


def _lines_below(file: TextFile, end: int) -> dict[str, list[Block]]:
    """The paragraphs of one short line that stand behind the contents, by their words."""
    found: dict[str, list[Block]] = {}
    for block in file.blocks:
        if block.start > end and is_short(block):
            words = bare(TAG.sub("", file.text[block.start : block.end]))
            found.setdefault(words, []).append(block)
    return found


def _depths(file: TextFile, entries: Sequence[Entry]) -> list[int]:
    """How deep each entry stands: by its indentation, or else by the stops in its number."""
    indents = [_indent(file, entry) for entry in entries]
    if len(set(indents)) == 1:
        numbers = [_SECTION.match(file.text, entry.start) for entry in entries]
        if all(numbers):
            indents = [match["number"].count(".") for match in numbers if match]
    order = sorted(set(indents))
    return [order.index(indent) + 1 for indent in indents]


def _is_like(one: str, two: str) -> bool:
    return difflib.SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE


def _indent(file: TextFile, entry: Entry) -> int:
    line = file.text.rfind("\n", 0, entry.start) + 1
    match = _INDENT.match(file.text, line)
    return len(match.group().expandtabs(4)) if match else 0


def is_short(block: Block) -> bool:
    """Whether a paragraph may be one line with a title."""
    return block.kind == "paragraph" and block.end - block.start <= _LONGEST
