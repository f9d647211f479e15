"""Headings: one ladder of levels, no emphasis over the whole, chapters that nobody marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from samizdat.importing.cleaning.levels import relevelled
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.scanner import Block, Heading

_EMPHASIS = re.compile(r"(?P<sign>\*{1,3}|_{1,3})(?=\S)(?P<words>[^*_]+)(?<=\S)(?P=sign)")
_ROMAN = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_NUMBER = (
    rf"(?:\d{{1,3}}|{_ROMAN}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|the first|the second|"
    r"the third|primera?|segund[ao]|tercera?|cuart[ao]|quint[ao]|première?|deuxième|troisième|"
    r"quatrième|cinquième|erste[rs]?|zweite[rs]?|dritte[rs]?|vierte[rs]?|fünfte[rs]?)"
)
_PART_WORDS = r"part|book|teil|buch|parte|libro|livre|partie|часть|книга|część"
_CHAPTER_WORDS = (
    r"chapter|chap\.|kapitel|cap[íi]tulo|capitolo|chapitre|глава|rozdział|kapitola|section|"
    r"letter|act"
)
_NAMED = r"(?:(?:WORDS)\s+NUMBER|NUMBER\s+(?:WORDS))(?P<rest>[.:—–-]?(?:\s+\S.*)?)"


def _named(words: str) -> re.Pattern[str]:
    """A line that begins with one of the words and a number, in either order."""
    return re.compile(_NAMED.replace("NUMBER", _NUMBER).replace("WORDS", words), re.IGNORECASE)


_PART = _named(_PART_WORDS)
_CHAPTER = _named(_CHAPTER_WORDS)
_ALONE = re.compile(rf"(?:{_ROMAN}|\d{{1,3}})\.?")
_BOLD = re.compile(r"(?P<sign>\*\*|__)(?=\S)[^*_\n]+(?<=\S)(?P=sign)")
_LONGEST = 90
_FEWEST = 2
_SENTENCE = 60


@dataclass(frozen=True)
class _Found:
    """A paragraph that is a heading in all but its sign."""

    block: Block
    words: str
    kind: str


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
        if _is_named(_PART, words):
            found.append(_Found(block, words, "part"))
        elif _is_named(_CHAPTER, words):
            found.append(_Found(block, words, "chapter"))
        elif _ALONE.fullmatch(words):
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
        yield from some


def is_part(words: str) -> bool:
    """Whether a line names a part or a book of several."""
    return _is_named(_PART, words)


def is_chapter(words: str) -> bool:
    """Whether a line names a chapter."""
    return _is_named(_CHAPTER, words)


def _is_named(pattern: re.Pattern[str], words: str) -> bool:
    """Whether a line names a part or a chapter, and does not go on as a sentence."""
    match = pattern.fullmatch(words)
    if not match:
        return False
    rest = (match["rest"] or "").strip()
    is_sentence = rest.endswith((".", "!", "?")) and len(rest) > _SENTENCE
    return not rest or not (rest[0].islower() or is_sentence)


def _counts(some: Sequence[_Found]) -> bool:
    """Whether numbers alone in their lines count from one upwards."""
    numbers = [_value(one.words.rstrip(".")) for one in some]
    return numbers[0] == 1 and all(b == a + 1 for a, b in pairwise(numbers))


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    for letter, after in zip(number, [*number[1:], ""], strict=True):
        value = values[letter]
        total += -value if after and values[after] > value else value
    return total


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
        yield Edit(
            one.block.start,
            one.block.end,
            f"{'#' * level} {title}",
            {
                "part": "a line that names a part is its heading",
                "chapter": "a line that names a chapter is its heading",
                "number": "a number alone in its line counts the chapters",
                "bold": "a bold line by itself is a heading",
            }[one.kind],
            certainty="sure" if one.kind in {"part", "chapter"} else "likely",
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
