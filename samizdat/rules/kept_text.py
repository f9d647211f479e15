"""What EPUB and web editions have to hold of the running text; EP008 and HT007 ask it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from samizdat.findings import Problem
from samizdat.rules import Proof
from samizdat.rules.running_text import RunningText, compared, place_of

_SHOWN = 40
"""Signs that a message shows of a text."""


def faults(proof: Proof) -> Iterator[Problem]:
    """A problem for each chapter whose text is not that of the book; notes have their own rule."""
    expected, found = compared(proof)
    for number, (wanted, there) in enumerate(zip_longest(expected.chapters, found.chapters)):
        book, file = _plain(wanted), _plain(there)
        if book != file:
            alike = (a == b for a, b in zip_longest(book, file))
            at = next(place for place, same in enumerate(alike) if not same)
            yield Problem(
                place_of(proof.book, number),
                f"the text of {proof.artifact.path.name} goes on with “{_words(file, at)}” where "
                f"the book has “{_words(book, at)}”",
                "build the editions again; if it stays, please report it to samizdat",
            )


def _plain(text: RunningText | None) -> str:
    return text.plain if text else ""


def _words(text: str, at: int) -> str:
    return text[at : at + _SHOWN] or "nothing"
