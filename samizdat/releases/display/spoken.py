"""Editions, numbers and sizes in the words of a language."""

from __future__ import annotations

import babel
from babel.numbers import format_decimal
from babel.units import format_unit

from samizdat import locales
from samizdat.locales import Locale

_NAMES = {"web": "web-page", "text": "plain-text"}
"""The words for the editions that have a name in every language."""

_MARKS = {"epub": "EPUB", "print": "PDF"}
_PAPERS = {"booklet-a4": "A4", "booklet-letter": "Letter"}


def edition_name(edition: str, locale: Locale) -> str:
    """What readers call an edition.

    >>> edition_name("booklet-a4", locales.load("de"))
    'Heft (A4)'
    """
    words = locale.words
    if edition in _NAMES:
        return words[_NAMES[edition]]
    if edition in _PAPERS:
        return f"{words['booklet']} ({_PAPERS[edition]})"
    return _MARKS.get(edition, edition)


def amount(number: int, locale: Locale) -> str:
    """The number as the language writes it.

    >>> amount(61234, locales.load("de"))
    '61.234'
    """
    return format_decimal(number, locale=_known(locale), numbering_system="default")


def size(octets: int, locale: Locale) -> str:
    """How large a file is, in kilobytes or megabytes of the language.

    A kilobyte has 1,000 octets, as in the International System of Units.

    >>> size(1_234_567, locales.load("es"))
    '1,2 MB'
    """
    large = octets >= 1_000_000
    number = round(octets / 1_000_000, 1) if large else max(1, round(octets / 1_000))
    written: str = format_unit(
        number,
        "digital-megabyte" if large else "digital-kilobyte",
        length="short",
        locale=_known(locale),
        numbering_system="default",
    )
    return written


def _known(locale: Locale) -> babel.Locale:
    """The language as CLDR knows it, or the one whose words serve it."""
    return (
        locales.in_cldr(locale.tag)
        or locales.in_cldr(locales.nearest(locale.tag) or locales.FALLBACK)
        or babel.Locale("en")
    )
