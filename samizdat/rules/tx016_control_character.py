"""TX016 control character."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import picked, rule
from samizdat.source import Source


@rule("TX016", level="error", reads=Source)
def control_character(source: Source) -> Iterator[Problem]:
    """A file has characters that are orders to old machines and no part of a text.

    Why: no edition can hold them; EPUB readers refuse the whole page. Form feeds come from scanned
    pages; those from U+0080 on are quotation marks and dashes read in the wrong encoding.

    Good:
        It’s a page.
    """
    yield from picked(source.problems, "control-character")
