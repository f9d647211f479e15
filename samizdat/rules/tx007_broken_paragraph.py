"""TX007 broken paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source
from samizdat.traces.broken_paragraphs import Break, breaks


@rule("TX007", level="review", reads=Source)
def broken_paragraph(source: Source) -> Iterator[Problem]:
    """A paragraph stops in the middle of a sentence, and the next one goes on with it.

    Why: a page of the copy ended there. Readers see a new paragraph where the author made none.

    Bad:
        The cloth was sold by the yard in every market of the

        county, and no two yards of it were of one length.

    Good:
        The cloth was sold by the yard in every market of the
        county, and no two yards of it were of one length.
    """
    for file in source.texts:
        yield from few(_problem(file, found) for found in breaks(file))


def _problem(file: TextFile, found: Break) -> Problem:
    words = file.untabled[found.first.start : found.end].split()
    following = file.prose[found.start : found.second.end].split()
    last = len(words[-1])
    return Problem(
        file.location(found.end - last, last),
        f"paragraph stops at “{' '.join(words[-3:])}”, and the next one goes on with "
        f"“{' '.join(following[:3])}”",
        "join the two; a mark of the page between them may stand in a comment",
    )
