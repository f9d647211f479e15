"""TX018 page header."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source

# A number of a page alone in its line, and words with such a number before or behind them.
_NUMBER = re.compile(r"[-–—*\[( ]{0,3}(\d{1,4})[-–—*\]) ]{0,3}")
_BEFORE = re.compile(r"[\[(]?(\d{1,4})[\])]?(?:[ \t]+|$)")
_BEHIND = re.compile(r"(?:^|[ \t])[\[(]?(\d{1,4})[\])]?$")
_PAGE = re.compile(r"page|seite|[sp]\.|pág\.?|página|pagina|стр\.?|страница|sida|strona|str\.")
_END = re.compile(r"[.!?:;…][\"'”’»)*_\]]*$")
_LONGEST = 60
_OFTEN = 4
"""So often a line has to stand in the text before it is taken for the header of a page."""
_STEP = 4
"""By so much at most the numbers of two headers in turn differ, since some pages have none."""


@dataclass(frozen=True)
class _Line:
    """A line that may be a header: `breaks` where a sentence goes on over it."""

    start: int
    width: int
    number: int | None
    breaks: bool


@rule("TX018", level="review", reads=Source)
def page_header(source: Source) -> Iterator[Problem]:
    """The running head or the number of a page of the copy stands in the text, again and again.

    Why: it belongs to the pages of another edition, and interrupts the sentences of this one.

    Bad:
        The weavers
        12 OF CLOTH AND THREAD
        came to town. They sold
        13 OF CLOTH AND THREAD
        linen and canvas, and they
        14 OF CLOTH AND THREAD
        bought wool. In the winter
        15 OF CLOTH AND THREAD
        they stayed at home.

    Good:
        The weavers came to town. They sold linen and canvas, and they
        bought wool. In the winter they stayed at home.
    """
    for file in source.texts:
        found = sorted(_of(file), key=lambda problem: problem.location)
        yield from few(found, most=20)


def _of(file: TextFile) -> Iterator[Problem]:
    heads, numbers = _candidates(file)
    for words, lines in heads.items():
        if _is_header(words, lines):
            for line in lines:
                written = file.text[line.start : line.start + line.width]
                yield Problem(
                    file.location(line.start, line.width),
                    f"“{written}” looks like the header of a page; it stands here {len(lines)} "
                    "times",
                    "take it out, and join the halves of the sentence around it",
                )
    for run in _runs(numbers):
        if len(run) >= _OFTEN and any(line.breaks for line in run):
            for line in run:
                yield Problem(
                    file.location(line.start, line.width),
                    f"{line.number} alone in its line looks like the number of a page",
                    "take it out, or keep it in a comment; join the halves of the sentence",
                )


def _candidates(file: TextFile) -> tuple[dict[str, list[_Line]], list[_Line]]:
    """The short lines of paragraphs that come often, by their words, and those of a number only."""
    lines = file.untabled.split("\n")
    words: dict[str, list[tuple[int, int, int | None]]] = defaultdict(list)
    numbers: list[tuple[int, int, int | None]] = []
    start = 0
    for row, line in enumerate(lines):
        if line and len(line) <= _LONGEST and (shown := line.strip()):
            if shown[-1].isdigit() or shown[0].isdigit() or shown[0] in "-–—*[(":
                if alone := _NUMBER.fullmatch(shown):
                    numbers.append((row, start, int(alone[1])))
                elif number := _BEFORE.match(shown) or _BEHIND.search(shown):
                    rest = shown[: number.start()] or shown[number.end() :]
                    words[rest.strip().casefold()].append((row, start, int(number[1])))
                else:
                    words[shown.casefold()].append((row, start, None))
            else:
                words[shown.casefold()].append((row, start, None))
        start += len(line) + 1
    often = {key: places for key, places in words.items() if len(places) >= _OFTEN}
    heads = {key: list(_looked_at(file, lines, places)) for key, places in often.items()}
    return heads, list(_looked_at(file, lines, numbers))


def _looked_at(
    file: TextFile, lines: Sequence[str], places: Sequence[tuple[int, int, int | None]]
) -> Iterator[_Line]:
    """The places that are in a paragraph, and whether a sentence goes on over them."""
    starts = [block.start for block in file.blocks]
    for row, start, number in places:
        block = file.blocks[max(0, bisect_right(starts, start) - 1)]
        line = lines[row]
        if not (block.kind in {"paragraph", "item"} and block.start <= start < block.end):
            continue
        if block.kind == "item" and not _NUMBER.fullmatch(line.strip()):
            continue
        if file.text[start : start + len(line)].endswith(("  ", "\\")):  # verse
            continue
        before = _beside(reversed(lines[max(0, row - 4) : row]))
        after = _beside(lines[row + 1 : row + 5])
        is_open = bool(before) and not _END.search(before) and not before.startswith("#")
        is_within = number is not None and after != "" and before in lines[row - 1]
        is_within = is_within and after in lines[row + 1]
        is_twice = line.strip() in {before, after}
        breaks = is_open and not is_twice and (after[:1].islower() or is_within)
        begin = start + len(line) - len(line.lstrip())
        yield _Line(begin, len(line.strip()), number, breaks)


def _beside(lines: Iterable[str]) -> str:
    """The first of the lines that has words."""
    return next((text.strip() for text in lines if any(map(str.isalpha, text))), "")


def _is_header(words: str, lines: Sequence[_Line]) -> bool:
    is_page = bool(_PAGE.fullmatch(words))
    if len(lines) < _OFTEN or (sum(map(str.isalpha, words)) < 2 and not is_page):
        return False
    breaks = sum(line.breaks for line in lines)
    count = len(words.split())
    numbers = [line.number for line in lines if line.number is not None]
    if len(numbers) >= _OFTEN and len(numbers) * 2 > len(lines):
        steps = [second - first for first, second in pairwise(numbers)]
        grows = sum(0 < step <= _STEP for step in steps) * 4 >= len(steps) * 3
        return grows and (count > 1 or is_page or breaks * 2 >= len(lines))
    return not _END.search(words) and breaks * (4 if count > 2 else 2) >= len(lines)


def _runs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The lines in runs whose numbers grow by little."""
    run: list[_Line] = []
    for line in lines:
        if run and not 0 < (line.number or 0) - (run[-1].number or 0) <= _STEP:
            yield run
            run = []
        run.append(line)
    yield run
