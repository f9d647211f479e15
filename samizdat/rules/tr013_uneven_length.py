"""TR013 uneven length."""

from __future__ import annotations

import math
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.fellow_passages import pairs
from samizdat.source import Source

_SHORTEST = 80
"""Fewer characters say nothing by how many they are."""
_MOST = 0.7
"""So far may the logarithm of the two lengths lie from what is usual in the translation."""


@rule("TR013", level="review", reads=Source)
def uneven_length(source: Source) -> Iterator[Problem]:
    """A passage is far shorter or longer than its fellow in the source.

    Why: a sentence was left out, or two passages were run together. How much longer one language
    is than the other is taken from the translation itself.

    Bad:
        The mill stood by the river until the flood of the third winter took its wheel away, and
        nobody in the village would say who had opened the sluice on the night before.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino estaba junto al río, y nadie dijo nada.

    Good:
        The mill stood by the river until the flood of the third winter took its wheel away, and
        nobody in the village would say who had opened the sluice on the night before.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino estuvo junto al río hasta que la crecida del tercer invierno se llevó la rueda, y
        nadie en el pueblo quiso decir quién había abierto la compuerta la noche anterior.
    """
    found = []
    for pair in pairs(source, "strict"):
        ours, theirs = (sum(one.length for one in side) for side in (pair.ours, pair.theirs))
        if pair.row.original[0].has_words and max(ours, theirs) >= _SHORTEST:
            found.append((math.log((theirs + 8) / (ours + 8)), pair, ours, theirs))
    usual = sorted(measure for measure, *_ in found)[len(found) // 2] if len(found) >= 8 else 0.0
    for measure, pair, ours, theirs in found:
        if abs(measure - usual) > _MOST:
            word = "shorter" if measure < usual else "longer"
            yield Problem(
                pair.place,
                f"passage is far {word} than its fellow: {theirs} characters for {ours}",
                "look whether something was left out or put in",
            )
