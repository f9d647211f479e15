"""Compares two releases for readers. Pure.

What changes must add up to is said in `changes.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from samizdat.releases.changes.change import Change, Changes, ChapterChange, LanguageChange, What
from samizdat.releases.changes.counterparts import Counterparts
from samizdat.releases.changes.matching import TELLING, in_order
from samizdat.releases.changes.told import Passage, Telling, ToldChapter, ToldNote, ToldRelease
from samizdat.releases.changes.wording import Part, counted, differences, words
from samizdat.releases.divided import rejoined


def compare(old: ToldRelease | None, new: ToldRelease) -> Changes:
    """What changed from the old release to the new one, by language, those that are gone last."""
    locales = [one.locale for one in new.languages]
    if old is not None:
        locales += [one.locale for one in old.languages if one.locale not in locales]
    languages = [
        _language(old.language(locale) if old else None, new.language(locale)) for locale in locales
    ]
    return Changes(
        new.title, old.version if old else None, new.version, new.modified, tuple(languages)
    )


def _language(old: Telling | None, new: Telling | None) -> LanguageChange:
    told = new or old
    assert told is not None  # noqa: S101  # one of the two releases has it
    before, now = (sum(map(_size, one.chapters)) if one else 0 for one in (old, new))
    change = LanguageChange(
        told.locale,
        told.language,
        "new" if old is None else "gone" if new is None else "same",
        differences(old.title if old else "", new.title if new else ""),
        before,
        now,
        now if old is None else 0,
        before if new is None else 0,
        old.pages if old else None,
        new.pages if new else None,
        told.kept or (old.kept if old else ""),
    )
    if change.kept:  # one of the two has no text that could be compared
        return replace(change, words=before or now, words_before=before or now, words_in=0)
    if old is None or new is None:
        return change
    chapters = list(_chapters(Counterparts(old.chapters, new.chapters)))
    is_same = not chapters and _stayed(change.title)
    return replace(
        change,
        what="same" if is_same else "changed",
        words_in=sum(one.words_in for one in chapters),
        words_out=sum(one.words_out for one in chapters),
        chapters=tuple(chapters),
    )


def _chapters(found: Counterparts) -> Iterator[ChapterChange]:
    """The chapters that are not the same, in their order; one that is gone where it was."""
    stayed = in_order(sorted(found.before.items()))
    gone = found.gone
    yield from (_gone(found, number) for number in gone.get(-1, ()))
    for place in range(len(found.new)):
        if change := _chapter(found, place, is_moved=place not in stayed):
            yield change
        yield from (_gone(found, number) for number in gone.get(place, ()))


def _chapter(found: Counterparts, place: int, *, is_moved: bool) -> ChapterChange | None:
    """What changed in a chapter of the new release, or None where nothing did."""
    chapter, before = found.new[place], found.before.get(place)
    title = differences(found.old[before].title if before is not None else "", chapter.title)
    passages, notes = list(rejoined(_passages(found, place))), list(_notes(found, place))
    words_in, words_out = _sum([title, *(one.parts for one in (*passages, *notes))])
    change = ChapterChange(chapter.id, "changed", False, title, _size(chapter), words_in, words_out)
    if before is None:
        return replace(change, what="new", opening=_opening(chapter))
    is_same = not passages and not notes and _stayed(title)
    if is_same and not is_moved:
        return None
    return replace(
        change,
        what="moved" if is_same else "changed",
        is_moved=is_moved,
        passages=tuple(passages),
        notes=tuple(notes),
    )


def _gone(found: Counterparts, number: int) -> ChapterChange:
    """A chapter that is gone; of its words those went out that are found nowhere else."""
    chapter = found.old[number]
    lost = [chapter.title, *(one.text for _, one in found.passages.lost(number))]
    lost += [one.text for _, one in found.notes.lost(number)]
    return ChapterChange(
        chapter.id,
        "gone",
        False,
        _only("out", chapter.title),
        _size(chapter),
        0,
        sum(len(words(text)) for text in lost),
        opening=_opening(chapter),
    )


def _passages(found: Counterparts, place: int) -> Iterator[Change]:
    """The passages of a chapter that are not the same, with those that are gone from it."""
    before = found.before.get(place)
    now = found.passages.within(place)
    own = [(j, i) for j, _, i in now if i is not None and found.passages.home(i) == before]
    stayed = in_order(own)
    kept = {j: i for j, i in own if j in stayed}
    gone = [] if before is None else found.passages.lost(before)
    lost = [(i, Change("gone", one.kind, _only("out", one.text))) for i, one in gone]
    changes = [
        (j, _passage(found, passage, i, before, is_moved=j not in stayed)) for j, passage, i in now
    ]
    return _merged(changes, kept, lost)


def _merged(
    changes: Iterable[tuple[int, Change | None]],
    kept: Mapping[int, int],
    lost: Iterable[tuple[int, Change]],
) -> Iterator[Change]:
    """The changes, and those that are gone where they were: before what is new in their place.

    `kept` are the numbers before of those that stayed in their order, by their new ones.
    """
    ends, behind = list(kept.values()), defaultdict[int, list[Change]](list)
    for number, gone in lost:
        behind[bisect_left(ends, number)].append(gone)
    seen = 0
    yield from behind[seen]
    for j, change in changes:
        if change:
            yield change
        if j in kept:
            seen += 1
            yield from behind[seen]


def _passage(
    found: Counterparts, passage: Passage, i: int | None, before: int | None, *, is_moved: bool
) -> Change | None:
    """What changed of a passage whose number in the old release is `i`, or None."""
    if i is None:
        return Change("new", passage.kind, _only("in", passage.text))
    parts, home = differences(found.passages.old(i).text, passage.text), found.passages.home(i)
    if home != before:
        return Change("moved", passage.kind, parts, found.old[home].title)
    if is_moved and len(words(passage.text)) >= TELLING:
        return Change("moved", passage.kind, parts)
    return None if _stayed(parts) else Change("changed", passage.kind, parts)


def _notes(found: Counterparts, place: int) -> Iterator[Change]:
    """The notes of a chapter that are new, gone or changed; they move with the text."""
    before, now = found.before.get(place), found.notes.within(place)
    own = [(j, i) for j, _, i in now if i is not None and found.notes.home(i) == before]
    stayed = in_order(own)
    kept = {j: i for j, i in own if j in stayed}
    gone = [] if before is None else found.notes.lost(before)
    lost = [(i, _note("gone", note, _only("out", note.text))) for i, note in gone]
    return _merged([(j, _noted(found, note, i)) for j, note, i in now], kept, lost)


def _noted(found: Counterparts, note: ToldNote, i: int | None) -> Change | None:
    if i is None:
        return _note("new", note, _only("in", note.text))
    parts = differences(found.notes.old(i).text, note.text)
    return None if _stayed(parts) else _note("changed", note, parts)


def _note(what: What, note: ToldNote, parts: tuple[Part, ...]) -> Change:
    return Change(what, "note", parts, mark=note.mark, series=note.series)


def _only(kind: Literal["in", "out"], text: str) -> tuple[Part, ...]:
    return ((kind, text),) if text else ()


def _stayed(parts: Iterable[Part]) -> bool:
    return all(kind == "same" for kind, _ in parts)


def _sum(every: Iterable[tuple[Part, ...]]) -> tuple[int, int]:
    """The words that came in, and those that went out."""
    counts = [counted(parts) for parts in every]
    return sum(come for come, _ in counts), sum(went for _, went in counts)


def _size(chapter: ToldChapter) -> int:
    """How many words a chapter has, with its title and its notes."""
    return sum(len(words(text)) for text in (chapter.title, *chapter.texts))


def _opening(chapter: ToldChapter) -> str:
    return next((one.text for one in chapter.passages if one.kind == "paragraph"), "")
