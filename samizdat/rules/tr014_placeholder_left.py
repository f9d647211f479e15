"""TR014 placeholder left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source

# In capitals, since `todo` is a word of Spanish and `xxx` a number.
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|FIXME|TBD|TK{2,}|XXXX+)\b|\?{3,}|_{4,}|\b[Ll]orem ipsum\b"
    r"|\[\s*(?:\.{3}|…)\s*[Tt]ranslat(?:e|ion)\b[^\]]*\]"
)


@rule("TR014", level="error", reads=Source)
def placeholder_left(source: Source) -> Iterator[Problem]:
    """A translation still has a sign that something is to be done there.

    Why: it was meant for the translator, and would be printed.

    Bad:
        The mill was closed in 1931.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino TODO cerró en 1931.

    Good:
        The mill was closed in 1931.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino cerró en 1931.
    """
    translation = source.translation
    if translation is None:
        return
    originals = [file for file in (*translation.originals, translation.original_notes) if file]
    quoted = {match.group() for file in originals for match in _PLACEHOLDER.finditer(file.prose)}
    own = [file for file in (*translation.own, translation.own_notes) if file]
    for file in own:
        for match in _PLACEHOLDER.finditer(file.prose):
            if match.group() not in quoted:
                yield Problem(
                    file.location(match.start(), len(match.group())),
                    f"placeholder {match.group()} is left in the text",
                    "put the words in its place",
                )
