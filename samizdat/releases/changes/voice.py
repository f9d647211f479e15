"""How a language says what changed: its words, numbers and dates, and its direction."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache

from babel.numbers import format_decimal

from samizdat import language_support, locales
from samizdat.releases.changes.change import LanguageChange
from samizdat.releases.changes.history import LanguageSummary


@dataclass(frozen=True)
class Voice:
    """A language in which a page or a feed speaks."""

    tag: str
    name: str
    direction: locales.Direction
    words: dict[str, str]

    def number(self, number: int) -> str:
        """A number with the marks between its thousands and the figures of the language."""
        known = locales.in_cldr(self.tag) or locales.FALLBACK
        written: str = format_decimal(number, locale=known)
        return self.figures(written)

    def figures(self, text: str) -> str:
        """The text with the figures that the language usually has."""
        return locales.load(self.tag).figures(None).write(text)

    def version(self, version: str, modified: datetime.datetime) -> str:
        """The version and its day, as a title page has them."""
        return self.words["version"].format(version=version, date=self._day(modified.date()))

    def _day(self, day: datetime.date) -> str:
        return self.figures(locales.load(self.tag).date(day))

    def what(self, what: str) -> str:
        """What became of a passage or a chapter, in a word; empty where it is the same."""
        return "" if what == "same" else self.words[f"change-{what}"]

    def told(self, name: str, value: str) -> str:
        """A name and what is told of it, with the colon as the language sets it."""
        locale = locales.load(self.tag)
        return f"{name}{locale.space if ':' in locale.space_before else ''}: {value}"

    def facts(self, one: LanguageChange | LanguageSummary) -> list[tuple[str, str]]:
        """Words in and out, and printed pages then and now: what it is, and how many."""
        facts = [
            (self.words["words-in"], self.number(one.words_in)),
            (self.words["words-out"], self.number(one.words_out)),
        ]
        if one.pages is not None:
            facts.append((self.words["pages"], self._pages(one.pages_before, one.pages)))
        return facts

    def _pages(self, before: int | None, now: int) -> str:
        if before is None or before == now:
            return self.number(now)
        arrow = "←" if self.direction == "rtl" else "→"
        return f"{self.number(before)} {arrow} {self.number(now)}"


@cache
def voice(tag: str) -> Voice:
    """The voice of the language with the BCP 47 tag."""
    locale = locales.load(tag)
    name = language_support.name(tag)
    # It stands where a heading or a line begins, as on the page of the release.
    return Voice(tag, name[:1].upper() + name[1:], locale.direction, locale.words)
