"""TR001 too little translated."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source
from samizdat.translation.accounts import account


@rule("TR001", level="error", reads=Source)
def too_little_translated(source: Source) -> Iterator[Problem]:
    """Less of a translation is done than its `share` asks for.

    Why: a reader who takes a book in her own language does not want half of it in another one. The
    share is counted in words of the source; what has changed there since is not done.

    Bad:
        A first paragraph of nine words is in English.

        A second paragraph has as many words as that.
        --- translations/es/metadata.yaml
        share: 100
        --- translations/es/ledger.json
        {"entries": [], "version": 1}
        --- translations/es/manuscript.md
        # Un capítulo

        Un primer párrafo de nueve palabras está en inglés.

    Good:
        A first paragraph of nine words is in English.
        --- translations/es/metadata.yaml
        share: 100
        --- translations/es/manuscript.md
        # Un capítulo

        Un primer párrafo de nueve palabras está en inglés.
    """
    least = source.metadata.share
    if source.translation is None or not least:
        return
    whole = account(source.translation.standing.rows)
    if whole.share * 100 < least:
        yield Problem(
            source.key("share"),
            f"{whole.percent}% of the words are done, and {least}% are asked for",
            f"`samizdat locale status {source.locale}` tells what is left; or lower `share`",
        )
