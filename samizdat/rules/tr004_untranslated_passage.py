"""TR004 untranslated passage."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.fellow_passages import place_of
from samizdat.source import Source

_SHORTEST = 4
"""Fewer words may be a name, which is the same in both languages."""


@rule("TR004", level="review", reads=Source)
def untranslated_passage(source: Source) -> Iterator[Problem]:
    """A passage of a translation is the same, word for word, as in the source.

    Why: it was copied to be translated, and was forgotten. Readers get it in the source's language.
    One that is right so, such as the title of a book, is accepted once.

    Bad:
        The mill was closed in the spring of 1931.
        --- translations/es/manuscript.md
        # Un capítulo

        The mill was closed in the spring of 1931.

    Good:
        The mill was closed in the spring of 1931.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino cerró en la primavera de 1931.
    """
    if source.translation is None:
        return
    for row in source.translation.standing.rows:
        if row.state == "new" and row.translated and len(row.original[0].words) >= _SHORTEST:
            yield Problem(
                place_of(row.translated[0]),
                "passage is the same as in the source",
                f"translate it, or `samizdat locale accept {source.locale} {row.block}`",
            )
