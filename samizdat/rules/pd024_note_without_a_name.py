"""PD024 note without a name."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_notes import printed_notes
from samizdat.rules.printed_text import REPORT, place_of_page


@rule("PD024", level="error", reads=PrintEdition)
def note_without_a_name(proof: Proof) -> Iterator[Problem]:
    """A note of the finished PDF has no tag as a note, or no identifier that is its own.

    Why: PDF/UA-1 asks for both (ISO 14289-1, section 7.9), so that a screen reader can say that a
    note begins, and go from the call to it.
    """
    edition: PrintEdition = proof.artifact
    if not edition.facts.is_tagged:
        return
    for tag in edition.tags:
        if tag.name == "Note" and "ID" not in tag.has:
            yield Problem(
                place_of_page(proof.book, edition, tag.page),
                f"a note on page {edition.number(tag.page)} of {edition.path.name} has no "
                "identifier",
                REPORT,
            )
    for key, note in printed_notes(proof).notes.items():
        if note.link is not None and "Note" not in note.link.tags:
            yield Problem(
                place_of_page(proof.book, edition, note.page),
                f"{key} on page {edition.number(note.page)} of {edition.path.name} has no tag "
                "as a note",
                REPORT,
            )
