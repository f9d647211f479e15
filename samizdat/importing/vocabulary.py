"""The words that are known: those of the book, and those of a list of the language."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from spellchecker import SpellChecker

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_OFTEN = 3
_USUAL = 40
"""So many of the words of a book come most often, and ten times so many of a language."""


class Vocabulary:
    """The words of a text and of its language, small letters or not."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language.partition("-")[0].lower()

    @cached_property
    def book(self) -> Counter[str]:
        """The words of the text, hyphened ones whole, in small letters, and how often they come."""
        return Counter(_WORD.findall(self._text.lower()))

    @cached_property
    def listed(self) -> SpellChecker | None:
        """The list of the language, or None where pyspellchecker has none."""
        if self._language not in SpellChecker.languages():
            return None
        return SpellChecker(language=self._language, distance=1)

    @cached_property
    def _usual(self) -> frozenset[str]:
        own = {word for word, _ in self.book.most_common(_USUAL)}
        if self.listed is None:
            return frozenset(own)
        counts = Counter(dict(self.listed.word_frequency.dictionary))
        return frozenset(own | {word for word, _ in counts.most_common(_USUAL * 10)})

    @cached_property
    def _small(self) -> Counter[str]:
        return Counter(re.findall(r"(?<![^\W\d_])[a-zà-ÿа-яά-ώ][^\W\d_]+", self._text))

    def is_usual(self, word: str) -> bool:
        """Whether it is one of the words that every page has."""
        return word.lower() in self._usual

    def is_name(self, word: str) -> bool:
        """Whether it has a capital, and not only since a sentence begins with it."""
        small = word.lower()
        return word != small and not self.is_usual(word) and self._small[small] < _OFTEN

    def knows(self, word: str) -> bool:
        """Whether the word is in the text elsewhere, or in the list of its language."""
        small = word.lower()
        if small in self.book:
            return True
        return self.listed is not None and small in self.listed
