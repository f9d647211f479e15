"""A hyphen that stands between spaces is a dash."""

from __future__ import annotations

import re

from samizdat.locales import Locale

# Not behind a number or before one, where it may be a minus.
_HYPHEN = re.compile(r"(?<=[^\s\d])([ \n\u00a0])-{1,3}(?=[ \n])(?! \d)")


def with_dashes(text: str, locale: Locale) -> str:
    """The text with the dash of the language; one that takes no end of line before it is held.

    >>> from samizdat.locales import load
    >>> with_dashes("Linen - or wool - for two-ply", load("en"))
    'Linen – or wool – for two-ply'
    """
    if "- " in text or "-\n" in text:
        text = _HYPHEN.sub(rf"\1{locale.dash}", text)
    if locale.holds_dash:
        text = re.sub(r"(?<=\S)[ \n](?=[–—][ \n])", "\u00a0", text)
    return text
