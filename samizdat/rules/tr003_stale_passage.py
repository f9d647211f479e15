"""TR003 stale passage."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.fellow_passages import place_of
from samizdat.source import Source
from samizdat.translation.differences import differences, in_a_line, shortened
from samizdat.translation.standing import STALE, Row

_LONGEST = 300


@rule("TR003", level="review", reads=Source)
def stale_passage(source: Source) -> Iterator[Problem]:
    """The source says something else than when a passage of it was translated.

    Why: the translation still says what the author has taken back. The ledger knows it, since it
    keeps the words that the passage was made of.

    Bad:
        The mill was closed in the autumn of 1931.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino cerró en la primavera de 1931.
        --- translations/es/ledger.json
        {"entries": [
          {"file": "manuscript.md", "source": "", "text": "# A chapter",
           "translation": ["b0bfe152a51b3757"]},
          {"file": "manuscript.md", "source": "",
           "text": "The mill was closed in the spring of 1931.",
           "translation": ["281814bccc9e8c1e"]}
         ],
         "version": 1}

    Good:
        The mill was closed in the spring of 1931.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino cerró en la primavera de 1931.
        --- translations/es/ledger.json
        {"entries": [
          {"file": "manuscript.md", "source": "", "text": "# A chapter",
           "translation": ["b0bfe152a51b3757"]},
          {"file": "manuscript.md", "source": "",
           "text": "The mill was closed in the spring of 1931.",
           "translation": ["281814bccc9e8c1e"]}
         ],
         "version": 1}
    """
    if source.translation is None:
        return
    for row in source.translation.standing.rows:
        if row.state in STALE and row.translated:
            yield Problem(
                place_of(row.translated[0]),
                _what(row),
                f"mend it, then `samizdat locale accept {source.locale} {row.block}`",
            )


def _what(row: Row) -> str:
    if row.state == "gone":
        return "the source has no such passage any more"
    words = in_a_line(shortened(differences(row.then, row.now), around=3))
    words = words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
    return f"the source has been {row.state} since, at {row.original[0].place}: {words}"
