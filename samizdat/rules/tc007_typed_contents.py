"""TC007 typed contents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.sections import headings
from samizdat.scanner import TextFile
from samizdat.source import Source
from samizdat.traces.words import bare

_PAGE = r"(?:\d{1,4}|[ivxlc]{1,6})"
_LEADERS = re.compile(
    rf"(?<!\.)(?<!\.[ \t])(?:\.[ \t]?){{4,}}[ \t]*{_PAGE}[ \t]*$|(?<!…)…+[ \t]*{_PAGE}[ \t]*$"
)
_NUMBER = re.compile(
    rf"(?<![\s.…·—–-])[\s.…·—–-]*+(?:\b(?:pp?\.|S\.|с\.))?[ \t]*\b{_PAGE}$", re.IGNORECASE
)
_ENUMERATION = re.compile(r"^[ \t]*(?:[-*+|]|\(?\w{1,4}[.)])[ \t]+")
# What other programs put their contents in place of: [TOC], [[_TOC_]].
_PLACE = re.compile(r"^ {0,3}(\[{1,2}_?toc_?\]{1,2})[ \t]*$", re.IGNORECASE | re.MULTILINE)
_ENOUGH = 3
_AROUND = 40
"""Characters that a line may have beside the title: a number, a link, a bullet."""


@rule("TC007", level="review", reads=Source)
def typed_contents(source: Source) -> Iterator[Problem]:
    r"""A table of contents was typed into the text.

    Why: the editions make their own, with links and the right pages. The typed one has the pages of
    another book.

    Bad:
        # Contents

        Barcelona ........ 7\
        Madrid ........... 19\
        Valencia ......... 33

        # Barcelona

        Text.

    Good:
        # Barcelona

        Text.
    """
    titles = {bare(heading.plain) for _, heading in headings(source)} - {""}
    longest = max(map(len, titles), default=0) + _AROUND
    for file in source.files:
        run: list[int] = []
        for offset, line in _lines(file):
            is_short = len(line) <= longest or ".." in line or ". ." in line or "…" in line
            if is_short and _is_entry(line, titles):
                run.append(offset)
            elif line.strip():
                yield from _found(file, run)
                run = []
        yield from _found(file, run)
        for match in _PLACE.finditer(file.prose):
            yield Problem(
                file.location(match.start(1), len(match[1])),
                f"{match[1]} stands for contents in other programs, and is printed here",
                "delete it: every edition makes its own",
            )


def _lines(file: TextFile) -> Iterator[tuple[int, str]]:
    heads = {heading.start for heading in file.headings}
    offset = 0
    for line in file.masked.split("\n"):
        if offset not in heads:
            yield offset, line
        else:
            yield offset, "# "
        offset += len(line) + 1


def _is_entry(line: str, titles: set[str]) -> bool:
    words = line.rstrip("\\ \t|")
    if _LEADERS.search(words):
        return True
    link = re.fullmatch(r"\s*(?:[-*+]|\d+\.)?\s*\[([^\]]*)\]\(#[^)]*\)\s*", words)
    words = link[1] if link else _ENUMERATION.sub("", words)
    return bare(words) in titles or bare(_NUMBER.sub("", words)) in titles


def _found(file: TextFile, run: list[int]) -> Iterator[Problem]:
    if len(run) >= _ENOUGH:
        end = file.text.find("\n", run[0])
        yield Problem(
            file.location(run[0], (end if end >= 0 else len(file.text)) - run[0]),
            f"{len(run)} lines look like a table of contents that was typed",
            "delete it: every edition makes its own",
        )
