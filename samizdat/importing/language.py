"""Which language a text is written in."""

from __future__ import annotations

_SAMPLE = 40_000
_SHORTEST = 200


def language_of(text: str) -> str | None:
    """The tag of the language that the text is most like; None for a very short text."""
    import py3langid  # takes a third of a second, and is needed seldom

    middle = max(0, len(text) // 2 - _SAMPLE // 2)
    sample = text[middle : middle + _SAMPLE]
    if len(sample) < _SHORTEST:
        return None
    return str(py3langid.classify(sample)[0])
