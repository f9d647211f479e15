"""FN008 note called twice."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.note_texts import is_at_one_place
from samizdat.source import Source


@rule("FN008", level="review", reads=Source)
def note_called_twice(source: Source) -> Iterator[Problem]:
    """One note is called at two places of a file.

    Why: it may be meant, and then both places bear one mark. In print the note stands at the foot
    of the first page only, and where a label was copied with its sentence nobody meant it.

    Bad:
        Text.[^figs] And more.[^figs]

        [^figs]: Figes, p. 385.

    Good:
        Text.[^figs] And more.[^figs-2]

        [^figs]: Figes, p. 385.

        [^figs-2]: Figes again, p. 385.
    """
    for file in source.files:
        first: dict[str, int] = {}
        last_end = -1
        defined = {
            d.label for one in (file, source.notes_file) if one for d in one.notes.definitions
        }
        for call in file.notes.calls:
            if call.inside is not None or call.label not in defined:
                continue
            doubled = call.label in first and is_at_one_place(file.text[last_end : call.start])
            if call.label in first and not doubled:
                line = file.location(first[call.label]).line
                yield Problem(
                    file.location(call.start, call.end - call.start),
                    f"note [^{call.label}] is called a second time, first in line {line}",
                    "if that is not meant, give the second call a note of its own",
                )
            first.setdefault(call.label, call.start)
            last_end = call.end
