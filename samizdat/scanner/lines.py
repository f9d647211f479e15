"""Patterns that are looked for at the begins of lines alone."""

from __future__ import annotations

import re
from collections.abc import Iterator


def at_line_starts(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches that begin with a line and do not overlap: those of the pattern behind `^`.

    The next line is found faster so than by re, which asks at each character for a begin.
    """
    start = 0
    while True:
        if (found := pattern.match(text, start)) and (end := found.end()) > start:
            yield found
            start = end
            if text[end - 1] == "\n":
                continue
        start = text.find("\n", start) + 1
        if not start:
            return
