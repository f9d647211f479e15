"""PD009 wrong page number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat import locales
from samizdat.artifacts import western
from samizdat.findings import Problem
from samizdat.printed import Place, PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_headings import printed_headings
from samizdat.rules.printed_notes import printed_notes
from samizdat.rules.printed_text import REPORT, first_page, place_of_page


@rule("PD009", level="error", reads=PrintEdition)
def wrong_page_number(proof: Proof) -> Iterator[Problem]:
    """The contents, a cross-reference or the foot of a page print a wrong number of a page.

    Why: whoever reads on paper turns to that page and finds something else.
    """
    printed = printed_headings(proof)
    edition: PrintEdition = proof.artifact
    headings = {heading.id: heading for heading in printed.headings}
    first = first_page(proof.book, edition)
    # A stylesheet may leave the numbers out.
    for line in printed.contents if any(line.number for line in printed.contents) else ():
        place = printed.places.get(line.target) or edition.places.get(line.target)
        heading = headings.get(line.target)
        # A line that leads to another heading than it names is told of by another rule.
        is_line_of = heading is not None and heading.reads(line.title)
        if is_line_of and not _is_number_of(line.number, place, first, edition):
            yield Problem(
                headings[line.target].location,
                f"the contents of {edition.path.name} give page {line.number or 'none'} for "
                f"“{headings[line.target].plain}”, which stands on page {_number(place, edition)}",
                REPORT,
            )
    words = locales.load(proof.book.metadata.language).words["page-short"]
    before, after = (re.escape(part.strip()) for part in words.split("{page}"))
    # In a text from right to left the brackets come out as they look.
    behind = re.compile(rf"[()]\s*{before}\s*(\d+|[ivxlcdm]+)\s*{after}\s*[()]\s*\Z")
    for link in edition.links:
        number = behind.search(western(link.text))
        target = next(iter(link.targets), "").removeprefix("#")
        if link.page < first or not number or target not in edition.places:
            continue
        place = printed.places.get(target) or edition.places.get(target)
        if not _is_number_of(number[1], place, first, edition):
            where = place_of_page(proof.book, edition, link.page)
            yield Problem(
                where,
                f"“{' '.join(link.text.split())}” on page {edition.number(link.page)} of "
                f"{edition.path.name} leads to page {_number(place, edition)}",
                REPORT,
            )
    notes = printed_notes(proof)
    for key, link in notes.pointers.items():
        number, there = re.search(r"\d+", western(link.text)), notes.notes.get(key)
        if there and number and number[0] not in edition.sheets[there.page].folios:
            yield Problem(
                notes.by_key[key].location,
                f"“{' '.join(link.text.split())}” on page {edition.number(link.page)} of "
                f"{edition.path.name} is said of note {notes.by_key[key].mark}, which stands on "
                f"page {edition.number(there.page)}",
                REPORT,
            )


def _is_number_of(number: str, place: Place | None, first: int, edition: PrintEdition) -> bool:
    """Whether a page bears the number; where it bears none, pages count from the first chapter's.

    What leads nowhere is another rule's business.
    """
    if place is None or place.page < 0:
        return True
    folios = edition.sheets[place.page].folios
    return number in folios if folios else number == str(place.page - first + 1)


def _number(place: Place | None, edition: PrintEdition) -> str:
    return edition.number(place.page) if place else "none"
