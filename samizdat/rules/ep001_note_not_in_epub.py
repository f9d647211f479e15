"""EP001 note not in epub."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import EpubEdition
from samizdat.findings import Problem
from samizdat.rules import Proof, linked_notes, rule


@rule("EP001", level="error", reads=EpubEdition)
def note_not_in_epub(proof: Proof) -> Iterator[Problem]:
    """A note is missing from the finished EPUB, not whole, or not linked both ways.

    Why: this is what samizdat is for. Validators see that a link's target exists, not that it
    is the right one.
    """
    yield from linked_notes.faults(proof)
