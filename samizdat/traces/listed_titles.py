"""Tables of contents that were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from samizdat.scanner import TextFile
from samizdat.traces.words import bare

_PAGE = r"(?:\d{1,4}|[ivxlc]{1,6})"
_LEADERS = re.compile(
    rf"(?<!\.)(?<!\.[ \t])(?:\.[ \t]?){{4,}}[ \t]*{_PAGE}[ \t]*$|(?<!…)…+[ \t]*{_PAGE}[ \t]*$"
)
_NUMBER = re.compile(
    rf"(?<![\s.…·—–-])[\s.…·—–-]*+(?:\b(?:pp?\.|S\.|с\.))?[ \t]*\b{_PAGE}$", re.IGNORECASE
)
_ENUMERATION = re.compile(r"^[ \t]*(?:[-*+|]|\(?\w{1,4}[.)])[ \t]+")
_LINK = re.compile(r"\s*(?:[-*+]|\d+\.)?\s*\[([^\]]*)\]\(#[^)]*\)\s*")
_LOOKS = re.compile(r"</?[A-Za-z][^<>]*>|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}")
_ENOUGH = 3
_AROUND = 40
"""Characters that a line may have beside the title: a number, a link, a bullet."""


@dataclass(frozen=True)
class Entry:
    """A line from `start` to `end` that lists the `title`, with the `page` if it names one."""

    start: int
    end: int
    title: str
    page: str


def listed_titles(file: TextFile, titles: Set[str]) -> Iterator[list[Entry]]:
    """The runs of lines that list titles; `titles` are the bare words of the book's headings."""
    longest = max(map(len, titles), default=0) + _AROUND
    run: list[Entry] = []
    for start, line in _lines(file):
        is_short = len(line) <= longest or ".." in line or ". ." in line or "…" in line
        entry = _entry(file, start, line, titles) if is_short else None
        if entry:
            run.append(entry)
        elif line.strip():
            if len(run) >= _ENOUGH:
                yield run
            run = []
    if len(run) >= _ENOUGH:
        yield run


def _lines(file: TextFile) -> Iterator[tuple[int, str]]:
    heads = {heading.start for heading in file.headings}
    offset = 0
    for line in file.masked.split("\n"):
        yield offset, "# " if offset in heads else line
        offset += len(line) + 1


def _entry(file: TextFile, start: int, line: str, titles: Set[str]) -> Entry | None:
    words = _LOOKS.sub("", line).rstrip("\\ \t|")
    if leaders := _LEADERS.search(words):
        title = _ENUMERATION.sub("", words[: leaders.start()])
        return Entry(start, start + len(line), title.strip(), _page(leaders.group()))
    link = _LINK.fullmatch(words)
    title = link[1] if link else _ENUMERATION.sub("", words)
    if bare(title) in titles:
        return Entry(start, start + len(line), title.strip(), "")
    if (number := _NUMBER.search(title)) and bare(title[: number.start()]) in titles:
        return Entry(start, start + len(line), title[: number.start()].strip(), _page(number[0]))
    return None


def _page(words: str) -> str:
    found = re.search(r"\w+$", words.strip())
    return found.group() if found else ""
