"""What a step of cleaning sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samizdat.importing.vocabulary import Vocabulary
from samizdat.locales import Locale
from samizdat.scanner import TextFile


@dataclass(frozen=True)
class Draft:
    """The text as the steps before have left it, and what is known of the book.

    `file` is the manuscript, or, where `is_notes`, the translator's notes. `facts` are those known
    so far, by the keys of metadata.yaml; `breaks` the offsets at which a file that came in ends
    and the next begins; `translators` the labels of notes known to be the translator's.
    """

    file: TextFile
    locale: Locale
    vocabulary: Vocabulary
    facts: Mapping[str, object]
    breaks: tuple[int, ...] = ()
    translators: frozenset[str] = frozenset()
    is_notes: bool = False

    @property
    def text(self) -> str:
        """The text itself."""
        return self.file.text
