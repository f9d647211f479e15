"""What the rules over the traces of scanning and conversion share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from samizdat.findings import Problem
from samizdat.source import Source

_COUNTED = 1000
"""So many problems are counted behind those that are told."""

LETTER = r"[^\W\d_]"
"""The pattern of a letter of any script."""


def few(problems: Iterable[Problem], most: int = 50) -> Iterator[Problem]:
    """The first `most` of a file's problems; the last of them says how many more there are."""
    found = list(islice(problems, most + _COUNTED))
    if (more := len(found) - most) > 0:
        last = found[most - 1]
        count = more if more < _COUNTED else f"at least {_COUNTED}"
        found[most - 1] = replace(last, message=f"{last.message} (and {count} more in this file)")
    yield from found[:most]


def words_of(source: Source) -> set[str]:
    """The words of the text, hyphened ones whole, in small letters."""
    return {
        word.lower()
        for file in source.texts
        for word in re.findall(rf"{LETTER}+(?:-{LETTER}+)*", file.prose)
    }
