"""MD005 wrong ISBN."""

from __future__ import annotations

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
    for edition, number in source.metadata.isbn.items():
        try:
            isbn.validate(number.removeprefix("urn:isbn:").replace("\u2010", "-"))
        except ValidationError as error:
            yield Problem(
                source.key("isbn"),
                f"isbn of {edition} is {number}, which is no ISBN: {_why(error)}",
                "compare it with what the agency gave you, digit by digit",
            )


def _why(error: ValidationError) -> str:
    return str(error).lower().rstrip(".")
