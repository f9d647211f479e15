"""PD001 note not in pdf."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat import locales
from samizdat.book import Note
from samizdat.findings import Problem
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_notes import Call, PrintedNote, PrintedNotes, printed_notes
from samizdat.rules.printed_text import REPORT, are_all, bare, letters, parts, with_gaps, without


@rule("PD001", level="error", reads=PrintEdition)
def note_not_in_pdf(proof: Proof) -> Iterator[Problem]:
    """A note is missing from the finished PDF, not whole, out of order, or not linked both ways.

    Why: a typesetter that runs out of room at the foot of a page may drop a note without a word,
    and a reader who follows a call has to get to its note and back again.
    """
    if not proof.artifact.facts.is_tagged:
        return
    printed = printed_notes(proof)
    calls: dict[str, list[Call]] = {}
    for call in printed.expected:
        calls.setdefault(call.key, []).append(call)
    latest = {True: -1, False: -1}
    order = {key: number for number, key in enumerate(printed.by_key)}
    faults: dict[str, list[str]] = {}
    for note in printed.by_key.values():
        faults[note.key] = list(_faults(note, calls.get(note.key, []), printed))
    for key, found in printed.notes.items():
        if order[key] < latest[found.is_at_foot]:
            faults[key].append("stands behind a later one")
        latest[found.is_at_foot] = max(latest[found.is_at_foot], order[key])
    for note in printed.by_key.values():
        for what in faults[note.key]:
            yield Problem(
                note.location,
                f"note {note.mark} ({note.label or 'inline'}) {what} in {proof.artifact.path.name}",
                REPORT,
            )


def _faults(note: Note, calls: list[Call], printed: PrintedNotes) -> Iterator[str]:
    links = printed.calls[note.key]
    if len(links) != len(calls):
        yield f"is linked from {len(links)} of its {len(calls)} calls"
    for call, link in zip(calls, links, strict=False):
        if set(link.targets) != {f"#{note.key}"}:
            yield "is called by a link that leads elsewhere too"
        if not printed.stands(call, link):
            near = call.before or call.after
            yield f"is not called at “…{near}”"
    found = printed.notes.get(note.key)
    if found is None:
        yield "is missing"
        return
    if not found.is_meant:
        yield "is not where its calls lead"
    yield from _faults_of_text(note, found, printed)
    yield from _faults_of_way_back(note, found, printed)


def _faults_of_text(note: Note, found: PrintedNote, printed: PrintedNotes) -> Iterator[str]:
    mark = bare(found.link.text) if found.link else ""
    if mark != note.mark:
        yield f"has the mark {mark or 'of none'}"
    words = found.words
    if note.series == "translator":
        speaker = letters(locales.load(printed.book.metadata.language).words["translators-note"])
        rest = without(speaker, words)
        if rest is None:
            yield "is not marked as the translator's"
        else:
            words = rest
    in_order = printed.printed.in_order
    if not are_all(parts(with_gaps(note.blocks)), words, in_order=in_order):
        yield "is not whole"


def _faults_of_way_back(note: Note, found: PrintedNote, printed: PrintedNotes) -> Iterator[str]:
    name = f"call-{note.key}"
    targets = set(found.link.targets) if found.link else set()
    place = printed.printed.places.get(name)
    if targets != {f"#{name}"} or place is None:
        yield "has no way back to its call"
        return
    nearest = printed.call_at(place)
    if nearest is None or nearest not in printed.calls[note.key]:
        yield "has a way back that leads elsewhere"
