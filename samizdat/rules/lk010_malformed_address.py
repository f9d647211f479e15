"""LK010 malformed address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source

_OPENED = re.compile(r"\([ \t]*<?(?P<address>(?:[a-z][a-z+.-]*:|www\.|#)[^\s)]*)", re.IGNORECASE)


@rule("LK010", level="error", reads=Source)
def malformed_address(source: Source) -> Iterator[Problem]:
    """The address of a link has a space in it, or a bracket that is not closed.

    Why: it ends at the space, or takes in the words behind it, and leads elsewhere or nowhere.

    Bad:
        # Barcelona

        See [the archive](https://example.org/the archive).

    Good:
        # Barcelona

        See [the archive](https://example.org/the%20archive).
    """
    for file in source.texts:
        for link in file.links.links:
            if re.search(r"\s", link.address):
                yield Problem(
                    file.location(link.target, len(link.address.split("\n")[0])),
                    f"address {' '.join(link.address.split())} has a space in it",
                    "write %20 for the space, or close the address before it",
                )
        for start in file.links.unclosed:
            if opened := _OPENED.match(file.masked, start):
                yield Problem(
                    file.location(start, 1 + len(opened["address"])),
                    f"address {opened['address']} has a bracket that is not closed",
                    "close it with ), and write %28 and %29 for brackets of the address itself",
                )
