"""PD019 pdf of no standard."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Location, Problem
from samizdat.metadata import PATH
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import REPORT


@rule("PD019", level="error", reads=PrintEdition)
def pdf_of_no_standard(proof: Proof) -> Iterator[Problem]:
    """The finished PDF does not say that it follows PDF/UA-1 and PDF/A-3a, or what these ask of it.

    Why: by this, readers and archives know that a file is tagged and can be kept. It has to say
    what its colours mean, and its two lists of facts must be the same. This is a check of the
    structure, no validation.
    """
    facts, name = proof.artifact.facts, proof.artifact.path.name
    for standard in ("PDF/UA-1", "PDF/A-3a"):
        if standard not in facts.standards:
            yield Problem(Location(PATH), f"{name} does not say that it follows {standard}", REPORT)
    if not facts.has_colours:
        yield Problem(Location(PATH), f"{name} does not say what its colours mean", REPORT)
    for fact in facts.at_odds:
        what = f"{fact} is not the same in the facts and in the XMP of {name}"
        yield Problem(Location(PATH), what, REPORT)
