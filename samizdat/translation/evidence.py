"""What shows that a passage of one language is the translation of a passage of another.

Note calls, links, pictures, citations, numbers and names pass from language to language; so does
the length, roughly (W. A. Gale and K. W. Church, "A Program for Aligning Sentences in Bilingual
Corpora", Computational Linguistics 19, 1993, whose measure of length this is).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from samizdat.translation.passages import Passage

_CALL = re.compile(r"\[\^([^\]\s\[]+)\](?!:)")
_LINK = re.compile(r"\]\(<?([^)\s>]+)")
_CITATION = re.compile(r"(?<![\w@])-?@\{?([\w:.#$%&+?<>~/-]*\w)")
_ID = re.compile(r"\{(?:[^{}\n]*\s)?(#[^\s{}]+)[^{}\n]*\}")
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZÀ-Þ][\w’'-]{2,}")
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_FORMULA = re.compile(r"\$\S(?:[^$\n]*\S)?\$")

_DEVIATION = 0.35
"""The standard deviation of the logarithm of the lengths of passages that are translations."""
_IMPOSSIBLE = 1e6


@dataclass(frozen=True)
class Evidence:
    """What a passage holds that a translation keeps."""

    passage: Passage

    @cached_property
    def calls(self) -> list[str]:
        """The labels of the notes that are called, in order."""
        masked = self.passage.file.masked[self.passage.start : self.passage.end]
        return _CALL.findall(masked)

    @cached_property
    def links(self) -> list[str]:
        """The addresses of links and pictures, in order."""
        masked = self.passage.file.masked[self.passage.start : self.passage.end]
        return _LINK.findall(masked)

    @cached_property
    def citations(self) -> list[str]:
        """The keys of the works that are cited, in order."""
        masked = self.passage.file.masked[self.passage.start : self.passage.end]
        bare = _LINK.sub("]", masked)
        return [key for key in _CITATION.findall(bare) if "@" not in key]

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers in figures, of any script, as plain ones."""
        return ["".join(str(int(sign)) for sign in n) for n in _NUMBER.findall(self.passage.prose)]

    @cached_property
    def code(self) -> list[str]:
        """What stands between backticks within the lines."""
        shown = self.passage.file.shown[self.passage.start : self.passage.end]
        return _CODE.findall(shown)

    @cached_property
    def formulas(self) -> list[str]:
        """The formulas, as they were written."""
        shown = _CODE.sub("", self.passage.file.shown[self.passage.start : self.passage.end])
        return _FORMULA.findall(shown)

    @cached_property
    def names(self) -> list[str]:
        """Words with a capital inside a sentence, as far as the script has capitals."""
        return _NAME.findall(self.passage.prose)

    @cached_property
    def ids(self) -> list[str]:
        """The ids that the text gives, as `#id`."""
        masked = self.passage.file.masked[self.passage.start : self.passage.end]
        return _ID.findall(masked)

    @cached_property
    def marks(self) -> Counter[str]:
        """All of these together, each as often as it stands there."""
        return Counter(
            [f"^{label}" for label in self.calls]
            + self.links
            + self.citations
            + self.numbers
            + self.code
            + self.formulas
            + self.names
        )

    @cached_property
    def length(self) -> int:
        """How many characters readers will read."""
        return len(" ".join(self.passage.prose.split()))


def cost(one: list[Evidence], other: list[Evidence], ratio: float) -> float:
    """How unlikely it is that the passages `other` translate the passages `one`: about -3 to 9.

    `ratio` is how many characters the other language takes for one of the first.
    """
    kinds = {e.passage.kind for e in one}, {e.passage.kind for e in other}
    every_kind = kinds[0] | kinds[1]
    if kinds[0] != kinds[1] and every_kind & {"note", *_PLAIN}:
        return _IMPOSSIBLE
    levels = [e.passage.level for e in one], [e.passage.level for e in other]
    if levels[0] != levels[1] and (any(levels[0]) or any(levels[1])):
        if not (any(levels[0]) and any(levels[1])) or len(one) != len(other):
            return _IMPOSSIBLE
        structure_cost = 2.0
    else:
        structure_cost = 0.0
    ids = {i for e in one for i in e.ids}, {i for e in other for i in e.ids}
    # A translator need not repeat an id, so that only another one speaks against the pair.
    id_cost = 0.0 if not all(ids) else (-3.0 if ids[0] & ids[1] else 3.0)
    structure_cost += id_cost
    lengths = sum(e.length for e in one), sum(e.length for e in other)
    deviation = math.log((lengths[1] + 8) / (ratio * lengths[0] + 8)) / _DEVIATION
    length_cost = min(4.0, deviation * deviation / 2)
    first = sum((e.marks for e in one), Counter[str]())
    second = sum((e.marks for e in other), Counter[str]())
    shared, every = (first & second).total(), (first | second).total()
    if not every:
        return length_cost + structure_cost
    # Names are often written in another way, so that a few that are not shared say little.
    weight = min(1.0, 0.4 + every / 10)
    return length_cost + structure_cost + weight * (2.0 - 5.0 * shared / every)


_PLAIN = {"code", "division", "reference"}


def certainty(price: float) -> float:
    """How sure a pair of that cost is, from 0 to 1."""
    return 1 / (1 + math.exp(min(50.0, 1.6 * (price - 1.2))))
