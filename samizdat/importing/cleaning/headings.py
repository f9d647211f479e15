"""Headings: one ladder of levels, no emphasis over the whole, chapters that nobody marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from samizdat.importing.cleaning.chapter_names import ALONE, CHAPTER, PART, is_named, value_of
from samizdat.importing.cleaning.levels import relevelled
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.scanner import Block, Heading

_EMPHASIS = re.compile(r"(?P<sign>\*{1,3}|_{1,3})(?=\S)(?P<words>[^*_]+)(?<=\S)(?P=sign)")
_BOLD = re.compile(r"(?P<sign>\*\*|__)(?=\S)[^*_\n]+(?<=\S)(?P=sign)")
_LONGEST, _TITLE = 90, 60
_NUMBERED = 3
"""Words at most in a line that has only a number, as “The Second Chapter”."""
_FEWEST = 2


@dataclass(frozen=True)
class _Found:
    """A paragraph that is a heading in all but its sign; its title may stand in the next one."""

    block: Block
    words: str
    kind: str
    title: Block | None = None


def mend_headings(draft: Draft) -> Iterator[Edit]:
    """Chapters that nobody marked are marked; emphasis goes; levels go down one step at a time."""
    if draft.is_notes:
        return
    headings = draft.file.headings
    for heading in headings:
        yield from _without_emphasis(draft, heading)
    unmarked = list(_unmarked(draft))
    yield from _marked(draft, unmarked, headings)
    if not unmarked:
        yield from _ladder(draft, headings)


def _without_emphasis(draft: Draft, heading: Heading) -> Iterator[Edit]:
    call = re.search(r"(?:\[\^[^\]]*\])+$", heading.words)
    words = heading.words[: call.start()] if call else heading.words
    if match := _EMPHASIS.fullmatch(words.strip()):
        start = heading.words_start
        sign = len(match["sign"])
        why = "all of the heading was emphasised, which is the style's business"
        decision = f"emphasis:{start}"
        yield Edit(start, start + sign, "", why, decision=decision)
        end = start + len(words.rstrip())
        yield Edit(end - sign, end, "", why, decision=decision)


def _unmarked(draft: Draft) -> Iterator[_Found]:
    """Paragraphs of one short line that name a part or a chapter, or are a number in a row."""
    found = list[_Found]()
    for block in draft.file.blocks:
        if block.kind not in {"paragraph", "item"}:
            continue
        text = draft.text[block.start : block.end]
        words = " ".join(text.strip().strip("*_").split())
        if not words or len(words) > _LONGEST or words[-1] in ",;" or text.count("\n") > 1:
            continue
        if is_named(PART, words):
            found.append(_Found(block, words, "part"))
        elif is_named(CHAPTER, words):
            found.append(_Found(block, words, "chapter"))
        elif ALONE.fullmatch(words):
            found.append(_Found(block, words, "number"))
        elif _BOLD.fullmatch(text.strip()) and words[-1] not in ".:":
            found.append(_Found(block, words, "bold"))
    has_headings = len(draft.file.headings) >= _FEWEST
    for kind in ("part", "chapter", "number", "bold"):
        some = [one for one in found if one.kind == kind]
        if len(some) < _FEWEST or (kind in {"number", "bold"} and has_headings):
            continue
        if kind == "number" and not _counts(some):
            continue
        yield from some if kind == "bold" else _with_titles(draft, some)


def _with_titles(draft: Draft, some: Sequence[_Found]) -> list[_Found]:
    """The lines with the paragraphs below them, where below each of them stands a short title."""
    blocks = {one.start: after for one, after in pairwise(draft.file.blocks)}
    titles = [blocks.get(one.block.start) for one in some]
    if any(len(one.words.split()) > _NUMBERED for one in some):
        return list(some)
    if not all(title and _is_title(draft.text[title.start : title.end]) for title in titles):
        return list(some)
    return [replace(one, title=title) for one, title in zip(some, titles, strict=True)]


def _is_title(text: str) -> bool:
    words = " ".join(text.split()).strip("*_")
    return 0 < len(words) <= _TITLE and words[0].isupper() and words[-1] not in ".,;:!?-"


def _counts(some: Sequence[_Found]) -> bool:
    """Whether numbers alone in their lines count from one upwards."""
    numbers = [value_of(one.words.rstrip(".")) for one in some]
    return numbers[0] == 1 and all(b == a + 1 for a, b in pairwise(numbers))


def _marked(draft: Draft, found: Sequence[_Found], headings: Sequence[Heading]) -> Iterator[Edit]:
    """The paragraphs as headings; parts above chapters, chapters above all that is marked."""
    has_parts = any(one.kind == "part" for one in found)
    levels = {"part": 1, "chapter": 2 if has_parts else 1}
    for one in found:
        level = levels.get(one.kind, 2 if has_parts else 1)
        text = draft.text[one.block.start : one.block.end]
        title = " ".join(text.split())
        if match := _EMPHASIS.fullmatch(title):
            title = match["words"]
        end = one.block.end
        if one.title:
            end = one.title.end
            below = " ".join(draft.text[one.title.start : end].split()).strip("*_")
            title = f"{title.rstrip('.')}. {below}"
        yield Edit(
            one.block.start,
            end,
            f"{'#' * level} {title}",
            {
                "part": "a line that names a part is its heading",
                "chapter": "a line that names a chapter is its heading",
                "number": "a number alone in its line counts the chapters",
                "bold": "a bold line by itself is a heading",
            }[one.kind],
            certainty="sure" if one.kind in {"part", "chapter"} and not one.title else "likely",
        )
    if found and headings:
        top = min(heading.level for heading in headings)
        least = 1 + max(levels.get(one.kind, 1) for one in found)
        names = {name.casefold() for some in draft.locale.sections.values() for name in some}
        for heading in headings:
            is_chapter = heading.plain.casefold() in names
            level = 1 if is_chapter else min(6, heading.level - top + least)
            if level != heading.level:
                yield from relevelled(
                    draft.file, heading, level, "it stands below the chapters that were found"
                )


def _ladder(draft: Draft, headings: Sequence[Heading]) -> Iterator[Edit]:
    """The headings with the highest level at 1, and no step left out on the way down."""
    if not headings:
        return
    used = sorted({heading.level for heading in headings})
    above = 0
    for heading in headings:
        level = min(used.index(heading.level) + 1, above + 1)
        above = level
        if level != heading.level:
            why = (
                "the highest headings of the book have level 1"
                if level == 1
                else "a level was left out above it"
            )
            yield from relevelled(draft.file, heading, level, why)
