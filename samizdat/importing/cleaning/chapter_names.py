"""Lines that name a part or a chapter by its number, in several languages."""

from __future__ import annotations

import re

_ROMAN = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_NUMBER = (
    rf"(?:\d{{1,3}}|{_ROMAN}|(?:the )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)"
    r"|primer[ao]?|segund[ao]|tercer[ao]?|cuart[ao]|quint[ao]|sext[ao]|primo|prima|second[ao]"
    r"|terz[ao]|quart[ao]|primeir[ao]|terceir[ao]|uno|dos|tres"
    r"|premi(?:er|ère)|deuxième|second(?:e)?|troisième|quatrième|cinquième|sixième"
    r"|erste[rs]?|zweite[rs]?|dritte[rs]?|vierte[rs]?|fünfte[rs]?|sechste[rs]?|siebte[rs]?"
    r"|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn"
    r"|перв(?:ая|ый)|втор(?:ая|ой)|треть?[яийе]+|четв[её]рт(?:ая|ый)|пят(?:ая|ый)|шест(?:ая|ой)"
    r"|седьм(?:ая|ой)|восьм(?:ая|ой)|девят(?:ая|ый)|десят(?:ая|ый))"
)
_PART_WORDS = r"part|book|volume|teil|buch|band|parte|libro|livro|livre|partie|tome|часть|книга|том"
_CHAPTER_WORDS = (
    r"chapter|chap\.|kapitel|cap[íi]tulo|cap[íi]tol|capitolo|chapitre|глава|розділ|rozdział"
    r"|kapitola|section|letter|act"
)
_CHINESE = r"第\s?[〇零一二三四五六七八九十百\d]{1,5}\s?"
_HEBREW_NUMBER = r"(?:\d{1,3}|[א-ת][׳'\"״]?[א-ת]?|ראשון|שני|שלישי|רביעי|חמישי)"


def _named(words: str, chinese: str, hebrew: str) -> re.Pattern[str]:
    """A line that begins with one of the words and a number, in either order."""
    return re.compile(
        rf"(?:(?:{words})\s+{_NUMBER}|{_NUMBER}\s+(?:{words})|{_CHINESE}[{chinese}]"
        rf"|(?:{hebrew}) {_HEBREW_NUMBER}(?!\w))"
        r"(?P<rest>[.:：、—–-]?(?:\s+\S.*)?|(?<=[章节節部回编編])\S.*)",
        re.IGNORECASE,
    )


_PART = _named(_PART_WORDS, "部编編卷", "חלק|ספר")
_CHAPTER = _named(_CHAPTER_WORDS, "章节節回", "פרק")
_ALONE = re.compile(rf"(?:{_ROMAN}|\d{{1,3}})\.?")
_SENTENCE = 60


def is_part(words: str) -> bool:
    """Whether a line names a part or a book of several."""
    return _is_named(_PART, words)


def is_chapter(words: str) -> bool:
    """Whether a line names a chapter."""
    return _is_named(_CHAPTER, words)


def is_bare(words: str) -> bool:
    """Whether a line names a part or chapter by its number only, without its title."""
    match = _PART.fullmatch(words) or _CHAPTER.fullmatch(words)
    return bool(_ALONE.fullmatch(words)) or bool(match and not match["rest"].strip(" .:—–-"))


def number_alone(words: str) -> int | None:
    """The number, in figures or Roman ones, that is all of a line."""
    if not _ALONE.fullmatch(words):
        return None
    number = words.rstrip(".")
    if number.isdecimal():
        return int(number)
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    for letter, after in zip(number, [*number[1:], ""], strict=True):
        value = values[letter]
        total += -value if after and values[after] > value else value
    return total


def _is_named(pattern: re.Pattern[str], words: str) -> bool:
    """Whether a line names a part or a chapter, and does not go on as a sentence."""
    match = pattern.fullmatch(words)
    if not match:
        return False
    rest = match["rest"].strip()
    is_sentence = rest.endswith((".", "!", "?", "。")) and len(rest) > _SENTENCE
    return not rest or not (rest[0].islower() or is_sentence)
