"""MD005 wrong ISBN."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import isbn
from stdnum.exceptions import ValidationError

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("MD005", level="error", reads=Source)
def wrong_isbn(source: Source) -> Iterator[Problem]:
    """An ISBN is no number of a book: its last digit does not fit the others.

    Why: shops and libraries refuse it, or find another book under it. The last digit is reckoned
    from the others, so that a slip of the pen shows (ISO 2108).

    Bad:
        # Barcelona

        Text.
        --- metadata.yaml
        title: A Small Book
        isbn: {epub: 978-0-306-40615-8}

    Good:
        # Barcelona

        Text.
        --- metadata.yaml
        title: A Small Book
        isbn: {epub: 978-0-306-40615-7}
    """
    facts = source.metadata
    numbers = [("isbn", f"isbn of {edition}", number) for edition, number in facts.isbn.items()]
    if (facts.identifier or "").lower().startswith("urn:isbn:"):
        numbers.append(("identifier", "identifier", facts.identifier or ""))
    for key, name, number in numbers:
        try:
            isbn.validate(re.sub("(?i)^urn:isbn:", "", number).replace("\u2010", "-"))
        except ValidationError as error:
            yield Problem(
                source.key(key),
                f"{name} is {number}, which is no ISBN: {_why(error)}",
                "compare it with what the agency gave you, digit by digit",
            )


def _why(error: ValidationError) -> str:
    return str(error).lower().rstrip(".")
