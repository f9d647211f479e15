"""Running heads and page numbers of the copy that stand in the text, again and again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from samizdat.scanner import TextFile

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
class PageLine:
    """A line of a page's head or foot, from `start` to `end`, the line's end left out.

    Its words begin at `words_start` and have `width` signs; beside them may stand what readers do
    not see, such as the call of a note. `number` is that of the page, if the line has it. `breaks`
    says that a sentence goes on over the line.
    """

    start: int
    end: int
    words_start: int
    width: int
    number: int | None
    breaks: bool


@dataclass(frozen=True)
class PageHeaders:
    """What a text has of the pages of the copy: `heads` by running head, `numbers` by run."""

    heads: tuple[tuple[PageLine, ...], ...]
    numbers: tuple[tuple[PageLine, ...], ...]


def page_headers(file: TextFile) -> PageHeaders:
    """The running heads of a text, and the page numbers that stand alone in their lines."""
    heads, numbers = _candidates(file)
    return PageHeaders(
        tuple(tuple(lines) for words, lines in heads.items() if _is_header(words, lines)),
        tuple(
            tuple(run)
            for run in _runs(numbers)
            if len(run) >= _OFTEN and any(line.breaks for line in run)
        ),
    )


def _candidates(file: TextFile) -> tuple[dict[str, list[PageLine]], list[PageLine]]:
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
) -> Iterator[PageLine]:
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
        yield PageLine(start, start + len(line), begin, len(line.strip()), number, breaks)


def _beside(lines: Iterable[str]) -> str:
    """The first of the lines that has words."""
    return next((text.strip() for text in lines if any(map(str.isalpha, text))), "")


def _is_header(words: str, lines: Sequence[PageLine]) -> bool:
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


def _runs(lines: Sequence[PageLine]) -> Iterator[list[PageLine]]:
    """The lines in runs whose numbers grow by little."""
    run: list[PageLine] = []
    for line in lines:
        if run and not 0 < (line.number or 0) - (run[-1].number or 0) <= _STEP:
            yield run
            run = []
        run.append(line)
    yield run
