"""Characters that are only another look of letters become the letters: ﬁ is f and i."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit

# Ligatures, letters of presentation (Alphabetic and Arabic Presentation Forms), digraphs and
# letters of full width, by Unicode's blocks; each run is a word's part and is changed as one.
_LOOKS = re.compile(
    "[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdff\ufe70-\ufefc\u0132\u0133\u01c4-\u01cc]+"
)
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_WIDE_LANGUAGES = {"zh", "ja", "ko"}
# No part of a text: places where a word might be divided, joiners of no width, marks of files.
_HIDDEN = re.compile("[\u00ad\u200b\ufeff\u2060]+")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f]+")
_PAGE_ENDS = re.compile("(?<![ \t])[ \t]*[\x0b\x0c\u2028\u2029]+[ \t]*")
# A letter and its accent as two characters; a text that is composed already is passed over.
_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]+")


def write_letters(draft: Draft) -> Iterator[Edit]:
    """Ligatures, letters of presentation and divided accents as letters; hidden signs away."""
    text = draft.text
    if text.isascii() and not _PAGE_ENDS.search(text) and not _CONTROLS.search(text):
        return
    patterns = [_LOOKS] if draft.locale.tag[:2] in _WIDE_LANGUAGES else [_LOOKS, _WIDE]
    for pattern in patterns:
        for match in pattern.finditer(text):
            plain = unicodedata.normalize("NFKC", match.group())
            yield _respelt(match, plain, f"{match.group()} is another look of {plain}")
    for match in _DECOMPOSED.finditer(text):
        composed = unicodedata.normalize("NFC", match.group())
        if composed != match.group():
            yield _respelt(match, composed, "a letter and its accent are one character")
    for match in _HIDDEN.finditer(text):
        yield _respelt(match, "", f"{_named(match.group()[0])} is no part of the text")
    for match in _CONTROLS.finditer(text):
        yield _respelt(match, "", f"control character {_named(match.group()[0])} is no text")
    for match in _PAGE_ENDS.finditer(text):
        yield Edit(match.start(), match.end(), "\n\n", "a page or a line of the copy ended here")


def _respelt(match: re.Match[str], text: str, why: str) -> Edit:
    return Edit(match.start(), match.end(), text, why, "respelt")


def _named(sign: str) -> str:
    name = unicodedata.name(sign, "").lower()
    return f"U+{ord(sign):04X}" + (f" ({name})" if name else "")
