"""MD002 unknown key."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import picked, rule
from samizdat.source import Source


@rule("MD002", level="error", reads=Source)
def unknown_key(source: Source) -> Iterator[Problem]:
    """metadata.yaml has a key that the schema does not know.

    Why: a misspelt key would be passed over, and what it says would be missing from the book.

    Bad:
        --- metadata.yaml
        title: A Book
        subtitel: For Everybody

    Good:
        --- metadata.yaml
        title: A Book
        subtitle: For Everybody
    """
    yield from picked(source.problems, "metadata-key")
