"""Notes are taken out of pandoc's tree, and calls left in their places (part of step 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from samizdat.book import Node, Note, calls, note_call, transform, walk
from samizdat.findings import Problem
from samizdat.markers import Markers
from samizdat.scanner import TextFile

_WITHOUT_CALLS = ("Image", "Link", "Figure")


def take(
    markers: Markers, file: TextFile, blocks: Node, notes: dict[str, Note]
) -> tuple[Node, list[Problem]]:
    """The blocks of a file with calls where notes stood, and the calls that are none to pandoc.

    The notes go into `notes` by their keys: number of the file and label, or `^` and a count.
    """
    number = markers.source.files.index(file)

    def change(element: dict[str, Any]) -> Node:
        note = _note(markers, file, number, element["c"], notes)
        notes.setdefault(note.key, note)
        return note_call(note.key)

    if any(walk(blocks, *_WITHOUT_CALLS)):
        blocks = transform(blocks, _out_of_links, *_WITHOUT_CALLS)
    taken = markers.without(transform(blocks, change, "Note"))
    there = Counter(notes[key].label for key in calls(taken))
    return taken, list(_lost(markers, file, there))


def _out_of_links(element: dict[str, Any]) -> Node:
    """Neither a picture's words nor a link's can call a note: the call goes behind it.

    A figure has its caption twice in pandoc's tree, once as the words of the picture, so there
    the second call is one too many.
    """
    if element["t"] in {"Image", "Link"}:
        notes = list(walk(element["c"][1], "Note"))
        element["c"][1] = transform(element["c"][1], _nothing, "Note")
        return [element, *notes] if notes else element
    if element["t"] == "Figure":
        element["c"][2] = transform(element["c"][2], _nothing, "Note")
    return element


def _nothing(_: dict[str, Any]) -> Node:
    return []


def _note(
    markers: Markers, file: TextFile, number: int, blocks: Node, notes: dict[str, Note]
) -> Note:
    if mark := markers.note(blocks, file):
        key = f"{number}:{mark.label}"
        return Note(key, mark.label, mark.series, mark.location, markers.without(blocks[1:]))
    inline = sum(key.startswith(f"{number}:^") for key in notes)
    places = file.notes.inline
    where = file.location(places[inline], 2) if inline < len(places) else file.location(0)
    return Note(f"{number}:^{inline + 1}", "", "author", where, blocks)


def _lost(markers: Markers, file: TextFile, there: Counter[str]) -> Iterator[Problem]:
    """A problem for each call that stands in the text and is not among those `there`."""
    texts = (file, markers.source.notes_file)
    defined = {d.label for one in texts if one for d in one.notes.definitions}
    for call in file.notes.calls:
        if call.inside is not None or call.label not in defined:
            continue  # rules of their own speak of these
        there[call.label] -= 1
        if there[call.label] < 0:
            yield Problem(
                file.location(call.start, call.end - call.start),
                f"note [^{call.label}] is called where no note can be called",
                "take the call out of the raw HTML or code that it stands in",
                "note-lost",
            )
