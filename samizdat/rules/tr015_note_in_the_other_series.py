"""TR015 note in the other series."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("TR015", level="error", reads=Source)
def note_in_the_other_series(source: Source) -> Iterator[Problem]:
    """A note is the author's in one language and the translator's in the other.

    Why: readers of the two languages would be told that different people speak.

    Bad:
        The mill was closed in 1931.[^mill]

        [^mill]: It stood by the river.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino cerró en 1931.[^mill]
        --- translations/es/notes.md
        [^mill]: Estaba junto al río.

    Good:
        The mill was closed in 1931.[^mill]

        [^mill]: It stood by the river.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino cerró en 1931.[^mill]

        [^mill]: Estaba junto al río.
    """
    translation = source.translation
    if translation is None:
        return
    authors = {d.label for file in translation.originals for d in file.notes.definitions}
    shared = translation.original_notes
    translators = {d.label for d in shared.notes.definitions} if shared else set()
    for file in (*translation.own, translation.own_notes):
        if file is None:
            continue
        is_translators = file is translation.own_notes
        theirs, other = (translators, authors) if is_translators else (authors, translators)
        for definition in file.notes.definitions:
            if definition.label in other and definition.label not in theirs:
                whose, home = (
                    ("author", "the manuscript") if is_translators else ("translator", "notes.md")
                )
                yield Problem(
                    file.location(definition.start, len(definition.label) + 3),
                    f"note [^{definition.label}] is the {whose}'s in the source",
                    f"define it in {home}, or give it another label",
                )
