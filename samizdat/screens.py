"""The chapters as the editions for screens show them: notes behind the text, a link away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import markupsafe

from samizdat import locales
from samizdat.book import Book, Chapter, Note, calls, calls_of
from samizdat.markup import (
    EPUB,
    XHTML,
    Element,
    Markup,
    call_id,
    copied,
    element,
    inner,
    place_calls,
)


@dataclass(frozen=True)
class LinkedChapter:
    """A chapter with linked notes behind its text, as the editions for screens show it.

    `notes` are the notes called in it, each with its text and the ids of its calls.
    """

    id: str
    title: str
    heading: markupsafe.Markup
    body: markupsafe.Markup
    notes: list[tuple[Note, markupsafe.Markup, list[str]]]
    is_bibliography: bool


def linked_chapters(markup: Markup, *, epub: bool) -> list[LinkedChapter]:
    """The chapters for an edition in which a note is a link away. In EPUB calls say so."""
    book, counts = markup.book, dict[str, int]()
    words = locales.load(book.metadata.language).words
    placed: set[str] = set()
    chapters = []
    total = Counter(key for chapter in book.chapters for key in calls_of(chapter))
    total.update(key for note in book.notes for key in calls(note.blocks))

    def call(note: Note, count: int) -> Element:
        word = words["translators-note" if note.series == "translator" else "note"]
        link = element(
            "a",
            note.mark,
            _class=f"note-call {note.series}",
            role="doc-noteref",
            href=f"#{note.key}",
            id=call_id(note, count),
            aria_label=f"{word} {note.mark}",
        )
        if epub:
            link.set(f"{{{EPUB}}}type", "noteref")
        return link

    for part in markup.chapters:
        heading, body = copied(part.heading), copied(part.body)
        for tree in (heading, body):
            place_calls(tree, book, call, counts)
        notes, waiting = [], _called(book, part.chapter, placed)
        bodies = {note.key: copied(markup.notes[note.key]) for note in waiting}
        for note_body in bodies.values():
            place_calls(note_body, book, call, counts)
        for note in waiting:
            backs = [call_id(note, n + 1) for n in range(total[note.key])]
            notes.append((note, inner(_finished(bodies[note.key])), backs))
        chapters.append(
            LinkedChapter(
                part.chapter.id,
                part.chapter.title or book.metadata.title,
                inner(_finished(heading)),
                inner(_finished(body)),
                notes,
                _is_bibliography(part.chapter),
            )
        )
    return chapters


def _called(book: Book, chapter: Chapter, placed: set[str]) -> list[Note]:
    """The notes first called in the chapter, or in one of its notes, in order of their marks."""
    queue, found = list(calls_of(chapter)), []
    while queue:
        key = queue.pop(0)
        if key not in placed:
            placed.add(key)
            found.append(book.note(key))
            queue += calls(book.note(key).blocks)
    order = {note.key: number for number, note in enumerate(book.notes)}
    return sorted(found, key=lambda note: order[note.key])


def _is_bibliography(chapter: Chapter) -> bool:
    return bool(chapter.blocks) and all(
        block["t"] == "Div" and "references" in block["c"][0][1] for block in chapter.blocks
    )


def _finished(tree: Element) -> Element:
    """The tree without what only typesetting needs, and with tables that scroll."""
    for child in tree.iter():
        child.attrib.pop("data-block", "")
    for table in list(tree.iter(f"{{{XHTML}}}table")):
        parent = table.getparent()
        if parent is not None and parent.get("class") != "table":
            box = element("div", _class="table")
            box.text, box.tail, table.tail = None, table.tail, None
            parent.replace(table, box)
            box.append(table)
    return tree
