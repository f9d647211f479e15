"""What a validator says of a finished file, for the rules EP005 and HT005."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Location, Problem
from samizdat.validators import Validation


def faults(tool: str, validation: Validation) -> Iterator[Problem]:
    """A problem for each message of the tool, or one that tells why there is none."""
    where = Location(validation.path.name)
    if validation.failure:
        yield Problem(
            where,
            f"{tool} could not be run over {validation.path.name}: {validation.failure}",
            "type samizdat doctor, which says what is missing and how to get it",
        )
    for message in validation.messages:
        place = f" in {message.file}" if message.file else ""
        line = f", line {message.line}" if message.line else ""
        yield Problem(
            where,
            f"{tool} says of {validation.path.name}{place}{line}: {message.kind} {message.words}",
            "look whether raw HTML or a style of the book does it; if not, please report it to "
            "samizdat",
        )
