"""Step 4, prepare: pure functions from `Book` to `Book`, once, for all editions.

Each function is in a file of its own; the order here is the order in which they are applied.
"""

from __future__ import annotations

from samizdat.book import Book
from samizdat.prepare.cross_references import fill_cross_references
from samizdat.prepare.directions import set_directions
from samizdat.prepare.ids import give_ids
from samizdat.prepare.ids_of_source import take_ids
from samizdat.prepare.note_marks import mark_notes
from samizdat.prepare.typography import set_typography

STEPS = (give_ids, mark_notes, fill_cross_references, set_directions, set_typography)


def prepare(book: Book, original: Book | None = None) -> Book:
    """The book as the editions take it: with ids, note marks, filled references, typography.

    A translation takes its ids from the `original`, which is the prepared book of its source.
    """
    if original is not None:
        book = take_ids(book, original)
    for step in STEPS:
        book = step(book)
    return book
