"""TX006 character without a font."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat import fonts, lettering
from samizdat.book import Book
from samizdat.findings import Location, Problem
from samizdat.rules import rule


@rule("TX006", level="error", reads=Book)
def character_without_a_font(book: Book) -> Iterator[Problem]:
    """A character is in none of the typefaces of the house style.

    Why: in print there is a blank or a box in its place, and screens take any font they find.

    Bad:
        A sun: 𓀀

    Good:
        A sun: ☀
    """
    for character in sorted(fonts.uncovered(lettering.characters(book))):
        path = book.chapters[0].location.path if book.chapters else "manuscript/manuscript.md"
        yield Problem(
            Location(path),
            f"character {character} (U+{ord(character):04X}) is in no typeface here",
            "write it in other letters, or as a picture with its words",
        )
