"""Quotation marks, dashes and spaces of the language, also within passages of another one."""

from __future__ import annotations

import re
from dataclasses import replace

from samizdat import locales
from samizdat.book import Book, Node, text, walk, with_trees
from samizdat.locales import Locale
from samizdat.prepare.dashes import with_dashes
from samizdat.prepare.gershayim import with_gershayim
from samizdat.prepare.held_words import with_held_words
from samizdat.prepare.passages import set_in_passages
from samizdat.prepare.quotation_marks import with_quotation_marks, with_straight_marks
from samizdat.prepare.ranges import with_dashes_in_ranges
from samizdat.prepare.spaces import with_spaces

_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_SETTINGS = (with_gershayim, with_dashes_in_ranges, with_dashes, with_spaces, with_held_words)


def set_typography(book: Book) -> Book:
    """What was typed on a keyboard becomes what the trade sets, by the rules of each language.

    Code, formulas and addresses are left alone; what is set already is not changed. Metadata's
    `typography: off` leaves everything as it was typed.
    """
    locale = locales.load(book.metadata.language)
    is_off = book.metadata.typography == "off"
    if is_off:
        book = with_trees(book, with_straight_marks, "Quoted")
    else:
        book = with_trees(book, lambda tree: _set(tree, locale))
    # What the language has set to be held stays so.
    titles = (_SPACES.sub(" ", text(c.heading, book.formulas)) for c in book.chapters)
    return replace(
        book,
        chapters=tuple(
            replace(c, title=title.strip()) for c, title in zip(book.chapters, titles, strict=True)
        ),
    )


def _set(tree: Node, locale: Locale) -> Node:
    marked = with_quotation_marks(tree, locale) if any(walk(tree, "Quoted")) else tree
    return set_in_passages(marked, locale, typeset)


def typeset(words: str, locale: Locale) -> str:
    """A passage of one language, set; typeset again it stays as it is."""
    for setting in _SETTINGS:
        words = setting(words, locale)
    return words
