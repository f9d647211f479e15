"""TX008 broken word."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source
from samizdat.traces.broken_words import Divided, divided, is_one_word
from samizdat.traces.words import words_of


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
    for file in source.texts:
        found = list(divided(file))
        if found and not words:
            words = words_of(source.texts)
        broken = (parts for parts in found if is_one_word(parts, words, source.locale))
        yield from few(_problem(file, parts) for parts in broken)


def _problem(file: TextFile, parts: Divided) -> Problem:
    first, rest = parts.first, parts.rest
    shown = "-" if parts.sign == "\u00ad" else parts.sign
    place = "by a hyphen and a space" if parts.in_line else "at a line's end"
    return Problem(
        file.location(parts.start, len(first) + 1),
        f"“{first}{shown}” and “{rest}” look like one word broken {place}",
        f"write {first}{rest}, or {first}-{rest} in one line if the hyphen belongs to it",
    )
