"""What changed, as lines for a terminal, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from samizdat import language_support
from samizdat.findings import Paint, harmless
from samizdat.releases.changes.change import Change, Changes, ChapterChange, LanguageChange
from samizdat.releases.changes.wording import shortened
from samizdat.translation.differences import in_a_line

SCHEMA = 1

_AROUND, _LONGEST = 6, 40
"""So many words are shown around a change, and of a passage that is new or gone."""

_STYLES = {"new": "hint", "gone": "error", "changed": "review", "moved": "place"}


def as_text(changes: Changes, paint: Paint) -> Iterator[str]:
    """The changes line by line, in the order of the book."""
    versions = dict.fromkeys((changes.old_version or "", changes.version))
    yield paint("place", harmless(f"{changes.title}: {' → '.join(filter(None, versions))}"))
    for one in changes.languages:
        yield ""
        yield harmless(f"{language_support.name(one.locale)} ({one.locale}): {_said(one)}")
        for chapter in one.chapters:
            yield ""
            yield from _chapter(chapter, paint)


def as_json(changes: Changes) -> str:
    """The changes as JSON with sorted keys; its parts have the names of the classes here."""
    data: Any = TypeAdapter(Changes).dump_python(changes, mode="json")
    return json.dumps({"schema": SCHEMA, **data}, ensure_ascii=False, indent=1, sort_keys=True)


def _said(one: LanguageChange) -> str:
    """What changed in a language, in a phrase."""
    if one.kept:
        return f"of an earlier release: {one.kept}"
    if one.what in {"new", "gone"}:
        return f"{one.what}, {_counted(one.words or one.words_before, 'word')}"
    pages = ""
    if one.pages is not None and one.pages_before is not None:
        pages = f"; pages {one.pages_before} → {one.pages}"
        pages = f"; {_counted(one.pages, 'page')}" if one.pages == one.pages_before else pages
    if one.what == "same":
        return f"the text is the same{pages}"
    return f"{_in_and_out(one.words_in, one.words_out)}{pages}"


def _in_and_out(words_in: int, words_out: int) -> str:
    return f"{_counted(words_in, 'word')} in, {words_out:,} out"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _chapter(chapter: ChapterChange, paint: Paint) -> Iterator[str]:
    name = harmless(in_a_line(chapter.title) if chapter.what == "changed" else chapter.name)
    head = paint("place", name or "(no title)")
    if chapter.what in {"new", "gone"}:
        what = paint(_STYLES[chapter.what], f"{chapter.what} chapter:")
        yield f"  {what} {head}, {_counted(chapter.words, 'word')}"
        return
    moved = f"{paint(_STYLES['moved'], 'moved:')} " if chapter.is_moved else ""
    has_words = chapter.words_in or chapter.words_out
    counts = f", {_in_and_out(chapter.words_in, chapter.words_out)}" if has_words else ""
    yield f"  {moved}{head}{counts}"
    for change in (*chapter.passages, *chapter.notes):
        yield _change(change, paint)


def _change(change: Change, paint: Paint) -> str:
    label: str = change.what
    if change.kind == "note":
        whose = "translator's note" if change.series == "translator" else "note"
        label = f"{label} {' '.join(filter(None, (whose, change.mark)))}"
    if change.origin:
        label += f" from {harmless(change.origin)}"
    parts = shortened(change.parts, _AROUND, _LONGEST)
    if change.what in {"new", "gone"}:
        parts = tuple(("same", text) for _, text in parts)
    return f"    {paint(_STYLES[change.what], label + ':')} {harmless(in_a_line(parts))}"
