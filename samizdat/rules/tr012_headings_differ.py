"""TR012 headings differ."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.fellow_passages import pairs, place_of
from samizdat.source import Source


@rule("TR012", level="review", reads=Source)
def headings_differ(source: Source) -> Iterator[Problem]:
    """A heading is of another level than in the source, or has no fellow there.

    Why: the contents of all languages have the same steps, so that a reader who has both finds the
    place in the other one.

    Bad:
        # The mill

        A text.

        ## Its wheel

        A text.
        --- translations/es/manuscript.md
        # El molino

        Un texto.

        # Su rueda

        Un texto.

    Good:
        # The mill

        ## Its wheel

        A text.
        --- translations/es/manuscript.md
        # El molino

        ## Su rueda

        Un texto.
    """
    for pair in pairs(source, "strict"):
        ours, theirs = pair.row.original[0], pair.row.translated[0]
        if ours.level != theirs.level and ours.level and theirs.level:
            yield Problem(
                place_of(theirs),
                f"heading is of level {theirs.level}, and of level {ours.level} in the source",
                f"begin it with {'#' * ours.level}",
            )
    if source.translation is None or source.metadata.parity != "strict":
        return
    for row in source.translation.standing.rows:
        if row.state == "added" and row.translated[0].level:
            yield Problem(
                place_of(row.translated[0]),
                "heading has no fellow in the source",
                "take it out, or accept it as the translation's own: `samizdat locale accept "
                f"{source.locale} {row.block}`"
                if not row.certainty
                else "waive this with the reason",
            )
