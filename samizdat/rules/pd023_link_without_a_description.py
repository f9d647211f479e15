"""PD023 link without a description."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import REPORT, place_of_page


@rule("PD023", level="error", reads=PrintEdition)
def link_without_a_description(proof: Proof) -> Iterator[Problem]:
    """A link of the finished PDF does not say what it is, or is no link among the tags.

    Why: who goes from link to link by the keyboard hears what each one says, and comes to them in
    the order of the tags.
    """
    edition: PrintEdition = proof.artifact
    if not edition.facts.is_tagged:
        return
    told = set()
    for link in edition.annotations:
        faults = {
            "does not say what it is": not link.words,
            "is no link among the tags": not link.is_tagged,
            "is not reached in the order of the tags": not edition.sheets[link.page].follows_tags,
        }
        for what, is_so in faults.items():
            if is_so and (link.page, what) not in told:
                told.add((link.page, what))
                yield Problem(
                    place_of_page(proof.book, edition, link.page),
                    f"a link on page {edition.number(link.page)} of {edition.path.name} {what}",
                    REPORT,
                )
