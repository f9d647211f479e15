"""Lines that name a part or a chapter of a book by its number: “Chapter II”, “Erster Teil”."""

from __future__ import annotations

import re

_ROMAN = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_NUMBER = (
    rf"(?:\d{{1,3}}|{_ROMAN}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|the first|the second|"
    r"the third|primera?|segund[ao]|tercera?|cuart[ao]|quint[ao]|première?|deuxième|troisième|"
    r"quatrième|cinquième|erste[rs]?|zweite[rs]?|dritte[rs]?|vierte[rs]?|fünfte[rs]?)"
)
_PART_WORDS = r"part|book|teil|buch|parte|libro|livre|partie|часть|книга|część"
_CHAPTER_WORDS = (
    r"chapter|chap\.|kapitel|cap[íi]tulo|capitolo|chapitre|глава|rozdział|kapitola|section|"
    r"letter|act"
)
_NAMED = r"(?:(?:WORDS)\s+NUMBER|NUMBER\s+(?:WORDS))(?P<rest>[.:—–-]?(?:\s+\S.*)?)"


def _named(words: str) -> re.Pattern[str]:
    """A line that begins with one of the words and a number, in either order."""
    return re.compile(_NAMED.replace("NUMBER", _NUMBER).replace("WORDS", words), re.IGNORECASE)


PART = _named(_PART_WORDS)
CHAPTER = _named(_CHAPTER_WORDS)
ALONE = re.compile(rf"(?:{_ROMAN}|\d{{1,3}})\.?")
_SENTENCE = 60


def names_a_chapter(words: str) -> bool:
    """Whether the words are such a line.

    >>> names_a_chapter("CHAPTER II. The Strike"), names_a_chapter("Part of the town burnt")
    (True, False)
    """
    return is_named(CHAPTER, words) or is_named(PART, words)


def is_named(pattern: re.Pattern[str], words: str) -> bool:
    """Whether a line names a part or a chapter, and does not go on as a sentence."""
    match = pattern.fullmatch(words)
    if not match:
        return False
    rest = (match["rest"] or "").strip()
    is_sentence = rest.endswith((".", "!", "?")) and len(rest) > _SENTENCE
    return not rest or not (rest[0].islower() or is_sentence)


def value_of(number: str) -> int:
    """The value of a number in figures or in Roman numerals up to hundreds.

    >>> value_of("XIV")
    14
    """
    if number.isdecimal():
        return int(number)
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    for letter, after in zip(number, [*number[1:], ""], strict=True):
        value = values[letter]
        total += -value if after and values[after] > value else value
    return total
