"""FN005 note inside a note."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.note_texts import without_colons
from samizdat.scanner import Spans
from samizdat.source import Source


@rule("FN005", level="error", reads=Source)
def note_inside_a_note(source: Source) -> Iterator[Problem]:
    """A note is called from the text of another note.

    Why: Markdown has no notes to notes; the call stands in the note as literal text. An inline note
    can stand in another one, but no page has a place for it.

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
        definitions = set(without_colons(source, file))
        for call in file.notes.calls:
            if call.inside is not None and call not in definitions:
                outer = f"note [^{call.inside}]" if call.inside else "an inline note"
                yield Problem(
                    file.location(call.start, call.end - call.start),
                    f"note [^{call.label}] is called inside {outer}",
                    "say in words where to look, or call it in the text",
                )
        closing = dict(file.links.brackets)
        inline = [(start + 2, closing.get(start + 1, start)) for start in file.notes.inline]
        notes = Spans([*inline, *((d.body, d.end) for d in file.notes.definitions)])
        for start in file.notes.inline:
            if start in notes:
                yield Problem(
                    file.location(start, 2),
                    "inline note ^[…] is written inside a note",
                    "put its words into the text of the outer note",
                )
