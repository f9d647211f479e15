"""TR005 lost note call."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.fellow_passages import differing, pairs
from samizdat.source import Source


@rule("TR005", level="error", reads=Source)
def lost_note_call(source: Source) -> Iterator[Problem]:
    """A note that the source calls is called nowhere in the translation.

    Why: the author's remark, or the translator's, is missing for all readers of that language. Most
    often the call was lost when the sentence was rebuilt.

    Bad:
        The mill was closed in 1931.[^mill]

        [^mill]: It stood by the river.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino cerró en 1931.

    Good:
        The mill was closed in 1931.[^mill]

        [^mill]: It stood by the river.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino cerró en 1931.[^mill]

        [^mill]: Estaba junto al río.
    """
    called = {call.label for file in source.texts for call in file.notes.calls}
    for pair in pairs(source, "strict", "loose"):
        missing, more = differing(*pair.both("calls"))
        for label in dict.fromkeys(missing):
            if label not in called and not more:
                yield Problem(
                    pair.place,
                    f"note [^{label}] is called at {pair.origin}, and not here",
                    f"put [^{label}] where it belongs, and define it",
                )
