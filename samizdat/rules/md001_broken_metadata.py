"""MD001 broken metadata."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import picked, rule
from samizdat.source import Source


@rule("MD001", level="error", reads=Source)
def broken_metadata(source: Source) -> Iterator[Problem]:
    """metadata.yaml is not there, can't be read, or is not YAML.

    Why: title, language and dates of every edition come from it.

    Bad:
        --- metadata.yaml
        title: A Book: With a colon

    Good:
        --- metadata.yaml
        title: "A Book: With a colon"
    """
    yield from picked(source.problems, "metadata-syntax")
