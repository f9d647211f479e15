"""Words with a letter of another script that only looks like their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fontTools import unicodedata

from samizdat.scanner import TextFile

_WORD = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f]+")
# Letters that look alike in two scripts, in the same order. Where another letter of a foreign
# script stands in a word, as in “PDFы” or “kΩ”, somebody meant it.
_ALIKE = [
    {"Latin": "ABCEHIJKMOPSTXYaceijopsxyhu", "Cyrillic": "АВСЕНІЈКМОРЅТХУасеіјорѕхуһи"},
    {"Latin": "ABEHIKMNOPTXYZovuipkt", "Greek": "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖονυιρκτ"},
    {"Cyrillic": "АВЕНІКМОРТХУГПорк", "Greek": "ΑΒΕΗΙΚΜΟΡΤΧΥΓΠορκ"},
]
_SCRIPTS = {"Latin", "Cyrillic", "Greek"}


@dataclass(frozen=True)
class Mixture:
    """The foreign `letters` of a word, each once, the names of both scripts, and the word meant."""

    letters: str
    foreign: str
    own: str
    meant: str


@dataclass(frozen=True)
class MixedWord:
    """A word at the offset `start` that letters of two scripts are mixed in."""

    start: int
    word: str
    mixture: Mixture

    @property
    def end(self) -> int:
        """The offset behind the word."""
        return self.start + len(self.word)


def mixed_words(file: TextFile) -> Iterator[MixedWord]:
    """The words of the text that a foreign letter has got into, in order."""
    if len({_script(sign) for sign in file.signs if sign.isalnum()} & _SCRIPTS) < 2:
        return
    mixed = {
        word: found
        for word in set(_WORD.findall(file.prose))
        if not word.isascii() and (found := _mixture(word))
    }
    if not mixed:
        return
    for match in _WORD.finditer(file.prose):
        if match.group() in mixed:
            yield MixedWord(match.start(), match.group(), mixed[match.group()])


def _mixture(word: str) -> Mixture | None:
    counts = Counter(script for letter in word if (script := _script(letter)) in _SCRIPTS)
    if len(counts) != 2 or len(word) < 3:
        return None
    for theirs, own in (tuple(s for s, _ in reversed(counts.most_common())), tuple(counts)):
        alike = next(pair for pair in _ALIKE if theirs in pair and own in pair)
        letters = {letter for letter in word if _script(letter) == theirs}
        if theirs != own and counts[theirs] <= counts[own] and letters <= set(alike[theirs]):
            meant = word.translate(str.maketrans(alike[theirs], alike[own]))
            return Mixture("".join(sorted(letters, key=word.index)), theirs, own, meant)
    return None


@cache
def _script(letter: str) -> str:
    return str(unicodedata.script_name(unicodedata.script(letter)))
