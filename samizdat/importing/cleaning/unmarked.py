"""Headings that nobody marked: paragraphs that are headings in all but their sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from samizdat.importing.cleaning.chapter_names import is_bare, is_chapter, is_part, number_alone
from samizdat.importing.draft import Draft
from samizdat.scanner import Block

Kind = Literal["part", "chapter", "section", "number", "bold", "capitals"]

EMPHASIS = re.compile(r"(?P<sign>\*{1,3}|_{1,3})(?=\S)(?P<words>[^*_]+)(?<=\S)(?P=sign)")
"""Emphasis over all of a line."""
_BOLD = re.compile(r"(?P<sign>\*\*|__)(?=\S)[^*_\n]+(?<=\S)(?P=sign)")
_LONGEST = 90
_SHORTEST = 4
_FEWEST = 2
_TITLE = 70
_STOPS = (".", ",", ";", ":", "。")


@dataclass(frozen=True)
class Unmarked:
    """A block that is a heading, the words that it is to have, and what it is known by.

    `title` is the block below it with the title of the chapter that it only numbers.
    """

    block: Block
    words: str
    kind: Kind
    title: Block | None = None


def unmarked(draft: Draft) -> Iterator[Unmarked]:
    """The headings in the order of their kinds, of each kind two at least."""
    found = list(_candidates(draft))
    has_headings = len(draft.file.headings) >= _FEWEST
    named = [one for one in found if one.kind in {"part", "chapter"}]
    kinds: dict[Kind, list[Unmarked]] = {}
    for one in found:
        kinds.setdefault(one.kind, []).append(one)
    taken = set[Kind]()
    for kind in ("part", "chapter", "section", "number", "bold", "capitals"):
        some = kinds.get(kind, [])
        if kind in {"number", "bold", "capitals"} and (has_headings or taken - {"part"}):
            continue
        is_one_enough = kind in {"part", "chapter"} and len(named) >= _FEWEST
        is_one_enough |= kind == "section" and (has_headings or len(named) >= _FEWEST)
        if len(some) < (1 if is_one_enough else _FEWEST):
            continue
        if kind == "number" and not _counts(some, kinds.get("part", [])):
            continue
        taken.add(kind)
        yield from _with_titles(draft, some)


def _candidates(draft: Draft) -> Iterator[Unmarked]:
    """Paragraphs of one short line that look like a heading of some kind."""
    sections = {name.casefold() for some in draft.locale.sections.values() for name in some}
    tables = draft.file.tables
    for block in draft.file.blocks:
        if block.kind not in {"paragraph", "item"} or block.end - block.start > _LONGEST + 8:
            continue
        text = draft.text[block.start : block.end].strip()
        words = " ".join(text.strip("*_").split())
        if not words or len(words) > _LONGEST or words[-1] in ",;" or text.count("\n") > 1:
            continue
        if any(start < block.end and block.start < end for start, end in tables):
            continue
        if is_part(words):
            yield Unmarked(block, words, "part")
        elif is_chapter(words):
            yield Unmarked(block, words, "chapter")
        elif words.casefold().rstrip(".") in sections:
            yield Unmarked(block, words, "section")
        elif number_alone(words) is not None:
            yield Unmarked(block, words, "number")
        elif _BOLD.fullmatch(text) and words[-1] not in ".:":
            yield Unmarked(block, words, "bold")
        elif _is_in_capitals(words) and "\n" not in text:
            yield Unmarked(block, words, "capitals")


def _is_in_capitals(words: str) -> bool:
    letters = [sign for sign in words if sign.isalpha()]
    return (
        len(letters) >= _SHORTEST
        and all(sign.isupper() for sign in letters)
        and not words.endswith(_STOPS)
        and words[0].isalnum()
    )


def _counts(some: Sequence[Unmarked], parts: Sequence[Unmarked]) -> bool:
    """Whether numbers alone in their lines count from one upwards, maybe anew in each part."""
    numbers = [(number_alone(one.words) or 0, one.block.start) for one in some]
    if numbers[0][0] != 1:
        return False
    for (before, first), (number, start) in pairwise(numbers):
        is_new = any(first < part.block.start < start for part in parts)
        if number != before + 1 and not (number == 1 and is_new):
            return False
    return True


def _with_titles(draft: Draft, some: Sequence[Unmarked]) -> Iterator[Unmarked]:
    """Chapters that are only numbered, with the line below each if it is a title in most."""
    if some[0].kind not in {"part", "chapter", "number"}:
        yield from some
        return
    blocks = {block.start: number for number, block in enumerate(draft.file.blocks)}
    bare = [one for one in some if is_bare(one.words)]
    titles = {one.block.start: _title_below(draft, blocks[one.block.start]) for one in bare}
    has_titles = len(bare) >= _FEWEST and all(titles.values())
    for one in some:
        title = titles.get(one.block.start) if has_titles else None
        yield Unmarked(one.block, one.words, one.kind, title)


def _title_below(draft: Draft, number: int) -> Block | None:
    """The next block, if it is a short line without a stop and a longer block is below it."""
    below = draft.file.blocks[number + 1 : number + 3]
    if len(below) < _FEWEST or any(block.kind != "paragraph" for block in below):
        return None
    text = draft.text[below[0].start : below[0].end].strip().strip("*_")
    is_short = len(text) <= _TITLE and "\n" not in text
    if not is_short or text.endswith(_STOPS) or text[:1].islower() or is_bare(text):
        return None
    return below[0] if below[1].end - below[1].start > _TITLE else None
