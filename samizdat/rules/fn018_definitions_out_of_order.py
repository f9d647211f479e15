"""FN018 definitions out of order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source

_STRAYS = 10
"""One definition in so many may be out of place; where more are, nobody meant to keep the order."""


@rule("FN018", level="review", reads=Source)
def definitions_out_of_order(source: Source) -> Iterator[Problem]:
    """Notes are defined in another order than they are called in.

    Why: the editions put them in order, but who compares text and notes by eye loses the thread,
    and a note out of its place is often one whose call was moved or mixed up.

    Bad:
        Text.[^one] More.[^two] End.[^three]

        [^one]: First.

        [^three]: Third.

        [^two]: Second.

    Good:
        Text.[^one] More.[^two] End.[^three]

        [^one]: First.

        [^two]: Second.

        [^three]: Third.
    """
    called: dict[str, int] = {}
    for call in (call for file in source.files for call in file.notes.calls if call.inside is None):
        called.setdefault(call.label, len(called))
    for file in source.texts:
        own: dict[str, int] = called
        if file is not source.notes_file:
            own = {}
            for call in file.notes.calls:
                own.setdefault(call.label, len(own))
        first = {d.label: d for d in reversed(file.notes.definitions)}
        definitions = [d for d in file.notes.definitions if d is first[d.label] and d.label in own]
        kept = _longest_rise([own[definition.label] for definition in definitions])
        if len(definitions) - len(kept) > max(1, len(definitions) // _STRAYS):
            continue  # by the alphabet, or as they came
        for number, definition in enumerate(definitions):
            if number not in kept:
                yield Problem(
                    file.location(definition.start, len(definition.label) + 3),
                    f"note [^{definition.label}] is defined out of the order of the calls",
                    "move the definition, or look whether its call stands where it should",
                )


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The places of a longest rising run of the numbers, which need not be neighbours."""
    ends: list[int] = []  # of the runs of each length, the smallest last number
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [place]
    kept, place = set(), places[-1] if places else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept
