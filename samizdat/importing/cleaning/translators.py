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
class _Note:
    """A note of the translator: what is replaced, its words, and the label it may have already.

    It is replaced from `start` to `end`; its words are those from `first` to `last`. One that
    `is_defined` is a definition, and not a remark in the text.
    """

    start: int
    end: int
    first: int
    last: int
    why: str
    label: str = ""
    is_defined: bool = False


def move_translators_notes(draft: Draft) -> Iterator[Edit | Remark]:
    """Brackets, inline notes and footnotes with the translator's signature become notes of his.

    The signature is taken off, since the place of the note tells whose it is. A bracketed remark
    without a signature stays, and a person is asked about it.
    """
    if draft.is_notes:
        return
    for remark in bracketed_remarks(draft.file):
        if not remark.signed:
            yield Remark(
                remark.start,
                "a remark in brackets has no signature, and stays in the text",
                "where it is a note, write [^label] here, and [^label]: with the words below it or "
                "in manuscript/notes.md",
                draft.text[remark.start : remark.end],
            )
    taken = {definition.label for definition in draft.file.notes.definitions}
    for note in sorted(_signed_notes(draft), key=lambda note: note.start):
        words = draft.text[note.first : note.last]
        label = note.label
        if not label or _NUMBERED.fullmatch(label):
            label = telling_label(words, draft.vocabulary, taken)
            taken.add(label)
        yield from _defined(draft, note, label) if note.is_defined else [_typed(draft, note, label)]


def _signed_notes(draft: Draft) -> Iterator[_Note]:
    """The remarks and notes that are signed, or that the format told to be the translator's."""
    file, text = draft.file, draft.text
    for remark in bracketed_remarks(file):
        if words := _unsigned(text, remark.start + 1, remark.end - 1):
            yield _Note(
                remark.start, remark.end, *words, "the translator's note was typed in brackets"
            )
    closing = dict(file.links.brackets)
    for start in file.notes.inline:
        end = closing.get(start + 1)
        if end is not None and (words := _unsigned(text, start + 2, end)):
            yield _Note(start, end + 1, *words, "the inline note is signed by the translator")
    for note in file.notes.definitions:
        end = note.body + len(text[note.body : note.end].rstrip())
        words = _unsigned(text, note.body, end)
        if words:
            why = f"note [^{note.label}] is signed by the translator"
        elif note.label in draft.translators:
            words, why = (note.body, end), f"note [^{note.label}] is the translator's"
        else:
            continue
        yield _Note(note.start, note.end, *words, why, note.label, is_defined=True)


def _unsigned(text: str, first: int, last: int) -> tuple[int, int] | None:
    """The span of the words without their signatures; None where nobody signed, or only that."""
    is_signed = False
    while signature := signed_part(text[first:last], "translator"):
        is_signed = True
        if signature[0] == 0:
            first += signature[1]
        else:
            last = first + signature[0]
    while first < last and text[first].isspace():
        first += 1
    while first < last and text[last - 1].isspace():
        last -= 1
    return (first, last) if is_signed and first < last else None


def _typed(draft: Draft, note: _Note, label: str) -> Edit:
    """The edit that leaves a call in place of a remark, close to the word before it."""
    text, start = draft.text, note.start
    while start and text[start - 1] in " \u00a0":
        start -= 1
    if start and text[start - 1] == "\n":
        start = note.start
    return Edit(
        start,
        note.end,
        f"[^{label}]",
        f"{note.why}; it goes to manuscript/notes.md without its signature",
        "to notes",
        label=label,
        body=_lines(text, note.first, note.last),
        stop=_stop(text[note.first : note.last]),
    )


def _lines(text: str, first: int, last: int) -> tuple[tuple[int, int], ...]:
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


def _defined(draft: Draft, note: _Note, label: str) -> Iterator[Edit]:
    """The edits that take a definition out, and give its calls the new label."""
    why = f"{note.why}; it goes to manuscript/notes.md"
    decision = f"translator:{note.label}:{note.start}"
    for call in draft.file.notes.calls:
        if call.label == note.label and label != note.label:
            yield Edit(call.start, call.end, f"[^{label}]", why, decision=decision)
    yield Edit(
        note.start,
        note.end,
        "",
        why,
        "to notes",
        decision=decision,
        label=label,
        body=((note.first, note.last),),
    )
