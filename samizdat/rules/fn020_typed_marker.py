"""FN020 typed marker."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source
from samizdat.traces.typed_markers import typed_markers


@rule("FN020", level="review", reads=Source)
def typed_marker(source: Source) -> Iterator[Problem]:
    """A number looks like the mark of a note, and no note answers it.

    Why: it was typed, or left over from another program. The reader sees a mark and finds no note.

    Bad:
        Orlando Figes tells it otherwise.[1]

    Good:
        Orlando Figes tells it otherwise.[^figs]

        [^figs]: Figes, p. 385.
    """
    for file in source.texts:
        for marker in typed_markers(file):
            written = file.text[marker.start : marker.end]
            yield Problem(
                file.location(marker.start, len(written)),
                f"{written} looks like the mark of a note, and no note answers it",
                "call a note here by its label, as in [^label]",
            )
