"""Hebrew's own marks in acronyms and foreign sounds, where quotation marks were typed."""

from __future__ import annotations

import re

from samizdat.locales import Locale

_LETTER = "[א-ת]"
_MARKED = re.compile(rf"(?<!{_LETTER})(?P<word>{_LETTER}[א-ת׳]*)['’](?!{_LETTER})")
_OPENING = re.compile(rf"(?<!{_LETTER})['’](?={_LETTER})")
_CLOSING = re.compile(rf"(?<=[א-ת.,;!?…])['’](?!{_LETTER})")
_SHORT = 3
"""Letters of a word that is more likely an abbreviation than the end of a quotation."""


def with_gershayim(text: str, locale: Locale) -> str:
    """The text with gershayim (U+05F4) before the last letter of an acronym, and with geresh.

    Source: Unicode Standard, section 9.1, "Hebrew", "Punctuation".

    >>> from samizdat.locales import load
    >>> with_gershayim("חז”ל, ג’ורג’ ור’ כהן, ’לא’", load("he"))
    'חז״ל, ג׳ורג׳ ור׳ כהן, ’לא’'
    """
    if locale.tag.partition("-")[0] not in {"he", "yi"}:
        return text
    text = re.sub(rf"(?<={_LETTER})[\"”](?={_LETTER}(?![א-ת”\"]))", "״", text)
    text = re.sub(rf"(?<={_LETTER})['’](?={_LETTER})", "׳", text)
    return _with_abbreviations(text)


def _with_abbreviations(text: str) -> str:
    """The text with a geresh behind short words whose last mark closes no quotation."""
    set_so_far, done = "", 0
    for match in _MARKED.finditer(text):
        set_so_far += text[done : match.start()]
        before, word = set_so_far + match["word"][0], match["word"]
        is_open = len(_OPENING.findall(before)) > len(_CLOSING.findall(before))
        is_short = len(word) <= _SHORT or "׳" in word
        set_so_far += f"{word}׳" if is_short and not is_open else match.group()
        done = match.end()
    return set_so_far + text[done:]
