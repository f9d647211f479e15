"""MD008 shared identifier."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("MD008", level="error", reads=Source)
def shared_identifier(source: Source) -> Iterator[Problem]:
    """Two editions have one number.

    Why: an ISBN names one form of a book in one language, so that an order brings the right one. A
    reading system takes two files of one identifier for one book, and drops the older.

    Bad:
        # Barcelona

        Text.
        --- metadata.yaml
        title: A Small Book
        isbn: {epub: 978-0-306-40615-7, print: 978-0-306-40615-7}

    Good:
        # Barcelona

        Text.
        --- metadata.yaml
        title: A Small Book
        isbn: {epub: 978-0-306-40615-7, print: 978-3-16-148410-0}
    """
    first: dict[str, str] = {}
    for edition, number in source.metadata.isbn.items():
        bare = _bare(number)
        if bare in first:
            yield Problem(
                source.key("isbn"),
                f"isbn of {edition} is {number}, which is that of {first[bare]} already",
                "give each edition a number of its own, or none",
            )
        first.setdefault(bare, edition)
    for name, number in source.numbers_elsewhere.items():
        facts = source.metadata
        own = {
            "identifier": facts.identifier or "",
            **{f"isbn of {e}": n for e, n in facts.isbn.items()},
        }
        for key, value in own.items():
            if value and _bare(value) == _bare(number):
                yield Problem(
                    source.key(key.split()[0]),
                    f"{key} is {value}, which is the {name} already",
                    "give the translation a number of its own, or none",
                )


def _bare(number: str) -> str:
    return re.sub(r"^urn:isbn:|[\s\u2010-]", "", number.lower())
