"""TX022 no hyphenation."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.language_support import has_hyphenation
from samizdat.rules import rule
from samizdat.source import Source


@rule("TX022", level="review", reads=Source)
def no_hyphenation(source: Source) -> Iterator[Problem]:
    """The language of the book has no dictionary of where its words are divided.

    Why: in print no word is then divided at the end of a line, and a language of long words is set
    with wide gaps. Scripts that divide no words, such as Arabic and Hebrew, are not meant.

    Bad:
        Bir kitap.
        --- metadata.yaml
        title: A Small Book
        language: tr

    Good:
        Ein Buch.
        --- metadata.yaml
        title: A Small Book
        language: de-AT
    """
    tag = source.metadata.language
    if not has_hyphenation(tag):
        yield Problem(
            source.key("language"),
            f"no dictionary divides the words of {tag}",
            "look at the gaps of the printed lines, put soft hyphens (&shy;) where they help, and "
            "waive this",
        )
