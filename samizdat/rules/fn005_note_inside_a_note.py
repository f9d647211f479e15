"""FN005 note inside a note."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("FN005", level="error", reads=Source)
def note_inside_a_note(source: Source) -> Iterator[Problem]:
    """A note is called from the text of another note.

    Why: Markdown has no notes to notes; the call stands in the note as literal text.

    Bad:
        Text.[^a] More.[^b]

        [^a]: See there.[^b]

        [^b]: There.

    Good:
        Text.[^a] More.[^b]

        [^a]: See the next note.

        [^b]: There.
    """
    for file in source.texts:
        for call in file.notes.calls:
            if call.inside:
                yield Problem(
                    file.location(call.start, call.end - call.start),
                    f"note [^{call.label}] is called inside note [^{call.inside}]",
                    "say in words where to look, or call it in the text",
                )
