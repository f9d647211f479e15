"""TR007 translated label."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.fellow_passages import differing, pairs, place_of
from samizdat.source import Source


@rule("TR007", level="error", reads=Source)
def translated_label(source: Source) -> Iterator[Problem]:
    """The label of a note was translated.

    Why: by its label a note is known in every language. Where the label is another one, the note
    has no fellow, and an edition that is put together of both loses one of the two.

    Bad:
        The page loads again.[^Refresh]

        [^Refresh]: With a key.
        --- translations/pt/manuscript.md
        # Um capítulo

        A página carrega outra vez.[^Atualizar]

        [^Atualizar]: Com uma tecla.

    Good:
        The page loads again.[^Refresh]

        [^Refresh]: With a key.
        --- translations/pt/manuscript.md
        # Um capítulo

        A página carrega outra vez.[^Refresh]

        [^Refresh]: Com uma tecla.
    """
    for pair in pairs(source, "strict", "loose"):
        missing, more = differing(*pair.both("calls"))
        if len(missing) != len(more):
            continue
        for ours, theirs in zip(missing, more, strict=True):
            passage = next(p for p in pair.row.translated if f"[^{theirs}]" in p.text)
            yield Problem(
                place_of(passage, f"[^{theirs}]"),
                f"note [^{theirs}] is [^{ours}] in the source",
                f"write [^{ours}] here and where the note is defined",
            )
