"""TR002 unreadable ledger."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import picked, rule
from samizdat.source import Source


@rule("TR002", level="error", reads=Source)
def unreadable_ledger(source: Source) -> Iterator[Problem]:
    """The ledger of a translation can't be read.

    Why: it says of which words of the source each passage was made. Without it nobody sees what has
    become stale, and what is missing can't be filled in.

    Bad:
        A text.
        --- translations/es/manuscript.md
        # Un capítulo

        Un texto.
        --- translations/es/ledger.json
        {"entries": [

    Good:
        A text.
        --- translations/es/manuscript.md
        # Un capítulo

        Un texto.
        --- translations/es/ledger.json
        {"entries": [], "version": 1}
    """
    yield from picked(source.problems, "ledger-broken")
