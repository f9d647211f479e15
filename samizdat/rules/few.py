"""As many of a file's problems as a person wants to see, where one fault comes again and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from samizdat.findings import Problem

_COUNTED = 1000
"""So many problems are counted behind those that are told."""


def few(problems: Iterable[Problem], most: int = 50) -> Iterator[Problem]:
    """The first `most` of a file's problems; the last of them says how many more there are."""
    found = list(islice(problems, most + _COUNTED))
    if (more := len(found) - most) > 0:
        last = found[most - 1]
        count = more if more < _COUNTED else f"at least {_COUNTED}"
        found[most - 1] = replace(last, message=f"{last.message} (and {count} more in this file)")
    yield from found[:most]
