"""Words of a text as they are compared: in small letters, without signs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from samizdat.scanner import TextFile

LETTER = r"[^\W\d_]"
"""The pattern of a letter of any script."""


def words_of(files: Iterable[TextFile]) -> set[str]:
    """The words of the texts, hyphened ones whole, in small letters."""
    return {
        word.lower()
        for file in files
        for word in re.findall(rf"{LETTER}+(?:-{LETTER}+)*", file.prose)
    }


def bare(words: str) -> str:
    """The words as titles are compared: letters and digits only, a space between words."""
    return re.sub(r"[\W_]+", " ", words).strip().casefold()
