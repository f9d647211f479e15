"""Words that a hyphen divides, as at the end of a line of the copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from samizdat.scanner import TextFile
from samizdat.traces.words import LETTER

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
class Divided:
    """What stands on both sides of a hyphen and a space, or a hyphen and a line's end.

    `first` begins at the offset `start`, the hyphen `sign` is at `sign_start`, and `rest` begins at
    `rest_start`. `in_line` says that one space is between, and no line's end.
    """

    first: str
    sign: str
    rest: str
    start: int
    sign_start: int
    rest_start: int
    in_line: bool


def divided(file: TextFile) -> Iterator[Divided]:
    """The words, or pairs of words, that a hyphen divides in the text; tables are left out."""
    for match in _BROKEN.finditer(file.untabled):
        before = file.untabled[max(0, match.start() - _LONGEST) : match.start()]
        if match["rest"].islower() and (first := _FIRST.search(before)):
            yield Divided(
                first.group(),
                match["sign"],
                match["rest"],
                match.start() - len(first.group()),
                match.start(),
                match.start("rest"),
                bool(match["space"]),
            )


def is_one_word(parts: Divided, words: AbstractSet[str], language: str) -> bool:
    """Whether the parts are one word that was broken, so that the hyphen doesn't belong to it.

    `words` are those that are known, in small letters; `language` is the code of the text's.
    """
    first, rest = parts.first.lower(), parts.rest
    if _JOINING.fullmatch(rest):
        return False
    if first + rest in words:
        return True
    if parts.in_line or f"{first}-{rest}" in words:
        return False
    is_pronoun = re.fullmatch(_HYPHENED.get(language[:2], "(?!)"), rest)
    is_compound = is_pronoun or _BEFORE_HYPHENS.fullmatch(first)
    return parts.sign in "¬\u00ad" or not is_compound
