"""Headings: one ladder of levels, no emphasis over the whole, chapters that nobody marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from samizdat.importing.cleaning.chapter_names import is_chapter, is_part
from samizdat.importing.cleaning.levels import relevelled
from samizdat.importing.cleaning.unmarked import EMPHASIS, Unmarked, unmarked
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.scanner import Heading

_WHY = {
    "part": "a line that names a part is its heading",
    "chapter": "a line that names a chapter is its heading",
    "section": "a line that only says what comes now, such as a preface, is its heading",
    "number": "a number alone in its line counts the chapters",
    "bold": "a bold line by itself is a heading",
    "capitals": "a line in capitals by itself is a heading",
}
_SURE = {"part", "chapter"}


def mend_headings(draft: Draft) -> Iterator[Edit]:
    """Chapters that nobody marked are marked; emphasis goes; levels go down one step at a time."""
    if draft.is_notes:
        return
    headings = draft.file.headings
    for heading in headings:
        yield from _without_emphasis(draft, heading)
    found = sorted(unmarked(draft), key=lambda one: one.block.start)
    yield from _marked(draft, found, headings)


def _without_emphasis(draft: Draft, heading: Heading) -> Iterator[Edit]:
    call = re.search(r"(?:\[\^[^\]]*\])+$", heading.words)
    words = heading.words[: call.start()] if call else heading.words
    if match := EMPHASIS.fullmatch(words.strip()):
        start = heading.words_start
        sign = len(match["sign"])
        why = "all of the heading was emphasised, which is the style's business"
        decision = f"emphasis:{start}"
        yield Edit(start, start + sign, "", why, decision=decision)
        end = start + len(words.rstrip())
        yield Edit(end - sign, end, "", why, decision=decision)


def _marked(draft: Draft, found: Sequence[Unmarked], headings: Sequence[Heading]) -> Iterator[Edit]:
    """The paragraphs as headings; parts above chapters, chapters above all that is marked."""
    has_parts = any(one.kind == "part" for one in found)
    has_parts = has_parts or any(is_part(heading.plain) for heading in headings)
    below = 2 if has_parts else 1
    first = min((one.block.start for one in found if one.kind != "section"), default=0)
    levels = {one.block.start: _level(one, first, below) for one in found}
    for one in found:
        yield Edit(
            one.block.start,
            one.title.end if one.title else one.block.end,
            f"{'#' * levels[one.block.start]} {_words(draft, one)}",
            _WHY[one.kind],
            certainty="sure" if one.kind in _SURE and not one.title else "likely",
        )
    chapters = [one for one in found if one.kind != "section"]
    if not chapters:
        yield from _ladder(draft, headings)
        return
    names = {name.casefold() for some in draft.locale.sections.values() for name in some}
    others = [h for h in headings if not is_part(h.plain) and not is_chapter(h.plain)]
    top = min((heading.level for heading in others), default=1)
    least = 1 + max(levels[one.block.start] for one in chapters)
    for heading in headings:
        level = min(6, heading.level - top + least)
        if is_part(heading.plain) or heading.plain.casefold() in names:
            level = 1
        elif is_chapter(heading.plain):
            level = below
        if level != heading.level:
            why = "it stands below the chapters that were found"
            yield from relevelled(draft.file, heading, level, why)


def _level(one: Unmarked, first: int, below: int) -> int:
    """Parts have the first level, chapters that of all others, a preface before the parts too.

    `first` is where the first part or chapter stands.
    """
    if one.kind == "part":
        return 1
    return 1 if one.kind == "section" and one.block.start < first else below


def _words(draft: Draft, one: Unmarked) -> str:
    """The words of the heading without emphasis over all of them; behind its number the title."""
    parts = list[str]()
    for block in (one.block, one.title):
        if block:
            line = " ".join(draft.text[block.start : block.end].split())
            match = EMPHASIS.fullmatch(line)
            parts.append(match["words"] if match else line)
    number, title = parts[0], "".join(parts[1:])
    if not title:
        return number
    return f"{number} {title}" if number[-1] in ".:：—–" else f"{number}. {title}"


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
