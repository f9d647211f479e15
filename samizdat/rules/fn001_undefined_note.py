"""FN001 undefined note."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.note_texts import without_colons
from samizdat.scanner import Spans, TextFile
from samizdat.source import Source

_TAG = re.compile(r"</?(?P<name>[a-z]+)\b[^<>]*>", re.IGNORECASE)
_CODE = {"pre", "code", "kbd", "samp", "tt", "script", "style"}
_MOST = 500
"""Labels that are compared letter by letter; a text with more faults has no need of hints."""


@rule("FN001", level="error", reads=Source)
def undefined_note(source: Source) -> Iterator[Problem]:
    """A note is called by a label that nothing defines.

    Why: the call stands in every edition as literal text, [^label], and the reader gets no note.

    Bad:
        Text.[^figs] And more.[^figes]

        [^figs]: Figes, p. 385.

    Good:
        Text.[^figs] And more.[^figs-2]

        [^figs]: Figes, p. 385.

        [^figs-2]: Figes, p. 402.
    """
    notes_file = source.notes_file
    home = notes_file.path if notes_file else "manuscript/notes.md"
    everywhere = {call.label for file in source.files for call in file.notes.calls}
    shared = _defined(notes_file) if notes_file else []
    for file in source.files:
        known = [*_defined(file), *shared]
        own = {call.label for call in file.notes.calls}
        waiting = [label for label in _defined(file) if label not in own]
        waiting += [label for label in shared if label not in everywhere]
        defined = set(known)
        uncoloned = without_colons(source, file)
        undefined = [call for call in file.notes.calls if call.label not in defined]
        if not undefined:
            continue
        code = Spans(_code_in_html(file.masked))
        undefined = [call for call in undefined if call.start not in code]
        # The labels of definitions that have a colon of another script or none.
        meant = {call.label: (file, call) for call in (*file.notes.miscoloned, *uncoloned)}
        if notes_file:
            shared_calls = (*notes_file.notes.miscoloned, *without_colons(source, notes_file))
            meant |= {call.label: (notes_file, call) for call in shared_calls}
        near = _nearest(list(dict.fromkeys(call.label for call in undefined)), known, waiting)
        for call in undefined:
            hint = f"define it in {home} or in {file.path}"
            if call.label in meant:
                where, definition = meant[call.label]
                hint = f"mend the colon of its definition at {where.location(definition.start)}"
            elif call.label in near:
                hint = f"define it in {home}, or did you mean [^{near[call.label]}]?"
            yield Problem(
                file.location(call.start, call.end - call.start),
                f"note [^{call.label}] is referenced but never defined",
                hint,
            )


def _defined(file: TextFile) -> list[str]:
    """The labels of a file's definitions; those glued to a paragraph have a rule of their own."""
    return [d.label for d in (*file.notes.definitions, *file.notes.glued)]


def _code_in_html(masked: str) -> Iterator[tuple[int, int]]:
    """Tags, and what stands between tags of code: no call is meant there."""
    lowered, end = masked.lower(), 0
    last = {name: lowered.rfind(f"</{name}") for name in _CODE}
    for tag in _TAG.finditer(masked):
        name = tag["name"].lower()
        yield tag.span()
        if end <= tag.start() < last.get(name, 0) and masked[tag.start() + 1] != "/":
            end = lowered.find(f"</{name}", tag.end())
            yield tag.start(), end


def _nearest(
    undefined: Sequence[str], known: Sequence[str], waiting: Sequence[str]
) -> dict[str, str]:
    """For each undefined label the one that was meant, as far as there is one.

    That is one of other case, or spelt alike. Where just as many definitions are called nowhere,
    it is the one at the same place in the order: a label that was translated with the text.
    """
    folded = {label.casefold(): label for label in reversed(known)}
    near = {label: folded[label.casefold()] for label in undefined if label.casefold() in folded}
    for label in undefined[:_MOST]:
        if label not in near and (alike := difflib.get_close_matches(label, known[:_MOST], 1)):
            near[label] = alike[0]
    if len(undefined) == len(waiting):
        near = dict(zip(undefined, waiting, strict=True)) | near
    return near
