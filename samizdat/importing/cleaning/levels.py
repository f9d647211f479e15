"""A heading at another level."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.importing.edits import Edit
from samizdat.scanner import Heading, TextFile


def relevelled(file: TextFile, heading: Heading, level: int, why: str) -> Iterator[Edit]:
    """The edits that give a heading another level."""
    if file.text[heading.start : heading.end].lstrip().startswith("#"):
        start = file.text.index("#", heading.start)
        yield Edit(start, start + heading.level, "#" * level, why)
    else:  # underlined
        line = file.text.index("\n", heading.start)
        yield Edit(heading.start, heading.words_start, "#" * level + " ", why)
        yield Edit(line, heading.end, "", why)
