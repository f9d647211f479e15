"""PD011 link to the wrong place."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.printed import Place, PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_headings import printed_headings
from samizdat.rules.printed_text import REPORT, place_of_page


@rule("PD011", level="error", reads=PrintEdition)
def link_to_the_wrong_place(proof: Proof) -> Iterator[Problem]:
    """A link within the finished PDF leads nowhere, or not to the heading that it means.

    Why: the reader taps it and nothing happens, or another part of the text comes up.
    """
    edition: PrintEdition = proof.artifact
    keys = {note.key for note in proof.book.notes}
    nowhere = Place(-1, 0, 0)
    told = set()
    for link in edition.annotations:
        is_of_note = link.target in keys or link.target.startswith("call-")
        if link.kind != "GoTo" or is_of_note or link.target in told:
            continue
        if edition.places.get(link.target, nowhere).page < 0:
            told.add(link.target)
            target = link.target if link.target.isprintable() else "a place"
            yield Problem(
                place_of_page(proof.book, edition, link.page),
                f"a link on page {edition.number(link.page)} of {edition.path.name} leads to "
                f"{target}, which is nowhere in it",
                REPORT,
            )
    printed = printed_headings(proof)
    for heading in printed.headings:
        place = edition.places.get(heading.id)
        if heading.id in printed.places and place and not printed.is_nearest(heading, place):
            yield Problem(
                heading.location,
                f"links to the heading “{heading.plain}” lead elsewhere in {edition.path.name}",
                REPORT,
            )
