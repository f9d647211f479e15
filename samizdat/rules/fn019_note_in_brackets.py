"""FN019 note in brackets."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source
from samizdat.traces.bracketed_remarks import bracketed_remarks


@rule("FN019", level="review", reads=Source)
def note_in_brackets(source: Source) -> Iterator[Problem]:
    """Words between brackets in the text look like a note.

    Why: who typed a text without notes put them into brackets. As a note of the pipeline it gets a
    mark, a place at the foot of the page, and a speaker.

    Bad:
        Text [Translator's note: a historian] and more.

    Good:
        Text[^historian] and more.

        [^historian]: A historian.
    """
    for file in source.files:
        for remark in bracketed_remarks(file):
            yield Problem(
                file.location(remark.start, remark.end - remark.start),
                f"“{_short(remark.words)}” between brackets looks like a note",
                "make it one: [^label] here, and [^label]: with the words below or in notes.md",
            )


def _short(words: str) -> str:
    return words if len(words) <= 48 else words[:47].rstrip() + "…"
