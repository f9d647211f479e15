"""PD016 pdf without its facts."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Location, Problem
from samizdat.metadata import PATH
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import REPORT, letters


@rule("PD016", level="error", reads=PrintEdition)
def pdf_without_its_facts(proof: Proof) -> Iterator[Problem]:
    """The finished PDF does not say its title or its language, or has no tags.

    Why: a screen reader takes the voice from the language and the order of reading from the tags,
    and viewers show the title. This is a check of the structure, no validation.
    """
    facts, name = proof.artifact.facts, proof.artifact.path.name
    book = proof.book.metadata
    whole = f"{book.title}: {book.subtitle}" if book.subtitle else book.title
    wrong = {
        f"title is “{facts.title}”": letters(facts.title) == letters(whole),
        f"title in XMP is “{facts.xmp_title}”": letters(facts.xmp_title) == letters(whole),
        f"language is “{facts.language}”": facts.language.lower() == book.language.lower(),
        "text has no tags": facts.is_tagged,
        "tags are not marked as such": facts.is_marked or not facts.is_tagged,
        "title is not shown by viewers": facts.shows_title,
    }
    for what, is_right in wrong.items():
        if not is_right:
            yield Problem(Location(PATH), f"the {what} in {name}", REPORT)
