"""No-break spaces before high punctuation and inside guillemets, as in French."""

from __future__ import annotations

import re

from samizdat.locales import Locale
from samizdat.prepare.passages import LINE_BREAK, OBJECT

# What a mark may stand before: not within an address or a time.
_ENDS = rf"(?=[\s)\]»”’…{OBJECT}]|$)"


def with_spaces(text: str, locale: Locale) -> str:
    """The text with the space of the language before its high marks, in place of any typed one.

    Source: Imprimerie nationale, Lexique des règles typographiques, "Ponctuation".

    >>> from samizdat.locales import load
    >>> with_spaces("« Quoi? » dit-il; à 10:30", load("fr")).replace(load("fr").space, "_")
    '«_Quoi_?_» dit-il_; à 10:30'
    """
    space, inside = locale.space, locale.space_inside_quotes
    if high := re.escape(locale.space_before.replace("»", "")):
        # Behind an opening bracket there is no word to be parted from.
        text = re.sub(
            rf"(?<=[^\s([{{«“‘{high}])[ \n\u00a0\u202f]?([{high}]+){_ENDS}", rf"{space}\1", text
        )
        text = re.sub(rf"(?<=[^\s([{{])[ \n\u00a0\u202f]([{high}]+){_ENDS}", rf"{space}\1", text)
    if inside and locale.quotes[0] == "«":
        text = re.sub(r"«[ \n\u00a0\u202f]?(?![\s»])", f"«{inside}", text)
        text = re.sub(rf"(?<![\s«{LINE_BREAK}])(?:[ \n\u00a0\u202f])?»", f"{inside}»", text)
    return text
