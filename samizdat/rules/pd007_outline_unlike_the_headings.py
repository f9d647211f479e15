"""PD007 outline unlike the headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from samizdat.findings import Location, Problem
from samizdat.metadata import PATH
from samizdat.printed import Line, PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_headings import Heading, aligned, depths, key, printed_headings
from samizdat.rules.printed_text import GAP, REPORT


@rule("PD007", level="error", reads=PrintEdition)
def outline_unlike_the_headings(proof: Proof) -> Iterator[Problem]:
    """The PDF's outline has other titles, levels or places than the headings, or another order.

    Why: viewers show the outline beside the pages, and it is how people and screen readers find
    their way in a long file.
    """
    if not proof.artifact.facts.is_tagged:
        return
    printed = printed_headings(proof)
    headings = [one for one in printed.headings if one.in_text]
    lines = proof.artifact.outline
    name = proof.artifact.path.name
    pairs, missing, others = aligned(
        [key(heading.plain) for heading in headings], list(_keys(lines, headings))
    )
    for number in missing:
        heading = headings[number]
        yield Problem(
            heading.location, f"heading “{heading.plain}” is not in the outline of {name}", REPORT
        )
    left = [lines[number] for number in others if key(lines[number].title) != printed.over_notes]
    for line in left:
        if key(line.title) not in printed.of_notes:
            what = f"the outline of {name} has “{line.title}”, which is no heading there"
            yield Problem(Location(PATH), what, REPORT)
    levels = depths(headings)
    for number, other in pairs:
        heading, line = headings[number], lines[other]
        # Another heading in between, such as one in a note, moves those behind it.
        if line.depth != levels[number] and not left:
            yield Problem(
                heading.location,
                f"heading “{heading.plain}” is of level {levels[number]}, and of level "
                f"{line.depth} in the outline of {name}",
                REPORT,
            )
        if heading.id in printed.places and not printed.is_nearest(heading, line.place):
            yield Problem(
                heading.location,
                f"the outline of {name} leads elsewhere for the heading “{heading.plain}”",
                REPORT,
            )


def _keys(lines: Sequence[Line], headings: Sequence[Heading]) -> Iterator[str]:
    """For each line the key of the heading that it reads as, or else its own."""
    known = {key(heading.plain) for heading in headings}
    gapped = [heading for heading in headings if GAP in heading.gapped]
    for line in lines:
        own = key(line.title)
        near = gapped if own not in known else ()
        yield next((key(heading.plain) for heading in near if heading.reads(line.title)), own)
