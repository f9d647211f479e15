"""FN011 definition without a colon."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.note_texts import without_colons
from samizdat.scanner import Call, TextFile
from samizdat.source import Source


@rule("FN011", level="error", reads=Source)
def definition_without_a_colon(source: Source) -> Iterator[Problem]:
    """A line begins like the definition of a note, with a colon of another script or none.

    Why: only `:` right behind the label makes a note of it; else it is a paragraph of the text.

    Bad:
        Text.[^figs]

        [^figs]: Figes, p. 385.

        [^who] : A historian.

    Good:
        Text.[^figs]

        [^figs]: Figes, p. 385.
    """
    for file in source.texts:
        for call in file.notes.miscoloned:
            colon = file.masked[call.end : call.end + 80].lstrip()[0]
            what = (
                "a space before its colon"
                if colon == ":"
                else f"{colon} (U+{ord(colon):04X}) in place of a colon"
            )
            yield _problem(file, call, f"with {what}")
        for call in without_colons(source, file):
            yield _problem(file, call, "without a colon")


def _problem(file: TextFile, call: Call, how: str) -> Problem:
    return Problem(
        file.location(call.start, call.end - call.start),
        f"note [^{call.label}] is defined {how}",
        f"write [^{call.label}]: with a colon right behind the bracket",
    )
