"""IM007 unused file."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from samizdat.findings import Location, Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("IM007", level="review", reads=Source)
def unused_file(source: Source) -> Iterator[Problem]:
    """A file lies beside the manuscript, and nothing in the book uses it.

    Why: a picture was meant to be shown and its place was lost, or it is left over and travels with
    the book for nothing.

    Bad:
        # Barcelona

        Text.
        --- manuscript/images/map.svg
        <svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h9v9"/></svg>

    Good:
        # Barcelona

        ![The harbour and the three roads to it.](images/map.svg)
        --- manuscript/images/map.svg
        <svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h9v9"/></svg>
    """
    if source.base:
        return  # told once, for the language that the book was written in
    everything = "\n".join(source.mentions)
    for path in source.companions:
        name = path.rpartition("/")[2]
        if name not in everything and quote(name) not in everything:
            yield Problem(
                Location(path),
                f"file {name} is used nowhere in the book",
                "show it where it belongs, or delete it",
            )
