"""FN011 definition without a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.scanner import Call, TextFile
from samizdat.source import Source

_HEAD = re.compile(r"[ \t>]*")
# Words behind a label; a call is followed by the sentence's own point, or by nothing.
_WORDS = re.compile(r"[ \t]+\S|\n[ \t]+\S")


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
        notes = [one.notes for one in (file, source.notes_file) if one]
        defined = {d.label for one in notes for d in (*one.definitions, *one.glued)}
        for call in file.notes.miscoloned:
            colon = file.masked[call.end : call.end + 80].lstrip()[0]
            what = "a space before its colon" if colon == ":" else f"{colon} (U+{ord(colon):04X})"
            yield _problem(file, call, f"with {what} in place of a colon")
        for call in _without_any(file):
            if call.label not in defined:
                yield _problem(file, call, "without a colon")


def _problem(file: TextFile, call: Call, how: str) -> Problem:
    return Problem(
        file.location(call.start, call.end - call.start),
        f"note [^{call.label}] is defined {how}",
        f"write [^{call.label}]: with a colon right behind the bracket",
    )


def _without_any(file: TextFile) -> Iterator[Call]:
    """The calls that begin a block with words behind them, or the next line of such a block."""
    begins = {block.start for block in file.blocks}
    for call in file.notes.calls:
        is_head = call.line in begins and _HEAD.fullmatch(file.masked, call.line, call.start)
        if is_head and _WORDS.match(file.masked, call.end):
            begins.add(file.masked.find("\n", call.end) + 1)
            yield call
