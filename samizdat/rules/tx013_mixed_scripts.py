"""TX013 mixed scripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from fontTools import unicodedata

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source

_WORD = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f]+")
# Letters that look alike in two scripts, in the same order. Where another letter of a foreign
# script stands in a word, as in “PDFы” or “kΩ”, somebody meant it.
_ALIKE = [
    {"Latn": "ABCEHIJKMOPSTXYaceijopsxyhu", "Cyrl": "АВСЕНІЈКМОРЅТХУасеіјорѕхуһи"},
    {"Latn": "ABEHIKMNOPTXYZovuipkt", "Grek": "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖονυιρκτ"},
    {"Cyrl": "АВЕНІКМОРТХУГПорк", "Grek": "ΑΒΕΗΙΚΜΟΡΤΧΥΓΠορκ"},
]
_NAMES = {"Latn": "Latin", "Cyrl": "Cyrillic", "Grek": "Greek"}


@rule("TX013", level="review", reads=Source)
def mixed_scripts(source: Source) -> Iterator[Problem]:
    """A word has a letter of another script that only looks like its own.

    Why: nobody sees it, but a search does not find the word, it is read aloud wrongly, and the
    letter comes from another typeface.

    Bad:
        She read an old bооk on cloth.

    Good:
        She read an old book on cloth, самиздат, of 3 μm and 2 kΩ.
    """
    for file in source.texts:
        yield from few(_of(file))


def _of(file: TextFile) -> Iterator[Problem]:
    if file.prose.isascii():
        return
    foreign = {
        word: found
        for word in set(_WORD.findall(file.prose))
        if not word.isascii() and (found := _foreign(word))
    }
    if not foreign:
        return
    for match in _WORD.finditer(file.prose):
        if match.group() in foreign:
            letters, theirs, own, meant = foreign[match.group()]
            named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters)
            noun = "letters" if len(letters) > 1 else "letter"
            yield Problem(
                file.location(match.start(), len(match.group())),
                f"“{match.group()}” has the {_NAMES[theirs]} {noun} {named} among "
                f"{_NAMES[own]} ones",
                f"type the word again: {meant}",
            )


def _foreign(word: str) -> tuple[str, str, str, str] | None:
    """The foreign letters of a word, their script, the word's own, and the word as it was meant."""
    counts = Counter(script for letter in word if (script := _script(letter)) in _NAMES)
    if len(counts) != 2 or len(word) < 3:
        return None
    for theirs, own in (tuple(s for s, _ in reversed(counts.most_common())), tuple(counts)):
        alike = next(pair for pair in _ALIKE if theirs in pair and own in pair)
        letters = {letter for letter in word if _script(letter) == theirs}
        if theirs != own and counts[theirs] <= counts[own] and letters <= set(alike[theirs]):
            meant = word.translate(str.maketrans(alike[theirs], alike[own]))
            return "".join(sorted(letters, key=word.index)), theirs, own, meant
    return None


@cache
def _script(letter: str) -> str:
    return str(unicodedata.script(letter))
