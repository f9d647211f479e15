"""FN001 undefined note."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.scanner import TextFile
from samizdat.source import Source


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
        undefined = [call for call in file.notes.calls if call.label not in defined]
        order = list(dict.fromkeys(call.label for call in undefined))
        for call in undefined:
            near = _near(call.label, known) or _counterpart(order.index(call.label), order, waiting)
            hint = f"define it in {home} or in {file.path}"
            if near:
                hint = f"define it in {home}, or did you mean [^{near}]?"
            yield Problem(
                file.location(call.start, call.end - call.start),
                f"note [^{call.label}] is referenced but never defined",
                hint,
            )


def _defined(file: TextFile) -> list[str]:
    """The labels of a file's definitions; those glued to a paragraph have a rule of their own."""
    return [d.label for d in (*file.notes.definitions, *file.notes.glued)]


def _near(label: str, known: Sequence[str]) -> str | None:
    folded = label.casefold()
    return next((k for k in known if k.casefold() == folded), None) or next(
        iter(difflib.get_close_matches(label, known, 1)), None
    )


def _counterpart(number: int, undefined: Sequence[str], waiting: Sequence[str]) -> str | None:
    """The definition that nothing calls and that stands at the same place in the order.

    So a label is found again that was translated with the text, or renamed in one place.
    """
    return waiting[number] if len(undefined) == len(waiting) else None
