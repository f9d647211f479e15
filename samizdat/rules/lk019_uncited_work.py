"""LK019 uncited work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source

# A work's key in BibTeX, in CSL JSON and in CSL YAML.
_KEYS = re.compile(
    r"""^[ \t]*@(?!(?i:comment|string|preamble)\b)\w+[ \t]*[{(][ \t]*(?P<bibtex>[^\s,{}()]+)[ \t]*,
    | "id"[ \t]*:[ \t]*"(?P<json>[^"\n]+)"
    | ^[ \t]*-?[ \t]*id:[ \t]*["']?(?P<yaml>[^\s"'\n]+)""",
    re.MULTILINE | re.VERBOSE,
)


@rule("LK019", level="review", reads=Source)
def uncited_work(source: Source) -> Iterator[Problem]:
    """A work stands in the bibliography, and nothing in the text cites it.

    Why: the list of works in the editions has only what is cited. The passage that cited it was
    lost, or the entry is left over.

    Bad:
        # Barcelona

        Text [@figes].
        --- metadata.yaml
        title: A Small Book
        language: en
        bibliography: works.bib
        --- works.bib
        @book{figes, title = {A People's Tragedy}, author = {Figes, Orlando}, year = 1996}
        @book{broue, title = {Revolution}, author = {Broué, Pierre}, year = 1961}

    Good:
        # Barcelona

        Text [@figes].
        --- metadata.yaml
        title: A Small Book
        language: en
        bibliography: works.bib
        --- works.bib
        @book{figes, title = {A People's Tragedy}, author = {Figes, Orlando}, year = 1996}
    """
    if source.base:
        return  # told once, for the language that the book was written in
    cited = {
        match["key"].rstrip(".:,;?!-")
        for file in source.texts
        for match in re.finditer(r"@\{?(?P<key>[\w:.#$%&+?<>~/-]+)", file.masked)
    }
    for file in source.bibliographies:
        for match in _KEYS.finditer(file.text):
            key = match["bibtex"] or match["json"] or match["yaml"]
            if key not in cited:
                yield Problem(
                    file.location(match.start(match.lastgroup or 0), len(key)),
                    f"work {key} is cited nowhere",
                    f"cite it as [@{key}], or take it out of the bibliography",
                )
