"""Words that were read in the wrong encoding, and letters that were lost so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samizdat.scanner import TextFile

# No-break spaces are part of such words: the second half of “à” is one.
_WORD = re.compile(r"(?:\S|\xa0)*[^\x00-\x7f](?:\S|\xa0)*")
# A letter in UTF-8 that is read in another encoding becomes two signs or more.
_SUSPECT = re.compile("[^\\x00-\\x7f](?:[^\\x00-\\x7f]|(?<=\N{REPLACEMENT CHARACTER}))")
# How UTF-8 looks as Mac OS Roman, an encoding in which ftfy sees faults where there are none.
_ROMAN = re.compile("[√¬‚]")
_LOST = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class MisreadWord:
    """A word at the offset `start`, and what was `meant`: None where a letter of it is lost."""

    start: int
    word: str
    meant: str | None

    @property
    def end(self) -> int:
        """The offset behind the word."""
        return self.start + len(self.word)


def misread_words(file: TextFile) -> Iterator[MisreadWord]:
    """The words of the text, code left out, that were read in the wrong encoding, in order."""
    if file.masked.isascii():
        return
    end = -1
    # Few texts have something suspect, and the library takes a while to load.
    while suspect := _SUSPECT.search(file.masked, end + 1):
        start = file.masked.rfind("\n", 0, suspect.start()) + 1
        end = file.masked.find("\n", suspect.start())
        end = end if end >= 0 else len(file.masked)
        line = file.masked[start:end]
        if _LOST in line or _is_bad(line):
            yield from _of_line(line, start)


def _is_bad(text: str) -> bool:
    from ftfy.badness import is_bad

    return is_bad(text)


def _of_line(line: str, start: int) -> Iterator[MisreadWord]:
    for match in _WORD.finditer(line):
        word = match.group()
        meant = None if _LOST in word else _meant(word)
        if meant != word:
            yield MisreadWord(start + match.start(), word, meant)


def _meant(word: str) -> str:
    """The word as it was before it was read wrongly, or the same word."""
    if not _is_bad(word):
        return word
    from ftfy import fix_encoding_and_explain

    fixed = fix_encoding_and_explain(word)
    is_roman = any("macroman" in step for step in fixed.explanation or ())
    return word if is_roman and not _ROMAN.search(word) else fixed.text
