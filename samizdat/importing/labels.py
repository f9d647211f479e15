"""Labels of notes that say what the note is about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from samizdat.importing.vocabulary import Vocabulary

_TITLE = re.compile(r"[“\"„«‘]([^“”\"„«»‘]{3,60})[”\"“»’]|\*([^*]{3,60})\*")
_WORD = re.compile(r"[^\W\d_]{4,}")
_ADDRESS = re.compile(r"<[^>]*>|https?://\S+|\[@[^\]]*\]|@[\w-]+|&\w+;")


def telling_label(note: str, vocabulary: Vocabulary, taken: Collection[str]) -> str:
    """A label for a note, from its rarest name or word; numbered where it is `taken` already.

    A name is a word with a capital that does not begin a sentence. The word that the book has
    least often tells most, and of two such the first.

    >>> telling_label("The edition of *Broué* is meant.", Vocabulary("the edition is meant", "en"),
    ...     ())
    'broué'
    """
    bare = _ADDRESS.sub(" ", note)
    titles = [match[1] or match[2] for match in _TITLE.finditer(bare)]
    names = re.findall(r"(?<![.!?:] )(?<!^)\b[^\W\d_a-z][^\W\d_]{3,}", bare)
    for some in ([*titles, *names], [bare]):
        found = [word for part in some for word in _WORD.findall(part)]
        known = [word for word in found if not word.isupper()] or found
        if known:
            word = min(known, key=lambda word: vocabulary.book[word.lower()])
            return _free(unicodedata.normalize("NFC", word.lower()), taken)
    return _free("note", taken)


def _free(label: str, taken: Collection[str]) -> str:
    if label not in taken:
        return label
    count = 2
    while f"{label}-{count}" in taken:
        count += 1
    return f"{label}-{count}"
