"""TX008 broken word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source
from samizdat.traces.words import LETTER, words_of

_BROKEN = re.compile(rf"(?P<sign>[-‐¬\u00ad])(?:(?P<space> )|[ \t]*\n[ \t>]*)(?P<rest>{LETTER}+)")
_FIRST = re.compile(rf"(?<![-\w]){LETTER}+\Z")
_LONGEST = 40
"""So many characters at most the first part of a word has."""
# Words before which a hyphen stands for a part that comes later: “Haupt- und Nebensache”.
_JOINING = re.compile(
    "and|x?or|nor|to|und|oder|bis|noch|sowie|bzw|wie|als|ja|et|ou|à|puis|y|o|u|ed?|od|i|oraz|lub|"
    "albo|czy|a|või|en|of|og|eller|och|eli|tai|и|или|либо|до|та|або|і|ve|veya|és|vagy|nebo|ani|și"
)
# Pronouns and the like that follow a hyphen of their own.
_HYPHENED = {
    "fr": "ils?|elles?|on|je|tu|nous|vous|l[ea]s?|lui|leurs?|[mt]oi|y|en|ce|ci|là|t|mêmes?|dess.*",
    "pt": "l?[oa]s?|n[oa]s|me|te|se|lhes?|vos|mesm[oa]",
    "ca": "l[oae]s?|hi|ho|me|te|se|n[oe]s?|vos",
    "ro": "o|l|i|le|mi|ți|și|ne|vă",
    "ru": "то|либо|нибудь|ка|таки",
    "en": "one|two|three|four|five|six|seven|eight|nine",
}
_BEFORE_HYPHENS = re.compile("self|well|ex|non|half|vice|anti|pseudo|semi|quasi|ill")


@dataclass(frozen=True)
class _Parts:
    """The two parts of a word, the sign between them and its place."""

    first: str
    sign: str
    rest: str
    place: int
    in_line: bool


@rule("TX008", level="review", reads=Source)
def broken_word(source: Source) -> Iterator[Problem]:
    """A word is divided by a hyphen, as at the end of a line of the copy.

    Why: lines end elsewhere in every edition, and the hyphen stays behind in the middle of a word.

    Bad:
        The weaver gave an exam-
        ple of her work.

    Good:
        The weaver gave an example of
        her work, well-made for main- and side-streets.
    """
    words: set[str] = set()
    kept = re.compile(_HYPHENED.get(source.locale[:2], "(?!)"))
    for file in source.texts:
        found = list(_divided(file))
        if found and not words:
            words = words_of(source.texts)
        broken = (parts for parts in found if _is_broken(parts, words, kept))
        yield from few(_problem(file, parts) for parts in broken)


def _divided(file: TextFile) -> Iterator[_Parts]:
    for match in _BROKEN.finditer(file.untabled):
        before = file.untabled[max(0, match.start() - _LONGEST) : match.start()]
        if match["rest"].islower() and (first := _FIRST.search(before)):
            yield _Parts(
                first.group(), match["sign"], match["rest"], match.start(), bool(match["space"])
            )


def _is_broken(parts: _Parts, words: set[str], kept: re.Pattern[str]) -> bool:
    first, rest = parts.first.lower(), parts.rest
    if _JOINING.fullmatch(rest):
        return False
    if first + rest in words:
        return True
    if parts.in_line or f"{first}-{rest}" in words:
        return False
    is_compound = kept.fullmatch(rest) or _BEFORE_HYPHENS.fullmatch(first)
    return parts.sign in "¬\u00ad" or not is_compound


def _problem(file: TextFile, parts: _Parts) -> Problem:
    first, rest = parts.first, parts.rest
    shown = "-" if parts.sign == "\u00ad" else parts.sign
    place = "by a hyphen and a space" if parts.in_line else "at a line's end"
    return Problem(
        file.location(parts.place - len(first), len(first) + 1),
        f"“{first}{shown}” and “{rest}” look like one word broken {place}",
        f"write {first}{rest}, or {first}-{rest} in one line if the hyphen belongs to it",
    )
