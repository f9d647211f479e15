"""The languages: their words, quotation marks and spaces, one TOML file a language.

A new language is one new file here, named by its BCP 47 tag, with the keys of `en.toml`. What is
known of every language, its direction, how it writes a date and joins a list, comes from CLDR
through Babel.
"""

from __future__ import annotations

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import babel
from babel.dates import format_date
from babel.lists import format_list

FOLDER = Path(__file__).parent
FALLBACK = "en"
"""The language whose words serve a book in a language that has no file."""

Direction = Literal["ltr", "rtl"]

# ISO 15924, and the scripts that Unicode's UAX #9 has run from right to left.
_FROM_THE_RIGHT = {"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"}


@dataclass(frozen=True)
class Figures:
    """The ten digits of a way of writing numbers, and the name of CSS for it.

    Source: CSS Counter Styles Level 3, section 6.1.
    """

    style: str = "decimal"
    digits: str = "0123456789"

    def write(self, text: str) -> str:
        """The text with these digits in place of 0 to 9.

        >>> load("fa").figures(None).write("12")
        '۱۲'
        """
        return text.translate(str.maketrans("0123456789", self.digits))


LATIN = Figures()
# By CLDR's names; the house style has typefaces for these.
_FIGURES = {
    "arab": Figures("arabic-indic", "٠١٢٣٤٥٦٧٨٩"),
    "arabext": Figures("persian", "۰۱۲۳۴۵۶۷۸۹"),
}


@dataclass(frozen=True)
class Locale:
    """What a language needs beyond its text.

    `quotes` are the outer opening and closing marks and the inner ones. `space_before` are the
    marks that take the no-break `space` before them, and `space_inside_quotes` is the space inside
    the outer quotation marks, empty in most languages. `dash` is the dash between spaces, and
    `holds_dash` whether no line begins with it; `held` are the words of one letter that end no
    line. `first_day` is how the first of a month is
    written where it is an ordinal, as in French. `words` are the words that samizdat itself
    writes into a book; `sections` are the names of what a chapter may be, by DPUB-ARIA's terms.
    """

    tag: str
    direction: Direction
    quotes: tuple[str, str, str, str]
    space_before: str
    space: str
    space_inside_quotes: str
    dash: str
    holds_dash: bool
    held: str
    first_day: str
    words: dict[str, str]
    sections: dict[str, list[str]]

    def date(self, day: datetime.date) -> str:
        """The day in words, as the language of the tag writes it; by numbers where none is known.

        >>> load("fr").date(datetime.date(2026, 3, 1))
        '1er mars 2026'
        """
        known = in_cldr(self.tag)
        if known is None:
            return day.isoformat()
        written = format_date(day, "long", known)
        return re.sub(r"^1\b", self.first_day, written) if self.first_day else written

    def figures(self, wanted: Literal["latin", "native"] | None) -> Figures:
        """The figures that are wanted, or those that the language usually has, by CLDR."""
        known = in_cldr(self.tag)
        if known is None or wanted == "latin":
            return LATIN
        native = known.other_numbering_systems.get("native", "")
        system = native if wanted == "native" else known.default_numbering_system
        return _FIGURES.get(system, LATIN)

    def listed(self, names: Sequence[str]) -> str:
        """The names in one line with the language's word before the last: A, B and C.

        >>> load("es").listed(["Ana", "Berta", "Clara"])
        'Ana, Berta y Clara'
        """
        return format_list(names, "standard", in_cldr(self.tag) or babel.Locale("en"))


def runs_left(words: str) -> bool:
    """Whether the words have letters of a script that runs from right to left.

    Source: the Unicode Bidirectional Algorithm (UAX #9), classes R and AL.
    """
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in words)


@cache
def tags() -> tuple[str, ...]:
    """The tags of the languages that have a file, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def nearest(tag: str) -> str | None:
    """The known tag that serves `tag`: `de-AT` is served by `de`; None when none does.

    Source: the lookup of RFC 4647, section 3.4: subtags are cut from the end.
    """
    known = {one.lower(): one for one in tags()}
    parts = tag.lower().split("-")
    while parts:
        if "-".join(parts) in known:
            return known["-".join(parts)]
        parts.pop()
    return None


@cache
def load(tag: str) -> Locale:
    """The locale for a BCP 47 tag, by its nearest known language, or with English words."""
    data = _file(nearest(tag) or FALLBACK)
    return Locale(
        tag=tag,
        direction=_direction(tag),
        quotes=tuple(data["quotes"]),
        space_before=data.get("space-before", ""),
        space=data.get("space", "\u202f"),
        space_inside_quotes=data.get("space-inside-quotes", ""),
        dash=data.get("dash", "–"),
        holds_dash=data.get("holds-dash", False),
        held=data.get("held", ""),
        first_day=data.get("first-day", ""),
        words=data["words"],
        sections=data["sections"],
    )


def _file(tag: str) -> dict[str, Any]:
    """What the file of the tag says, over what the file says that it is like."""
    data = tomllib.loads((FOLDER / f"{tag}.toml").read_text("utf-8"))
    if "like" not in data:
        return data
    base = _file(data["like"])
    words = base["words"] | data.get("words", {})
    sections = base["sections"] | data.get("sections", {})
    return base | data | {"words": words, "sections": sections}


@cache
def in_cldr(tag: str) -> babel.Locale | None:
    """The language as CLDR knows it, or None."""
    try:
        return babel.Locale.parse(tag, sep="-")
    except (babel.UnknownLocaleError, ValueError):
        return None


def _direction(tag: str) -> Direction:
    """The direction of the script that the tag names, or in which CLDR has the language written."""
    scripts = [part for part in tag.lower().split("-")[1:] if re.fullmatch(r"[a-z]{4}", part)]
    if scripts:
        return "rtl" if scripts[0] in _FROM_THE_RIGHT else "ltr"
    known = in_cldr(tag)
    return "rtl" if known is not None and known.text_direction == "rtl" else "ltr"
