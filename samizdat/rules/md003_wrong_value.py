"""MD003 wrong value."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import picked, rule
from samizdat.source import Source


@rule("MD003", level="error", reads=Source)
def wrong_value(source: Source) -> Iterator[Problem]:
    """A value in metadata.yaml is missing, or not of its kind.

    Why: it goes as it is into title pages, feeds and library catalogues.

    Bad:
        --- metadata.yaml
        title: A Book
        language: Spanish

    Good:
        --- metadata.yaml
        title: A Book
        language: es
    """
    yield from picked(source.problems, "metadata-value", "metadata-missing")
