"""Which heading of a translation is which of its source, so that both can have one id."""

from __future__ import annotations

from collections.abc import Sequence

from samizdat.scanner import TextFile
from samizdat.translation.standing import Standing

NONE = -1
"""The fellow of a heading that has none."""


def heading_fellows(
    texts: Sequence[TextFile], originals: Sequence[TextFile], standing: Standing
) -> tuple[int, ...]:
    """For each heading of the `texts` in order the number of its fellow among the source's.

    `texts` are the composed files of the manuscript. Headings count from 0, `NONE` is none.
    """
    numbers: dict[tuple[str, int], int] = {}
    for file in originals:
        for heading in file.headings:
            numbers[file.path, heading.start] = len(numbers)
    homes = {
        (row.translated[0].file.path, row.translated[0].start): row.original[0]
        for row in standing.rows
        if row.original and row.translated
    }
    found = []
    for file in texts:
        for heading in file.headings:
            written, start = file.origin(heading.start)
            place = written.path, start
            own = homes.get(place)
            found.append(numbers.get((own.file.path, own.start) if own else place, NONE))
    return tuple(found)
