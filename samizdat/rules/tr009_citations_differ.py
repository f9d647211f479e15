"""TR009 citations differ."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.fellow_passages import differing, pairs, told
from samizdat.source import Source


@rule("TR009", level="error", reads=Source)
def citations_differ(source: Source) -> Iterator[Problem]:
    """A passage cites other works than its fellow in the source.

    Why: what the author has proved by a source must be proved by it in every language.

    Bad:
        # A chapter

        It is told by Figes [@figes].

        # Works

        Those of @figes.
        --- metadata.yaml
        title: A Small Book
        language: en
        bibliography: works.bib
        --- works.bib
        @book{figes, title = {A People's Tragedy}, author = {Figes, Orlando}, year = {1996}}
        --- translations/es/manuscript.md
        # Un capítulo

        Lo cuenta Figes.

        # Obras

        Las de @figes.

    Good:
        It is told by Figes [@figes].
        --- metadata.yaml
        title: A Small Book
        language: en
        bibliography: works.bib
        --- works.bib
        @book{figes, title = {A People's Tragedy}, author = {Figes, Orlando}, year = {1996}}
        --- translations/es/manuscript.md
        # Un capítulo

        Lo cuenta Figes [@figes].
    """
    for pair in pairs(source, "strict", "loose"):
        missing, more = differing(*pair.both("citations"))
        if missing or more:
            said = told(missing, more, "@{}".format)
            yield Problem(
                pair.place,
                f"citations are others than at {pair.origin}: {said}",
                "cite the same works",
            )
