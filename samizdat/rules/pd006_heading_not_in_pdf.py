"""PD006 heading not in pdf."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_headings import printed_headings
from samizdat.rules.printed_text import REPORT


@rule("PD006", level="error", reads=PrintEdition)
def heading_not_in_pdf(proof: Proof) -> Iterator[Problem]:
    """A heading is not on the pages of the finished PDF, or not in its place among the others.

    Why: the reader gets two parts of the text run into one.
    """
    if not proof.artifact.facts.is_tagged:
        return
    printed = printed_headings(proof)
    for heading in printed.headings:
        if heading.in_text and heading.id not in printed.places:
            yield Problem(
                heading.location,
                f"heading “{heading.plain}” is not in its place in {proof.artifact.path.name}",
                REPORT,
            )
