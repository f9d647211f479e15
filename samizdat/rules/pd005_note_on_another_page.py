"""PD005 note on another page."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_notes import printed_notes


@rule("PD005", level="review", reads=PrintEdition)
def note_on_another_page(proof: Proof) -> Iterator[Problem]:
    """A note begins on another page than its call.

    Why: the reader looks for it at the foot of the page. A note that is longer than the foot of a
    page can be goes to the end of its chapter, and one that finds no room there to the next page.
    """
    printed = printed_notes(proof)
    number = proof.artifact.number
    for note in printed.by_key.values():
        found, links = printed.notes.get(note.key), printed.calls[note.key]
        if found and links and found.page != links[0].page:
            where = "begins" if found.is_at_foot else "stands at the end of its chapter,"
            yield Problem(
                note.location,
                f"note {note.mark} ({note.label or 'inline'}) is called on page "
                f"{number(links[0].page)} and {where} on page {number(found.page)}",
                "shorten the note or the text before its call, or let it stand",
            )
