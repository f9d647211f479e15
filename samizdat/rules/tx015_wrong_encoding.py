"""TX015 wrong encoding."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source
from samizdat.traces.wrong_encoding import MisreadWord, misread_words


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
        yield from few(_problem(file, found) for found in misread_words(file))


def _problem(file: TextFile, found: MisreadWord) -> Problem:
    place = file.location(found.start, len(found.word))
    if found.meant is None:
        return Problem(
            place, f"a letter of “{found.word}” is lost", "look it up in the copy, and type it"
        )
    return Problem(
        place,
        f"“{found.word}” was read in the wrong encoding",
        f"did you mean {found.meant}? Where all of the text is so, read it again as UTF-8",
    )
