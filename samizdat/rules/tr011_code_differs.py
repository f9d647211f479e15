"""TR011 code differs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.fellow_passages import differing, pairs, told
from samizdat.source import Source

_COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->|(?:^|(?<=\s))(?:#|//) [^\n]*", re.DOTALL)


@rule("TR011", level="review", reads=Source)
def code_differs(source: Source) -> Iterator[Problem]:
    """Code or a formula is another one than in the source.

    Why: what people type has to work in every language, and a formula says the same in all of them.
    Comments within code may be translated, and are not compared.

    Bad:
        Type `doit` and wait.
        --- translations/es/manuscript.md
        # Un capítulo

        Escriba `hazlo` y espere.

    Good:
        Type `doit` and wait.
        --- translations/es/manuscript.md
        # Un capítulo

        Escriba `doit` y espere.
    """
    for pair in pairs(source, "strict"):
        ours, theirs = (
            one + other for one, other in zip(pair.both("code"), pair.both("formulas"), strict=True)
        )
        first, second = pair.row.original[0], pair.row.translated[0]
        if first.kind == second.kind == "code":
            ours, theirs = [_bare(first.text)], [_bare(second.text)]
        missing, more = differing(ours, theirs)
        if missing or more:
            yield Problem(
                pair.place,
                f"code is another than at {pair.origin}: {told(missing, more, _cut)}",
                "type it as it is there",
            )


def _bare(code: str) -> str:
    """The code without comments as most languages write them, and with single spaces."""
    return " ".join(_COMMENT.sub(" ", code).split())


def _cut(code: str) -> str:
    return code if len(code) <= 40 else code[:39] + "…"
