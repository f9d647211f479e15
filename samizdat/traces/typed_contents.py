"""Tables of contents that were typed, entry by entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from samizdat.scanner import TextFile
from samizdat.scanner.lines import at_line_starts
from samizdat.traces.words import bare

_PAGE = r"(?:\d{1,4}|[ivxlc]{1,6})"
_LEADERS = re.compile(
    rf"(?<!\.)(?<!\.[ \t])(?:\.[ \t]?){{4,}}[ \t]*{_PAGE}[ \t]*$|(?<!…)…+[ \t]*{_PAGE}[ \t]*$"
)
_NUMBER = re.compile(
    rf"(?<![\s.…·—–-])[\s.…·—–-]*+(?:\b(?:pp?\.|S\.|с\.))?[ \t]*\b(?P<page>{_PAGE})$",
    re.IGNORECASE,
)
_ENDS_AS_PAGE = re.compile(r"[\divxlc]", re.IGNORECASE)
_LINK = re.compile(r"\s*(?:[-*+]|\d+\.)?\s*\[([^\]]*)\]\(#[^)]*\)\s*")
_EMPHASIS = re.compile(r"\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}|</?(?:b|i|em|strong)>")
_BULLET = re.compile(r"^[ \t]*[-*+|][ \t]+")
_ENUMERATION = re.compile(r"^[ \t]*(?:[-*+|]|\(?\w{1,4}[.)])[ \t]+")
# What other programs put their contents in place of: [TOC], [[_TOC_]].
_PLACE = re.compile(r" {0,3}(\[{1,2}_?toc_?\]{1,2})[ \t]*$", re.IGNORECASE | re.MULTILINE)
_ENOUGH = 3
_AROUND = 40
"""Characters that a line may have beside the title: a number, a link, a bullet."""


@dataclass(frozen=True)
class Entry:
    """A line of typed contents, from `start` to `end`, the line's end left out.

    `title` has no bullet, leader, link or emphasis, and a number only where the heading has it;
    `page` is empty where the line has none.
    """

    start: int
    end: int
    title: str
    page: str


def runs_of_entries(file: TextFile, titles: AbstractSet[str]) -> Iterator[tuple[Entry, ...]]:
    """Each typed table of contents as its entries, three at least, with no other line between.

    `titles` are those of the book's headings, as `bare` gives them.
    """
    longest = max(map(len, titles), default=0) + _AROUND
    run: list[Entry] = []
    for offset, line in _lines(file):
        if not line or line.isspace():
            continue
        is_short = len(line) <= longest or _has_dots(line)
        if is_short and (found := _entry(line, titles)):
            run.append(Entry(offset, offset + len(line), *found))
        else:
            if len(run) >= _ENOUGH:
                yield tuple(run)
            run = []
    if len(run) >= _ENOUGH:
        yield tuple(run)


def places_of_contents(file: TextFile) -> Iterator[tuple[int, int]]:
    """From where to where signs stand in whose place other programs put the contents."""
    for match in at_line_starts(_PLACE, file.prose):
        yield match.span(1)


def _lines(file: TextFile) -> Iterator[tuple[int, str]]:
    heads = {heading.start for heading in file.headings}
    offset = 0
    for line in file.masked.split("\n"):
        if offset not in heads:
            yield offset, line
        else:
            yield offset, "# "
        offset += len(line) + 1


def _has_dots(line: str) -> bool:
    """Whether there may be leaders in the line."""
    return ".." in line or ". ." in line or "…" in line


def _entry(line: str, titles: AbstractSet[str]) -> tuple[str, str] | None:
    """The title and the page of an entry, or None where the line is none."""
    # A program that makes Markdown of a PDF emphasises title and page each.
    words = _EMPHASIS.sub("", line) if "*" in line or "<" in line else line
    words = words.rstrip("\\ \t|")
    if _has_dots(words) and (leaders := _LEADERS.search(words)):
        return _title(words[: leaders.start()], titles), leaders.group().strip(". \t…")
    if (title := _unnumbered(words)) and bare(title) in titles:
        return _plain(title), ""
    if (
        _ENDS_AS_PAGE.match(title[-1:])
        and (number := _NUMBER.search(title))
        and bare(title[: number.start()]) in titles
    ):
        return _plain(title[: number.start()]), number["page"]
    return None


def _unnumbered(words: str) -> str:
    """The words without bullet and number, or those of the link that they are."""
    link = _LINK.fullmatch(words)
    return link[1] if link else _ENUMERATION.sub("", words)


def _title(words: str, titles: AbstractSet[str]) -> str:
    """The title before a leader; its number stays where a heading has it."""
    whole = _plain(_BULLET.sub("", words))
    return whole if bare(whole) in titles else _plain(_unnumbered(words))


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[*_`|\\]", "", words).split())
