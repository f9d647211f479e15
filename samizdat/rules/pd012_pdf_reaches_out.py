"""PD012 pdf reaches out."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.addresses import SCHEMES
from samizdat.findings import Location, Problem
from samizdat.metadata import PATH
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import REPORT, place_of_page


@rule("PD012", level="error", reads=PrintEdition)
def pdf_reaches_out(proof: Proof) -> Iterator[Problem]:
    """The finished PDF does more than show pages and lead to web addresses.

    Why: a file that starts programs, runs scripts or opens other files is one that readers are
    warned of.
    """
    edition: PrintEdition = proof.artifact
    for link in edition.annotations:
        scheme = link.target.partition(":")[0].lower()
        if link.kind == "GoTo" or (link.kind == "URI" and scheme in SCHEMES):
            continue
        target = f" to {link.target}" if link.target else ""
        yield Problem(
            place_of_page(proof.book, edition, link.page),
            f"page {edition.number(link.page)} of {edition.path.name} has a {link.kind or 'mark'}"
            f"{target}, which no edition may have",
            REPORT,
        )
    for what in sorted(set(edition.beyond)):
        yield Problem(Location(PATH), f"{edition.path.name} carries {what}", REPORT)
