"""A PDF without tags becomes chunks: the lines of paragraphs and headings, pictures, notes."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from samizdat.importing.opening.pdf.characters import Drawn, Page
from samizdat.importing.opening.pdf.columns import columns
from samizdat.importing.opening.pdf.footnotes import Footnotes, raised_marks
from samizdat.importing.opening.pdf.headings import Headings
from samizdat.importing.opening.pdf.initials import put_initials
from samizdat.importing.opening.pdf.leftward import directions
from samizdat.importing.opening.pdf.lines import Line, lines, segments
from samizdat.importing.opening.pdf.margins import running_lines
from samizdat.importing.opening.pdf.paragraphs import (
    BULLET,
    NUMBER,
    breaks_over,
    is_fixed,
    paragraphs,
    stacks,
    would_fit,
)
from samizdat.importing.opening.pdf.scans import is_scan

_FEWEST = 4
"""Lines by which it is told how wide a column is."""


@dataclass(frozen=True)
class Chunk:
    """Lines that belong together, in the column's order, or a picture.

    `is_verse` says that somebody ended each line. `begins_stack` tells whether there is more white
    above it than between lines.
    """

    lines: tuple[Line, ...] = ()
    is_verse: bool = False
    begins_stack: bool = True
    picture: Drawn | None = None
    page: int = -1


@dataclass(frozen=True)
class Laid:
    """All chunks of the text in the order of reading, notes, and the lines that were taken out."""

    chunks: tuple[Chunk, ...]
    footnotes: Footnotes
    running: tuple[Line, ...]
    body: float


def body_size(pages: Iterable[Page]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        sizes.update(round(c.size, 1) for c in page.characters if not c.text.isspace())
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 10.0


def lay_out(pages: Sequence[Page], headings: Headings, body: float) -> Laid:
    """The chunks of all pages."""
    pieces = {page.number: put_initials(segments(page.characters), body) for page in pages}
    ways = dict(zip(pieces, directions(pages), strict=True))
    rows = {number: lines(own, number, ways[number]) for number, own in pieces.items()}
    running = running_lines(rows)
    footnotes = Footnotes(body)
    zones: list[tuple[Page, list[Line]]] = []
    for page in pages:
        gone = {id(c) for line in running[page.number] for c in line.inked}
        kept = [p for p in pieces[page.number] if id(p.characters[0]) not in gone]
        leftward = sum(line.runs_left for line in rows[page.number])
        is_leftward = 2 * leftward > len(rows[page.number])
        own = [
            lines(zone, page.number, ways[page.number])
            for zone in columns(kept, is_leftward=is_leftward)
        ]
        zones += [(page, zone) for zone in own if zone]
    rooms = _rooms(zones, body)
    chunks: list[Chunk] = []
    for (page, zone), room in zip(zones, rooms, strict=True):
        placed = [line.placed(room) for line in zone]
        marks = raised_marks([x for p, z in zones if p is page for x in z])
        text = footnotes.take(placed, page, marks)
        _add(chunks, list(_chunks(text, headings)), page, room)
    taken = tuple(line for page in pages for line in running[page.number])
    return Laid(tuple(chunks), footnotes, taken, body)


def _rooms(zones: Sequence[tuple[Page, list[Line]]], body: float) -> list[tuple[float, float]]:
    """From where to where each column goes: by its own lines, or by those of others like it."""
    shares: dict[tuple[int, int, int], list[Line]] = {}
    keys: list[tuple[int, int, int]] = []
    for page, zone in zones:
        beside = [z for p, z in zones[max(0, len(keys) - 6) : len(keys) + 6] if p is page]
        third = round(min(x.left for x in zone) / max(1.0, page.width) * 3)
        key = (len(beside), third, page.number % 2)
        keys.append(key)
        shares.setdefault(key, []).extend(
            line for line in zone if abs(line.size - body) < 0.1 * body and not is_fixed(line)
        )
    found = []
    for (_, zone), key in zip(zones, keys, strict=True):
        others = shares[key]
        own = [line for line in zone if line.size < 1.12 * body and not is_fixed(line)]
        usual = [line for line in own if line.size > 0.94 * body]  # not notes, which may be wider
        own = usual if len(usual) >= _FEWEST else own
        enough = len(own) >= 12
        left, right = _edges(own if enough or not others else others)
        mine = _edges(own or zone)
        if not enough and others and abs(mine[0] - left) > 40:
            left, right = mine
        found.append((min(left, mine[0]), max(right, mine[1])))
    return found


def _edges(own: Sequence[Line]) -> tuple[float, float]:
    """Where lines begin and end: the outermost places at which more than one does."""
    lefts = Counter(round(line.left) for line in own)
    rights = sorted(line.right for line in own)
    least = max(2, 0.04 * len(own))
    shared = [x for x in lefts if lefts[x] + lefts.get(x + 1, 0) + lefts.get(x - 1, 0) >= least]
    left = min(shared, default=min(x.left for x in own))
    exact = min((x.left for x in own if abs(x.left - left) <= 1), default=float(left))
    return exact, rights[max(0, len(rights) - 1 - len(rights) // 50)]


def _chunks(text: Sequence[Line], headings: Headings) -> Iterator[Chunk]:
    """The chunks of a column."""
    for stack in stacks(text):
        if all(map(is_fixed, stack)):
            yield Chunk(tuple(stack), page=stack[0].page)
            continue
        headings.learn(stack)
        if headings.entry(stack) or (stack[0].size > 1.12 * headings.body and len(stack) <= 4):
            yield Chunk(tuple(stack), page=stack[0].page)
            continue
        if _is_verse(stack):
            yield Chunk(tuple(stack), is_verse=True, page=stack[0].page)
            continue
        for place, lines_ in enumerate(paragraphs(_narrowed(stack))):
            headings.learn(lines_)
            yield Chunk(tuple(lines_), begins_stack=place == 0, page=lines_[0].page)


def _narrowed(stack: list[Line]) -> list[Line]:
    """Lines that all end before their column does, in the room that they have."""
    first = stack[0]
    right = max(line.right for line in stack)
    is_narrow = not first.runs_left and right < first.room[1] - first.size
    if is_narrow and len(stack) > 2:
        return [line.placed((line.room[0], right)) for line in stack]
    return stack


def _is_verse(stack: Sequence[Line]) -> bool:
    """Whether somebody ended most of the lines, and they are no list and no dialogue."""
    if len(stack) < 3 or any(BULLET.match(line.text) for line in stack):
        return False
    if sum(NUMBER.match(line.text) is not None for line in stack) > 1:
        return False
    right = max(line.right for line in stack)
    narrow = [line.placed((line.room[0], right)) for line in stack]
    ended = sum(would_fit(a, b) for a, b in itertools.pairwise(narrow))
    short = sum(line.right < line.room[1] - 4 * line.size for line in stack)
    return ended >= 0.5 * (len(stack) - 1) and short == len(stack)


def _add(chunks: list[Chunk], own: list[Chunk], page: Page, room: tuple[float, float]) -> None:
    """Adds the chunks of a column: the first may be the rest of the one before."""
    pictures = sorted(
        (d for d in page.pictures if _is_within(d, room) and _is_picture(d, page)),
        key=lambda d: -d.box[3],
    )
    last = chunks[-1] if chunks else None
    if own and last is not None and last.lines and own[0].lines:
        end, start = last.lines[-1], own[0].lines[0]
        both_code = all(map(is_fixed, (*last.lines, *own[0].lines)))
        if last.is_verse == own[0].is_verse and not both_code and breaks_over(end, start):
            chunks[-1] = replace(last, lines=(*last.lines, *own[0].lines))
            own = own[1:]
    seen = {(c.page, c.picture.number) for c in chunks if c.picture is not None}
    waiting = [d for d in pictures if (page.number, d.number) not in seen]
    for chunk in own:
        while waiting and chunk.lines and waiting[0].box[1] > chunk.lines[0].baseline:
            chunks.append(Chunk(picture=waiting.pop(0), page=page.number))
        chunks.append(chunk)
    chunks += [Chunk(picture=drawn, page=page.number) for drawn in waiting]


def _is_within(drawn: Drawn, room: tuple[float, float]) -> bool:
    middle = (drawn.box[0] + drawn.box[2]) / 2
    return room[0] - 20 <= middle <= room[1] + 20


def _is_picture(drawn: Drawn, page: Page) -> bool:
    """Whether a picture is one of the text: no mere ornament, and no scan of the whole page."""
    left, bottom, right, top = drawn.box
    return min(right - left, top - bottom) > 12 and not is_scan(replace(page, pictures=(drawn,)))
