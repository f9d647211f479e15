"""Words of one letter are held to the next word, and do not end a line."""

from __future__ import annotations

import re
from functools import cache

from samizdat.locales import Locale


def with_held_words(text: str, locale: Locale) -> str:
    """The text with a no-break space behind each of the language's words that are held.

    >>> from samizdat.locales import load
    >>> with_held_words("Sedí v lese a z okna", load("cs")).replace(chr(160), "_")
    'Sedí v_lese a_z_okna'
    """
    return _pattern(locale.held).sub("\\1\u00a0", text) if locale.held else text


@cache
def _pattern(letters: str) -> re.Pattern[str]:
    both = re.escape(letters + letters.upper())
    # Behind a hyphen, an apostrophe or a full stop a letter is part of a word or a name.
    return re.compile(rf"(?<![\w’'.-])([{both}])[ \n](?=[^\s–—])")
