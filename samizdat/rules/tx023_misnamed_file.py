"""TX023 misnamed file."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import picked, rule
from samizdat.source import Source


@rule("TX023", level="error", reads=Source)
def misnamed_file(source: Source) -> Iterator[Problem]:
    """The name of a file or a folder of the book is not UTF-8.

    Why: no text can name such a file, so it is left out of the book, be it a chapter or a picture.
    Names of that kind come out of old archives; macOS and Windows can't even hold them.

    Good:
        ![A café](café.svg)
        --- manuscript/café.svg
        <svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h9v9"/></svg>
    """
    yield from picked(source.problems, "misnamed", "misnamed-text")
