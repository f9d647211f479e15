"""HT006 broken web."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import BrokenWeb
from samizdat.findings import Location, Problem
from samizdat.rules import Proof, rule


@rule("HT006", level="error", reads=BrokenWeb)
def broken_web(proof: Proof) -> Iterator[Problem]:
    """A finished web edition is empty, cut off, or no HTML in UTF-8.

    Why: nobody can read it, and nothing else can be proved of it.
    """
    broken = proof.artifact
    yield Problem(
        Location(broken.path.name),
        f"{broken.path.name} {broken.why}",
        "build the edition again; look whether the disk is full",
    )
