"""A table of contents that was typed is taken out, and used: it knows the headings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from samizdat.importing.cleaning.levels import relevelled
from samizdat.importing.cleaning.listed import TAG, Listed, is_short, matched
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.incoming import Remark
from samizdat.scanner import TextFile
from samizdat.traces.typed_contents import Entry, runs_of_entries
from samizdat.traces.words import bare

_NAMES = {
    *("contents", "table of contents", "inhalt", "inhaltsverzeichnis", "índice", "indice"),
    *("sommaire", "table des matières", "sommario", "sumário", "содержание", "оглавление", "зміст"),
    *("spis treści", "obsah", "目录", "目錄", "תוכן", "תוכן העניינים"),
}
_LONGEST_NAME = 60
_MATCHED = 0.6
"""So many of the entries have to be headings of the text, or the contents are another book's."""


def use_contents(draft: Draft) -> Iterator[Edit | Remark]:
    """Typed contents go, and what they list settles the level and the text of the headings."""
    if draft.is_notes:
        return
    file = draft.file
    headings = {bare(heading.plain) for heading in file.headings} - {""}
    named = set(_ends_of_names(draft))
    titles = headings | _lines_alone(file) if named else headings
    for entries in runs_of_entries(file, titles):
        above = len(draft.text[: entries[0].start].rstrip())
        is_named = above in named
        if not is_named and not all(_is_known(entry, headings) for entry in entries):
            continue
        listed = matched(file, entries)
        entries = tuple(one.entry for one in listed)
        if not entries:
            continue
        found = [one for one in listed if one.heading or one.block]
        is_sure = len(found) >= _MATCHED * len(listed)
        if is_named or is_sure:
            yield from _taken_out(draft, entries)
        if not is_sure:
            yield Remark(
                entries[0].start,
                f"typed contents list {len(listed)} titles, and {len(found)} of them are headings",
                "look whether the headings of the text are marked with # each",
                draft.text[entries[0].start : entries[-1].end],
            )
            continue
        yield from _levelled(draft, listed)
        for one in listed:
            if one.heading is None:
                yield _unmarked(draft, one, entries[-1].end)
            elif not one.is_exact:
                yield Remark(
                    one.heading.start,
                    f"heading “{one.heading.plain}” is “{one.entry.title}” in the typed contents",
                    "look which of the two is right",
                    one.entry.title,
                )


def _ends_of_names(draft: Draft) -> Iterator[int]:
    """Where headings or lines end that say “Contents” in the language of the book or another."""
    own = bare(draft.locale.words.get("contents", ""))
    for block in draft.file.blocks:
        if block.end - block.start <= _LONGEST_NAME and block.kind in {"heading", "paragraph"}:
            words = bare(TAG.sub("", draft.text[block.start : block.end]))
            if words and (words == own or words in _NAMES):
                yield block.end


def _lines_alone(file: TextFile) -> set[str]:
    """The words of paragraphs of one short line, which may be headings that nobody marked."""
    found = (file.text[block.start : block.end] for block in file.blocks if is_short(block))
    return {bare(TAG.sub("", words)) for words in found if "\n" not in words.strip()} - {
        "",
        *_NAMES,
    }


def _is_known(entry: Entry, headings: AbstractSet[str]) -> bool:
    """Whether an entry of contents that have no name has a page or is a heading of the book."""
    return bool(entry.page) or bare(entry.title) in headings


def _taken_out(draft: Draft, entries: Sequence[Entry]) -> Iterator[Edit]:
    """The lines of the contents, and the heading above them that has nothing else below it."""
    start, end = entries[0].start, entries[-1].end
    names = set(_ends_of_names(draft)) | {heading.end for heading in draft.file.headings}
    number = bisect_right(draft.file.blocks, start, key=lambda block: block.end) - 1
    if number >= 0 and not draft.text[draft.file.blocks[number].end : start].strip():
        above = draft.file.blocks[number]
        start = above.start if above.end in names else start
    yield Edit(
        start,
        end,
        "",
        "every edition makes its own contents; these were used to settle the headings",
        "taken out",
    )


def _levelled(draft: Draft, listed: Sequence[Listed]) -> Iterator[Edit]:
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


def _unmarked(draft: Draft, one: Listed, after: int) -> Edit | Remark:
    """A line of its own in the text that is listed becomes a heading."""
    if one.block:
        words = " ".join(draft.text[one.block.start : one.block.end].split())
        return Edit(
            one.block.start,
            one.block.end,
            f"{'#' * one.depth} {words}",
            "the typed contents list it as a heading",
        )
    return Remark(
        after,
        f"the typed contents list “{one.entry.title}”, and no heading says so",
        "look for its place in the text, and mark it with #",
        one.entry.title,
    )
