"""Where the texts of typed notes stand: in sections with a heading, or one after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samizdat.importing.cleaning.note_headings import NotesHeading, bare, is_works, notes_headings
from samizdat.importing.cleaning.note_marks import Mark
from samizdat.importing.cleaning.note_numbers import follows, value_of
from samizdat.importing.cleaning.note_texts import Text, glued, texts_of
from samizdat.scanner import Block, Heading, TextFile

_GAP = 20
"""So many numbers may be missing in a section, or a number is no note's."""


@dataclass(frozen=True)
class Run:
    """Texts of notes one after the other, from `start` to `end`.

    `parts` are the titles of chapters in it with the number of the first text below each, `over`
    the spans of headings and rules that have nothing to say once all texts are notes; `is_whole`
    where nothing else stands in it. A run that `is_headed` has a heading that says it is of notes.
    """

    texts: tuple[Text, ...]
    start: int
    end: int
    is_headed: bool = False
    parts: tuple[tuple[int, str], ...] = ()
    over: tuple[tuple[int, int], ...] = ()
    is_whole: bool = True
    is_announced: bool = False

    @property
    def style(self) -> str:
        """How the numbers are written."""
        return self.texts[0].style


def runs_of(file: TextFile, marks: Sequence[Mark]) -> list[Run]:
    """All runs of texts in their order; lists of works left out."""
    sections = list(_sections(file))
    found = [run for section in sections if (run := _headed(file, *section))]
    spans = [(section[0].start, section[1]) for section in sections]
    works = [
        (h.start, _next(file.headings, number, h.level, len(file.text)))
        for number, h in enumerate(file.headings)
        if is_works(h.plain)
    ]
    found += _loose(file, marks, sorted([*spans, *works]))
    return sorted(found, key=lambda run: run.start)


def _next(headings: Sequence[Heading], number: int, level: int, last: int) -> int:
    """The begin of the next heading that is not below this one."""
    for heading in headings[number + 1 :]:
        if heading.level <= level:
            return heading.start
    return last


def _sections(file: TextFile) -> Iterator[tuple[NotesHeading, int, list[Heading]]]:
    """The headings of notes, where their sections end, and the headings in them.

    Titles of chapters that come a second time, with texts below, belong to the section.
    """
    headings = list(file.headings)
    starts = [heading.start for heading in headings]
    blocks = list(file.blocks)
    begins = [block.start for block in blocks]
    done = -1
    for over in notes_headings(file):
        if over.start < done:
            continue
        inside = list[Heading]()
        end = len(file.text)
        first = bisect_left(starts, over.end)
        seen = {bare(h.plain) for h in headings[:first] if h.start != over.start}
        for heading in headings[first:]:
            place = bisect_left(begins, heading.end)
            below = texts_of(file, blocks[place]) if place < len(blocks) else []
            is_below = heading.level > over.level > 0 and bool(below)
            if not is_below and not (below and bare(heading.plain) in seen):
                end = heading.start
                break
            inside.append(heading)
        done = end
        yield over, end, inside


def _headed(file: TextFile, over: NotesHeading, end: int, inside: list[Heading]) -> Run | None:
    """The run of a section; None where no text is in it."""
    begins = [block.start for block in file.blocks]
    blocks = file.blocks[bisect_left(begins, over.end) : bisect_left(begins, end)]
    starting = [texts_of(file, block) for block in blocks]
    styles = Counter(text.style for some in starting for text in some)
    if not styles:
        return None
    style = styles.most_common(1)[0][0]
    texts, parts = list[Text](), list[tuple[int, str]]()
    titles = {heading.start: heading for heading in inside}
    waiting, strays, is_whole = list[Block](), list[Block](), True
    after_title = True
    for block, some in zip(blocks, starting, strict=True):
        if block.start in titles:
            strays += waiting
            waiting, after_title = [], True
            parts.append((len(texts), titles[block.start].plain))
        elif some and some[0].style == style and _fits(some[0], texts, after_title):
            if waiting and texts and not after_title:
                texts[-1] = _longer(texts[-1], waiting)
            else:
                strays += waiting
            waiting, after_title = [], False
            texts += some
        elif block.kind == "note":
            pass  # a real one already
        elif texts and not after_title and not waiting and _is_indented(file, block):
            texts[-1] = _longer(texts[-1], [block])
        elif block.kind == "rule" and not texts:
            pass
        else:
            waiting.append(block)
    is_whole = not strays and not waiting
    if not texts:
        return None
    spans = [(over.start, over.end), *((h.start, h.end) for h in inside)]
    return Run(
        tuple(texts),
        over.start,
        end,
        True,
        tuple(parts),
        tuple(spans),
        is_whole,
    )


def _fits(text: Text, before: Sequence[Text], after_title: bool) -> bool:
    """Whether a number goes on with those before it, or begins anew."""
    if not before or after_title:
        return True
    value, last = value_of(text.name), value_of(before[-1].name)
    if value is None or last is None:
        return value is None and (
            text.name in {"a", "A", "i", "I"}
            or not text.name.isalnum()
            or follows(text.name, before[-1].name)
        )
    return last < value <= last + _GAP or value == 1


def _longer(text: Text, blocks: Sequence[Block]) -> Text:
    return replace(text, more=(*text.more, *((block.start, block.end) for block in blocks)))


def _is_indented(file: TextFile, block: Block) -> bool:
    line = file.text[file.text.rfind("\n", 0, block.start) + 1 : block.end]
    return line.startswith(("  ", "\t"))


def _loose(
    file: TextFile, marks: Sequence[Mark], taken: Sequence[tuple[int, int]]
) -> Iterator[Run]:
    """The runs of texts that have no heading: at the foot of a page, or the end of a chapter."""
    called = _called(file, marks)
    texts, over = list[Text](), list[tuple[int, int]]()
    rule: Block | None = None
    number = 0
    for block in file.blocks:
        while number < len(taken) and taken[number][1] <= block.start:
            number += 1
        is_taken = number < len(taken) and taken[number][0] <= block.start
        some = [] if is_taken else texts_of(file, block) or glued(file, block, called)
        is_one = bool(texts) and bool(some) and some[0].style == texts[-1].style
        if is_one and some[0].start == block.start:
            texts += some
        elif texts and not some and not is_taken and _belongs(file, block, texts):
            texts[-1] = _longer(texts[-1], [block])
        else:
            if texts:
                yield _run(file, texts, over)
            texts = list(some)
            over = [(rule.start, rule.end)] if rule and some else []
        rule = block if block.kind == "rule" else None
    if texts:
        yield _run(file, texts, over)


def _run(file: TextFile, texts: Sequence[Text], over: Sequence[tuple[int, int]]) -> Run:
    start = texts[0].start
    above = file.masked[max(0, start - _GAP) : start].rstrip()
    is_announced = above.endswith((":", "："))
    return Run(tuple(texts), start, texts[-1].stop, over=tuple(over), is_announced=is_announced)


def _belongs(file: TextFile, block: Block, texts: Sequence[Text]) -> bool:
    return block.kind in {"paragraph", "item", "quote"} and _is_indented(file, block)


def _called(file: TextFile, marks: Sequence[Mark]) -> dict[int, list[Mark]]:
    """The marks by the begins of the blocks that they stand in."""
    begins = [block.start for block in file.blocks]
    found = dict[int, list[Mark]]()
    for mark in marks:
        found.setdefault(begins[max(0, bisect_right(begins, mark.start) - 1)], []).append(mark)
    return found
