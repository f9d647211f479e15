"""What EPUB and web editions have to hold of every note; the rules EP001 and HT001 ask it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from samizdat.artifacts import Publication, has_class, letters, target_of, text_of
from samizdat.book import Book, Note, text, transform
from samizdat.findings import Location, Problem
from samizdat.rules import Proof
from samizdat.rules.running_text import (
    Call,
    Expected,
    FoundNote,
    Place,
    compared,
    place_of,
    signs,
)

_HINT = "build the editions again; if it stays, please report it to samizdat"

_Calls = Mapping[str, list[tuple[Place, Call]]]
"""The calls of each note by its key, in their order, with the text that each stands in."""


def faults(proof: Proof) -> Iterator[Problem]:
    """A problem for each note that is not there once, whole, in its order and linked both ways."""
    said = False
    for where, what in _faults(proof):
        said = True
        yield _problem(proof, where, what)
    if not said:  # where a note is missing, all behind it are out of their order
        yield from (_problem(proof, where, what) for where, what in _out_of_order(proof))


def between_formulas(note: Note, book: Book) -> list[str]:
    """The letters of a note, divided where formulas stand, which each edition shows its own way."""
    shown = transform(note.blocks, lambda _: [], "Image")
    whole = text(shown, dict.fromkeys(book.formulas, "\0"))
    return [letters(part) for part in whole.split("\0")]


def _problem(proof: Proof, where: Location, what: str) -> Problem:
    return Problem(where, f"{what} in {proof.artifact.path.name}", _HINT)


def _faults(proof: Proof) -> Iterator[tuple[Location, str]]:
    expected, found = compared(proof)
    notes = {note.key: note for note in proof.book.notes}
    there = Counter(note.key for note in found.notes)
    whole = {note.key: note for note in found.notes}
    wanted, calls = _wanted(expected), _followed(proof)
    for key in expected.bodies:
        note = notes[key]
        if there[key] == 1:
            whats = [
                *_faults_of_text(note, whole[key], expected),
                *_faults_of_calls(note, wanted[key], calls.get(key, [])),
                *_faults_of_ways_back(whole[key], calls.get(key, []), proof.artifact),
            ]
        else:
            whats = [f"stands {there[key]} times" if there[key] else "is missing"]
        for what in whats:
            yield note.location, f"{_name(note)} {what}"
    for stranger in found.notes:
        if stranger.key not in expected.bodies:
            where = place_of(proof.book, stranger.chapter)
            yield where, f"note {stranger.key} is none of the book's and stands"
    for place, call in calls.get("", []):
        yield place_of(proof.book, place), f"a call {_behind(call)} leads to no note"


def _name(note: Note) -> str:
    return f"note {note.mark} ({note.label or 'inline'})"


def _wanted(expected: Expected) -> _Calls:
    """The calls that the book has."""
    calls: dict[str, list[tuple[Place, Call]]] = {}
    for place, running in expected.places:
        for call in running.calls:
            calls.setdefault(call.what, []).append((place, call))
    return calls


def _followed(proof: Proof) -> _Calls:
    """The calls in the file by the note that they lead to; `""` for those that lead to none."""
    expected, found = compared(proof)
    homes = {note.key: note.page.name for note in reversed(found.notes)}
    calls: dict[str, list[tuple[Place, Call]]] = {}
    for place, running in found.places:
        for call in running.calls:
            page = proof.artifact.page_of(call.what)
            target, key = target_of(page.name, call.what.get("href", ""))
            is_note = key in expected.bodies and homes.get(key, target) == target
            calls.setdefault(key if is_note else "", []).append((place, call))
    return calls


def _faults_of_text(note: Note, found: FoundNote, expected: Expected) -> Iterator[str]:
    shown, meant = found.text.plain, expected.bodies[note.key].plain
    if shown != meant:
        yield "is not whole" if meant not in shown else "has words that are not its own"
    if not has_class(found.element, note.series):
        yield f"is not marked as the {note.series}'s"
    speaks = any(
        has_class(e, "speaker") and text_of(e) for e in found.element.iterchildren("{*}span")
    )
    if speaks != (note.series == "translator"):
        yield "says that the translator speaks" if speaks else "does not say who speaks"
    for back in _ways_back(found)[:1]:
        if signs(text_of(back)) != signs(note.mark):
            yield f"bears the mark {text_of(back)}"


def _faults_of_calls(
    note: Note, wanted: list[tuple[Place, Call]], found: list[tuple[Place, Call]]
) -> Iterator[str]:
    if len(found) != len(wanted):
        yield f"is linked from {len(found)} of its {len(wanted)} calls"
    for _, call in found:
        if signs(text_of(call.what)) != signs(note.mark):
            yield f"is called by the mark {text_of(call.what)}"
        if not has_class(call.what, note.series):
            yield f"is not called as the {note.series}'s"
    for (place, call), (found_place, found_call) in zip(wanted, found, strict=False):
        is_there = place == found_place and _stands(call, found_call)
        if len(found) == len(wanted) and not is_there:
            yield f"is called {_behind(found_call)} in place of {_behind(call)}"


def _stands(call: Call, found: Call) -> bool:
    """Whether a call is where it belongs: between the same words.

    Where the text itself differs, which another rule tells, one of its sides has to be the same.
    """
    sides = [one == other for one, other in zip(call.around, found.around, strict=True)]
    return all(sides) if call.text.plain == found.text.plain else any(sides)


def _behind(call: Call) -> str:
    """Where a call stands, in words."""
    return f"behind “{call.behind[-30:]}”"


def _faults_of_ways_back(
    found: FoundNote, calls: list[tuple[Place, Call]], publication: Publication
) -> Iterator[str]:
    ends = [
        publication.find(*target_of(found.page.name, back.get("href", "")))
        for back in _ways_back(found)
    ]
    elements = [call.what for _, call in calls]
    if any(element not in ends for element in elements):
        yield "has no way back to its call"
    elif ends != elements:
        yield "has a way back that leads to no call of it"


def _ways_back(found: FoundNote) -> list[Any]:
    return [e for e in found.element.iter("{*}a") if e.get("role") == "doc-backlink"]


def _out_of_order(proof: Proof) -> Iterator[tuple[Location, str]]:
    """The first note and the first call that stand where another one belongs."""
    expected, found = compared(proof)
    notes = {note.key: note for note in proof.book.notes}
    keys = {call.what: key for key, calls in _followed(proof).items() for _, call in calls}
    orders: dict[str, tuple[list[tuple[Place, str]], list[tuple[Place, str]]]] = {
        "stands": (
            [(n, key) for n, here in enumerate(expected.notes) for key in here],
            [(note.chapter, note.key) for note in found.notes],
        ),
        "is called": (
            [(place, call.what) for place, text in expected.places for call in text.calls],
            [(place, keys[call.what]) for place, text in found.places for call in text.calls],
        ),
    }
    for what, (wanted, shown) in orders.items():
        for one, other in zip(wanted, shown, strict=True):
            if one != other:
                note = notes[other[1]]
                yield note.location, f"{_name(note)} {what} where {_name(notes[one[1]])} belongs"
                break
