"""What EPUB and web editions have to hold of every note; the rules EP001 and HT001 ask it."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.artifacts import Publication, letters, text_of
from samizdat.book import Book, Note, calls, calls_of, text, transform
from samizdat.findings import Problem


def faults(book: Book, publication: Publication) -> Iterator[Problem]:
    """A problem for each called note that is not there, not whole, or not linked both ways."""
    called = [key for chapter in book.chapters for key in calls_of(chapter)]
    called += [key for note in book.notes for key in calls(note.blocks)]
    for note in book.notes:
        if note.key in called:
            for what in _faults_of(note, called.count(note.key), publication, book):
                yield Problem(
                    note.location,
                    f"note {note.mark} ({note.label or 'inline'}) {what} in "
                    f"{publication.path.name}",
                    "build the editions again; if it stays, please report it to samizdat",
                )


def between_formulas(note: Note, book: Book) -> list[str]:
    """The letters of a note, divided where formulas stand, which each edition shows its own way."""
    shown = transform(note.blocks, lambda element: [] if element["t"] == "Image" else element)
    whole = text(shown, dict.fromkeys(book.formulas, "\0"))
    return [letters(part) for part in whole.split("\0")]


def _faults_of(note: Note, times: int, publication: Publication, book: Book) -> Iterator[str]:
    found = publication.find(note.key)
    if found is None:
        yield "is missing"
        return
    page, element = found
    shown = letters(text_of(element))
    if any(words not in shown for words in between_formulas(note, book)):
        yield "is not whole"
    if note.series not in (element.get("class") or "").split():
        yield f"is not marked as the {note.series}'s"
    to_note = [
        link
        for link in publication.links
        if (link.target_page, link.target_id) == (page.name, note.key)
    ]
    if len(to_note) != times:
        yield f"is linked from {len(to_note)} of its {times} calls"
    for link in to_note:
        if text_of(link.element) != note.mark:
            yield f"is called by the mark {text_of(link.element)}"
        back = [
            b
            for b in publication.links
            if b.page == page.name
            and b.target_page == link.page
            and b.target_id == link.element.get("id")
        ]
        if not back:
            yield "has no way back to its call"
