"""PD008 contents unlike the headings."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Location, Problem
from samizdat.metadata import PATH
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_headings import aligned, depths, printed_headings
from samizdat.rules.printed_text import REPORT


@rule("PD008", level="error", reads=PrintEdition)
def contents_unlike_the_headings(proof: Proof) -> Iterator[Problem]:
    """The printed contents have other titles or levels than the headings, or another order.

    Why: on paper the contents are the only way to a chapter.
    """
    # A stylesheet may leave the contents out altogether.
    if not proof.artifact.facts.is_tagged or "contents" not in proof.artifact.places:
        return
    printed = printed_headings(proof)
    headings = [heading for heading in printed.headings if heading.is_listed]
    lines = printed.contents
    name = proof.artifact.path.name
    pairs, missing, others = aligned(
        [heading.id for heading in headings], [line.target for line in lines]
    )
    for number in missing:
        heading = headings[number]
        yield Problem(
            heading.location,
            f"heading “{heading.plain}” is not in its place in the contents of {name}",
            REPORT,
        )
    for number in others:
        what = f"the contents of {name} have “{lines[number].title}”, which is no heading there"
        yield Problem(Location(PATH), what, REPORT)
    levels = depths(headings)
    for number, other in pairs:
        heading, line = headings[number], lines[other]
        if not heading.reads(line.title, in_order=proof.artifact.in_order):
            what = f"heading “{heading.plain}” reads “{line.title}” in the contents of {name}"
            yield Problem(heading.location, what, REPORT)
        if line.depth != levels[number]:
            yield Problem(
                heading.location,
                f"heading “{heading.plain}” is of level {levels[number]}, and of level "
                f"{line.depth} in the contents of {name}",
                REPORT,
            )
