"""LK008 undefined reference."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.sections import headings
from samizdat.scanner.links import folded
from samizdat.source import Source


@rule("LK008", level="error", reads=Source)
def undefined_reference(source: Source) -> Iterator[Problem]:
    """A link names an address by a label that nothing defines.

    Why: it is printed with its brackets, and it is no link.

    Bad:
        # Barcelona

        See [the archive][archiv].

        [archive]: https://example.org/archive

    Good:
        # Barcelona

        See [the archive][archive].

        [archive]: https://example.org/archive
    """
    for file in source.texts:
        known = {folded(reference.label): reference.label for reference in file.links.references}
        # Pandoc takes the words of a heading for a label (manual, implicit_header_references).
        titles = {folded(heading.plain) for one, heading in headings(source) if one is file}
        for link in file.links.links:
            label = folded(link.label)
            if link.kind != "reference" or label in known or label in titles:
                continue
            before = file.masked[max(0, link.start - 1) : link.start]
            if re.match(r"[\w\])]", before) or label.startswith("@") or link.words.startswith("@"):
                continue  # two brackets of the text itself, or a citation
            if re.fullmatch(r"[\d\W]*", link.words) and label.isdigit():
                continue  # typed marks of notes
            near = next(iter(difflib.get_close_matches(label, known, 1)), None)
            yield Problem(
                file.location(link.start, link.end - link.start),
                f"link [{link.words}] names [{link.label}], which is not defined",
                f"did you mean [{known[near]}]?"
                if near
                else f"define it on a line of its own: [{link.label}]: and the address",
            )
