"""Notes that the translator has signed go to notes.md; unsigned remarks are put to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.incoming import Remark
from samizdat.importing.labels import telling_label
from samizdat.traces.bracketed_remarks import bracketed_remarks
from samizdat.traces.signatures import signed_part

# A label that a program gave, and that says nothing of the note.
_NUMBERED = re.compile(r"(?:fn|ftn|note|n)?[-_]?\d+(?:-\d+)?", re.IGNORECASE)
_LINE_END = re.compile(r"(?:[ \t]+|\\)?\n[ \t]*")
_SENTENCE = 3
"""Fewer words are a name or a gloss, and need no full stop."""


@dataclass(frozen=True)
class _Signed:
    """What is replaced by a call, from `start` to `end`, and the words of the note in it."""

    start: int
    end: int
    first: int
    last: int


def move_translators_notes(draft: Draft) -> Iterator[Edit | Remark]:
    """Brackets, inline notes and footnotes with the translator's signature become notes of his.

    The signature is taken off, since the place of the note tells whose it is. A bracketed remark
    without a signature stays, and a person is asked about it.
    """
    if draft.is_notes:
        return
    file = draft.file
    taken = {definition.label for definition in file.notes.definitions}
    for remark in bracketed_remarks(file):
        inner = (remark.start + 1, remark.end - 1)
        if found := _signed(draft.text, remark.start, remark.end, *inner):
            label = telling_label(draft.text[found.first : found.last], draft.vocabulary, taken)
            taken.add(label)
            yield _edit(draft.text, found, label, "the translator's note was typed in brackets")
        else:
            yield Remark(
                remark.start,
                "a remark in brackets has no signature, and stays in the text",
                "where it is a note, write [^label] here, and [^label]: with the words below it or "
                "in manuscript/notes.md",
                draft.text[remark.start : remark.end],
            )
    closing = dict(file.links.brackets)
    for start in file.notes.inline:
        end = closing.get(start + 1)
        if end is None:
            continue
        if found := _signed(draft.text, start, end + 1, start + 2, end):
            label = telling_label(draft.text[found.first : found.last], draft.vocabulary, taken)
            taken.add(label)
            yield _edit(draft.text, found, label, "the inline note is signed by the translator")
    yield from _definitions(draft, taken)


def _signed(text: str, start: int, end: int, first: int, last: int) -> _Signed | None:
    """The note between `first` and `last`, if it is signed, without the signature."""
    signature = signed_part(text[first:last], "translator")
    if signature is None:
        return None
    place = first + signature[0], first + signature[1]
    if signature[0] == 0:
        first = place[1]
    else:
        last = place[0]
    while first < last and text[first].isspace():
        first += 1
    while first < last and text[last - 1].isspace():
        last -= 1
    return _Signed(start, end, first, last) if first < last else None


def _edit(text: str, found: _Signed, label: str, why: str) -> Edit:
    """The edit that leaves a call, close to the word before it."""
    start = found.start
    while start and text[start - 1] in " \u00a0":
        start -= 1
    if start and text[start - 1] == "\n":
        start = found.start
    return Edit(
        start,
        found.end,
        f"[^{label}]",
        f"{why}; it goes to manuscript/notes.md without its signature",
        "to notes",
        label=label,
        body=_body(text, found.first, found.last),
        stop=_stop(text[found.first : found.last]),
    )


def _body(text: str, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """The spans between the ends of lines: a note typed in brackets is one paragraph."""
    spans, start = list[tuple[int, int]](), first
    for match in _LINE_END.finditer(text, first, last):
        spans.append((start, match.start()))
        start = match.end()
    return (*spans, (start, last))


def _stop(words: str) -> str:
    """The full stop that the signature stood for, if the words are a sentence and have none."""
    is_sentence = words[:1].isupper() and len(words.split()) > _SENTENCE
    return "." if is_sentence and words[-1:].isalnum() else ""


def _definitions(draft: Draft, taken: set[str]) -> Iterator[Edit]:
    """Definitions of notes that are signed, or that the format told to be the translator's.

    A label that is only a number becomes one that tells something.
    """
    for note in draft.file.notes.definitions:
        end = note.body + len(draft.text[note.body : note.end].rstrip())
        found = _signed(draft.text, note.start, end, note.body, end)
        if found is None and note.label not in draft.translators:
            continue
        first, last = (found.first, found.last) if found else (note.body, end)
        label = note.label
        if _NUMBERED.fullmatch(label):
            label = telling_label(draft.text[first:last], draft.vocabulary, taken)
            taken.add(label)
        why = "is signed by the translator" if found else "is the translator's"
        reason = f"note [^{note.label}] {why}; it goes to manuscript/notes.md"
        decision = f"translator:{note.label}:{note.start}"
        for call in draft.file.notes.calls:
            if call.label == note.label and label != note.label:
                yield Edit(call.start, call.end, f"[^{label}]", reason, decision=decision)
        yield Edit(
            note.start,
            note.end,
            "",
            reason,
            "to notes",
            decision=decision,
            label=label,
            body=((first, last),),
        )
