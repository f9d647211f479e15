"""The proof that no word was lost on the way.

It knows nothing of how the text was cleaned. It takes what came in, what is to be written, and the
list of changes that people get to see, and holds the three against each other: the words of the
source, without those that the list says went and with those that it says came, are the words of
the result; and what the result has kept stands in it in the order of the source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from samizdat.importing.edits import Change
from samizdat.importing.traced import TracedText
from samizdat.importing.words import words


def lost(source: str, results: Sequence[TracedText], changes: Iterable[Change]) -> list[str]:
    """What is wrong, as sentences; none when every word is accounted for."""
    expected = Counter(words(source))
    for change in changes:
        if change.is_made:
            expected.subtract(change.words_out)
            expected.update(change.words_in)
    found = Counter(word for result in results for word in words(result.text))
    expected.subtract(found)
    away = sorted(word for word, count in expected.items() if count > 0)
    more = sorted(word for word, count in expected.items() if count < 0)
    return [
        *([f"words of the source are missing: {_named(away)}"] if away else []),
        *([f"words came from nowhere: {_named(more)}"] if more else []),
        *(fault for result in results for fault in _misplaced(source, result)),
    ]


def unlike(results: Sequence[TracedText], files: Sequence[bytes | None]) -> list[str]:
    """What is wrong with the files that are to be written: each has the words of its result.

    They are read again as whoever opens them reads them. A result without words has no file.
    """
    faults = list[str]()
    for result, octets in zip(results, files, strict=True):
        proved, written = words(result.text), words((octets or b"").decode("utf-8"))
        if proved != written:
            away = Counter(proved) - Counter(written)
            more = Counter(written) - Counter(proved)
            faults.append(
                "the file to be written differs from the text that was proved: "
                + (_named(sorted({*away, *more})) or "its words have another order")
            )
    return faults


def _misplaced(source: str, result: TracedText) -> Iterable[str]:
    """What is said to be kept and differs from the source, or changed its place in it."""
    kept = [piece for piece in result.pieces if piece.change is None]
    for piece in kept:
        own = result.text[piece.start : piece.end]
        if source[piece.source : piece.source + len(own)] != own:
            yield f"“{own[:40]}” differs from the source"
    for one, next_one in pairwise(kept):
        if next_one.source < one.source + one.end - one.start:
            yield f"“{result.text[next_one.start : next_one.end][:40]}” changed its place"


def _named(some: list[str]) -> str:
    return ", ".join(some[:12]) + (f" and {len(some) - 12} more" if len(some) > 12 else "")
