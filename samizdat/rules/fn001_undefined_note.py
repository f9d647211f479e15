"""FN001 undefined note."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
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
    shared = [d.label for d in source.notes_file.notes.definitions] if source.notes_file else []
    home = source.notes_file.path if source.notes_file else "manuscript/notes.md"
    for file in source.files:
        known = [*(d.label for d in file.notes.definitions), *shared]
        for call in file.notes.calls:
            if call.label in known or call.inside:
                continue
            near = next((k for k in known if k.lower() == call.label.lower()), None) or next(
                iter(difflib.get_close_matches(call.label, known, 1)), None
            )
            hint = f"define it in {home} or in {file.path}"
            if near:
                hint = f"define it in {home}, or did you mean [^{near}]?"
            yield Problem(
                file.location(call.start, call.end - call.start),
                f"note [^{call.label}] is referenced but never defined",
                hint,
            )
