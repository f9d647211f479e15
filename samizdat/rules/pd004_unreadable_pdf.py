"""PD004 unreadable pdf."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Location, Problem
from samizdat.metadata import PATH
from samizdat.printed import UnreadablePrint
from samizdat.rules import Proof, rule


@rule("PD004", level="error", reads=UnreadablePrint)
def unreadable_pdf(proof: Proof) -> Iterator[Problem]:
    """The finished PDF can't be opened.

    Why: what can't be opened here can't be opened by a reader or a press either, and nothing of
    it can be proved.
    """
    yield Problem(
        Location(PATH),
        f"{proof.artifact.path.name} can't be opened: {proof.artifact.why}",
        "build the editions again; look whether the disk is full",
    )
