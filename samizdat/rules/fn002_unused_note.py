"""FN002 unused note."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("FN002", level="error", reads=Source)
def unused_note(source: Source) -> Iterator[Problem]:
    """A note is defined, and nothing in the text calls it.

    Why: its text appears in no edition. Usually the call was lost when a paragraph was edited.

    Bad:
        Text.

        [^figs]: Figes, p. 385.

    Good:
        Text.[^figs]

        [^figs]: Figes, p. 385.
    """
    everywhere = {call.label for file in source.files for call in file.notes.calls}
    for file in source.texts:
        is_shared = file is source.notes_file
        called = everywhere if is_shared else {call.label for call in file.notes.calls}
        for definition in file.notes.definitions:
            if definition.label not in called:
                yield Problem(
                    file.location(definition.start, len(definition.label) + 3),
                    f"note [^{definition.label}] is defined but never called",
                    f"put [^{definition.label}] where it belongs in the text, or delete the note",
                )
