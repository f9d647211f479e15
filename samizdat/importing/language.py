"""Which language a text is written in."""

from __future__ import annotations

import re
from functools import cache

import langcodes
from babel import Locale

from samizdat import locales
from samizdat.metadata import is_language

_SAMPLE = 40_000
_SHORTEST = 150


def language_of(text: str) -> str | None:
    """The tag of the language that the text is most like; None for one of few letters."""
    import py3langid  # takes a third of a second, and is needed seldom

    middle = max(0, len(text) // 2 - _SAMPLE // 2)
    sample = text[middle : middle + _SAMPLE]
    if sum(map(str.isalpha, sample)) < _SHORTEST:
        return None
    tag = str(py3langid.classify(sample)[0])
    return tag if locales.in_cldr(tag) else None


def language_tag(words: object) -> str | None:
    """The tag of BCP 47 that somebody may have meant, or None where it is none.

    >>> language_tag("en_US"), language_tag("ger"), language_tag("Deutsch"), language_tag("Latein")
    ('en-US', 'de', 'de', None)
    """
    written = str(words).strip()
    named = _names().get(written.casefold())
    if named:
        return named
    tag = re.sub(r"[.@].*", "", written).replace("_", "-")  # as systems name them: de_DE.UTF-8
    try:
        tag = langcodes.standardize_tag(tag)
    except ValueError:
        return None
    is_known = langcodes.tag_is_valid(tag) and tag.partition("-")[0] not in {"und", "mul", "zxx"}
    return tag if is_known and is_language(tag) else None


@cache
def _names() -> dict[str, str]:
    """The names of the languages of CLDR in English, and those of ours in themselves."""
    found = {name.casefold(): tag for tag, name in Locale("en").languages.items()}
    for tag in locales.tags():
        own = locales.in_cldr(tag)
        if own is not None and own.display_name:
            found[own.display_name.casefold()] = tag
    return {name: tag for name, tag in found.items() if is_language(tag)}
