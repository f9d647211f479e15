"""Hebrew's own marks in acronyms and foreign sounds, where quotation marks were typed."""

from __future__ import annotations

import re

from samizdat.locales import Locale

_LETTER = "[א-ת]"


def with_gershayim(text: str, locale: Locale) -> str:
    """The text with gershayim (U+05F4) before the last letter of an acronym, and with geresh.

    Source: Unicode Standard, section 9.1, "Hebrew", "Punctuation".

    >>> from samizdat.locales import load
    >>> with_gershayim("חז”ל", load("he"))
    'חז״ל'
    """
    if locale.tag.partition("-")[0] not in {"he", "yi"}:
        return text
    text = re.sub(rf"(?<={_LETTER})[\"”](?={_LETTER}(?![א-ת”\"]))", "״", text)
    return re.sub(rf"(?<={_LETTER})['’](?={_LETTER})", "׳", text)
