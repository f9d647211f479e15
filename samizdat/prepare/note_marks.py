"""The marks of the notes, each series its own, from metadata's `notes:`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from samizdat import locales
from samizdat.book import Book, Note, Speaker, calls, calls_of
from samizdat.metadata import Series

# The order of the trade (The Chicago Manual of Style, 17th edition, 14.25); then doubled.
_SYMBOLS = "*†‡§‖¶"


def mark_notes(book: Book) -> Book:
    """Each note has its mark, in the order of the calls, and the notes stand in that order.

    Notes that nothing calls come last and keep an empty mark.
    """
    locale = locales.load(book.metadata.language)
    figures = locale.figures(book.metadata.numerals)
    settings = {"author": book.metadata.notes.author, "translator": book.metadata.notes.translator}
    by_key = {note.key: note for note in book.notes}
    counts: dict[Speaker, int] = {"author": 0, "translator": 0}
    marked: dict[str, Note] = {}

    def mark(key: str) -> None:
        note = by_key[key]
        if key in marked:
            return
        counts[note.series] += 1
        marked[key] = replace(
            note, mark=figures.write(mark_of(settings[note.series], counts[note.series]))
        )
        for inner in calls(note.blocks):
            mark(inner)

    for chapter in book.chapters:
        for series, setting in settings.items():
            if setting.restart == "chapter":
                counts[series] = 0  # type: ignore[index]  # the keys are the speakers
        for key in calls_of(chapter):
            mark(key)
    rest = [note for note in book.notes if note.key not in marked]
    return replace(book, notes=(*marked.values(), *rest))


def mark_of(series: Series, number: int) -> str:
    """The mark of the `number`th note of a series, counted from 1."""
    return _MARKS[series.marks](number)


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def _symbols(number: int) -> str:
    times, place = divmod(number - 1, len(_SYMBOLS))
    return _SYMBOLS[place] * (times + 1)


_MARKS: dict[str, Callable[[int], str]] = {
    "numbers": str,
    "letters": _letters,
    "symbols": _symbols,
}
