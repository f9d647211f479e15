"""TX015 wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ftfy import fix_encoding_and_explain
from ftfy.badness import is_bad

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source

# No-break spaces are part of such words: the second half of “à” is one.
_WORD = re.compile(r"(?:\S|\xa0)*[^\x00-\x7f](?:\S|\xa0)*")
# A letter in UTF-8 that is read in another encoding becomes two signs or more.
_SUSPECT = re.compile("[^\\x00-\\x7f]{2}|\N{REPLACEMENT CHARACTER}")
# How UTF-8 looks as Mac OS Roman, an encoding in which ftfy sees faults where there are none.
_ROMAN = re.compile("[√¬‚]")
_LOST = "\N{REPLACEMENT CHARACTER}"


@rule("TX015", level="review", reads=Source)
def wrong_encoding(source: Source) -> Iterator[Problem]:
    """Letters were read in the wrong encoding and stand as other signs.

    Why: readers see two or three odd signs in place of one letter with an accent. Where a letter
    was lost for good, a black square with a question mark stands for it.

    Bad:
        A cafÃ© on the square.

    Good:
        A café on the square, São João, ĐẠI HỌC, ἀρχή, [ˈwøːʁtɐ].
    """
    for file in source.texts:
        if not file.masked.isascii():
            yield from few(_of(file))


def _of(file: TextFile) -> Iterator[Problem]:
    start = 0
    for line in file.masked.split("\n"):
        if _SUSPECT.search(line) and (_LOST in line or is_bad(line)):
            yield from _of_line(file, line, start)
        start += len(line) + 1


def _of_line(file: TextFile, line: str, start: int) -> Iterator[Problem]:
    for match in _WORD.finditer(line):
        word = match.group()
        place = file.location(start + match.start(), len(word))
        meant = _meant(word)
        if _LOST in word:
            yield Problem(
                place, f"a letter of “{word}” is lost", "look it up in the copy, and type it"
            )
        elif meant != word:
            yield Problem(
                place,
                f"“{word}” was read in the wrong encoding",
                f"did you mean {meant}? Where all of the text is so, read it again as UTF-8",
            )


def _meant(word: str) -> str:
    """The word as it was before it was read wrongly, or the same word."""
    if not is_bad(word):
        return word
    fixed = fix_encoding_and_explain(word)
    is_roman = any("macroman" in step for step in fixed.explanation or ())
    return word if is_roman and not _ROMAN.search(word) else fixed.text
