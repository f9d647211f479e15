"""A table of contents that was typed is taken out, and used: it knows the headings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from samizdat.importing.cleaning.levels import relevelled
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.incoming import Remark
from samizdat.scanner import Heading, TextFile
from samizdat.traces.typed_contents import Entry, runs_of_entries
from samizdat.traces.words import bare

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_INDENT = re.compile(r"[ \t>]*")
_NAMES = {"contents", "table of contents", "inhaltsverzeichnis", "índice general", "indice"}
_ALIKE = 0.86
"""From so much likeness on, two titles are one with a slip in it (difflib's ratio)."""
_LONG = 200
"""Characters at most that a title has, with what is written around it."""
_MATCHED = 0.6
"""So many of the entries have to be headings of the text, or the contents are another book's."""


@dataclass(frozen=True)
class _Listed:
    """An entry with its depth from 1, and the heading that it names."""

    entry: Entry
    depth: int
    heading: Heading | None
    is_exact: bool = True


def use_contents(draft: Draft) -> Iterator[Edit | Remark]:
    """Typed contents go, and what they list settles the level and the text of the headings."""
    if draft.is_notes:
        return
    titles = {bare(heading.plain) for heading in draft.file.headings} - {""}
    for entries in runs_of_entries(draft.file, titles):
        yield from _taken_out(draft, entries)
        listed = _matched(draft.file, entries)
        found = [one for one in listed if one.heading or _paragraph(draft, one, entries[-1].end)]
        if len(found) < _MATCHED * len(listed):
            yield Remark(
                entries[0].start,
                f"typed contents list {len(listed)} titles, and the text has {len(found)} of them",
                "look whether they are this book's",
                draft.text[entries[0].start : entries[-1].end],
            )
            continue
        yield from _levelled(draft, listed)
        for one in listed:
            if one.heading is None:
                yield from _unmarked(draft, one, entries[-1].end)
            elif not one.is_exact:
                yield Remark(
                    one.heading.start,
                    f"heading “{one.heading.plain}” is “{one.entry.title}” in the typed contents",
                    "look which of the two is right",
                    one.entry.title,
                )


def _taken_out(draft: Draft, entries: Sequence[Entry]) -> Iterator[Edit]:
    """The lines of the contents, and the heading above them that has nothing else below it."""
    start, end = entries[0].start, entries[-1].end
    start = _name_of_contents(draft, start)
    above = [heading for heading in draft.file.headings if heading.end <= start]
    if above and not draft.text[above[-1].end : start].strip():
        start = above[-1].start
    yield Edit(
        start,
        end,
        "",
        "every edition makes its own contents; these were used to settle the headings",
        "taken out",
    )


def _name_of_contents(draft: Draft, start: int) -> int:
    """The begin of the line “Contents” above, if it is a paragraph and no heading."""
    before = [block for block in draft.file.blocks if block.end <= start]
    if before and before[-1].kind == "paragraph":
        words = bare(draft.text[before[-1].start : before[-1].end])
        if words in {bare(draft.locale.words["contents"]), *_NAMES}:
            return before[-1].start
    return start


def _matched(file: TextFile, entries: Sequence[Entry]) -> list[_Listed]:
    """The entries with their headings, which come in the same order."""
    indents = sorted({_indent(file, entry) for entry in entries})
    headings = [h for h in file.headings if h.start > entries[-1].end]
    found, first = list[_Listed](), 0
    for entry in entries:
        depth = indents.index(_indent(file, entry)) + 1
        wanted = bare(_TAG.sub("", entry.title))
        number = next(
            (n for n in range(first, len(headings)) if bare(headings[n].plain) == wanted), None
        )
        is_exact = number is not None
        if number is None:
            number = next(
                (
                    n
                    for n in range(first, min(first + 3, len(headings)))
                    if _is_like(bare(headings[n].plain), wanted)
                ),
                None,
            )
        if number is not None:
            first = number + 1
        found.append(_Listed(entry, depth, None if number is None else headings[number], is_exact))
    return found


def _is_like(one: str, two: str) -> bool:
    return difflib.SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE


def _indent(file: TextFile, entry: Entry) -> int:
    line = file.text.rfind("\n", 0, entry.start) + 1
    match = _INDENT.match(file.text, line)
    return len(match.group().expandtabs(4)) if match else 0


def _levelled(draft: Draft, listed: Sequence[_Listed]) -> Iterator[Edit]:
    """Each heading at the depth at which it is listed, and those below it moved with it."""
    depths = {one.heading.start: one.depth for one in listed if one.heading}
    shift = 0
    for heading in draft.file.headings:
        if heading.start <= listed[-1].entry.end:
            continue
        if heading.start in depths:
            level = depths[heading.start]
            shift = level - heading.level
            why = f"the typed contents list it at level {level}"
        else:
            level = max(1, min(6, heading.level + shift))
            why = "it stands below a heading whose level the typed contents settle"
        if level != heading.level:
            yield from relevelled(draft.file, heading, level, why)


def _unmarked(draft: Draft, one: _Listed, after: int) -> Iterator[Edit | Remark]:
    """A line of its own in the text that is listed becomes a heading."""
    if span := _paragraph(draft, one, after):
        words = " ".join(draft.text[span[0] : span[1]].split())
        title = words if "\n" not in draft.text[span[0] : span[1]] else one.entry.title
        yield Edit(
            *span,
            f"{'#' * one.depth} {title}",
            "the typed contents list it as a heading",
        )
        return
    yield Remark(
        after,
        f"the typed contents list “{one.entry.title}”, and no heading says so",
        "look for its place in the text, and mark it with #",
        one.entry.title,
    )


def _paragraph(draft: Draft, one: _Listed, after: int) -> tuple[int, int] | None:
    """Where in the text a paragraph, or a number and the title below it, is what is listed."""
    wanted = bare(_TAG.sub("", one.entry.title))
    blocks = [block for block in draft.file.blocks if block.start > after]
    for block, below in zip_longest(blocks, blocks[1:]):
        if block.kind not in {"paragraph", "item"}:
            continue
        words = bare(_TAG.sub("", draft.text[block.start : min(block.end, block.start + _LONG)]))
        if words == wanted:
            return block.start, block.end
        if below and below.kind == "paragraph" and words and wanted.startswith(words):
            both = draft.text[block.start : min(below.end, block.start + _LONG)]
            if bare(_TAG.sub("", both)) == wanted:
                return block.start, below.end
    return None
