"""EP007 broken epub."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import BrokenEpub
from samizdat.findings import Location, Problem
from samizdat.rules import Proof, rule


@rule("EP007", level="error", reads=BrokenEpub)
def broken_epub(proof: Proof) -> Iterator[Problem]:
    """A finished EPUB can't be opened, or lacks a part that every EPUB has.

    Why: nobody can read it, and nothing else can be proved of it.
    """
    broken = proof.artifact
    yield Problem(
        Location(broken.path.name),
        f"{broken.path.name} {broken.why}",
        "build the edition again; look whether the disk is full",
    )
