"""Labels of notes that say what the note is about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from samizdat.importing.vocabulary import Vocabulary

_ADDRESS = re.compile(r"<[^>]*>|https?://\S+|\[@[^\]]*\]|@[\w-]+|&\w+;")
_WORD = re.compile(r"[^\W\d_]{4,}")


def telling_label(note: str, vocabulary: Vocabulary, taken: Collection[str]) -> str:
    """A label for a note: the first name or other word with a capital that is not a usual one.

    Where all are usual, it is the longest word; it is numbered where it is `taken` already.

    >>> telling_label("The edition of *Broué* is meant.", Vocabulary("the edition is meant", "en"),
    ...     ())
    'broué'
    """
    found = _WORD.findall(_ADDRESS.sub(" ", note))
    for word in found:
        if vocabulary.is_name(word):
            return free_label(unicodedata.normalize("NFC", word.lower()), taken)
    longest = max(found, key=len, default="note")
    return free_label(unicodedata.normalize("NFC", longest.lower()), taken)


def free_label(label: str, taken: Collection[str]) -> str:
    """The label, with a number behind it where it is `taken` already."""
    if label not in taken:
        return label
    count = 2
    while f"{label}-{count}" in taken:
        count += 1
    return f"{label}-{count}"
