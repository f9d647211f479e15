"""TX011 double space."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import picked, rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source

_SPACES = re.compile(r"[ \u00a0](?<=[^\s|][ \u00a0])[ \u00a0]+(?=[^\s|{\\])")
# The same in a text without no-break spaces: re looks fast for two signs that are certain.
_ORDINARY_SPACES = re.compile(r"  (?<=[^\s|]  ) *(?=[^\s|{\\])")
# What stands before the words of a line and may have spaces of its own behind it.
_MARKER = re.compile(
    r"[ \t>]*(?:(?:[-–—*+:~#]+|\(?(?:\w{1,9}|\#)[.)]|\(@\w*\)|\[\^[^\]\n]+\]:|\[[ xX]\])[ \t]+)*"
)
_SENTENCE = re.compile(r"[.!?:…][\"'”’»)*_]*[ ]+(?=[\"'“‘«„(*_]*[^\W\d_])")
_HABIT = 3
"""From so many double spaces behind full stops on they are a habit."""


@rule("TX011", level="review", reads=Source)
def double_space(source: Source) -> Iterator[Problem]:
    """Two or more spaces stand within a line.

    Why: something was taken out there, or columns of the copy were typed with spaces. All editions
    show one space. Where a typist's habit set two behind each full stop, the file is named once.

    Bad:
        A needle  and a thread.

    Good:
        A needle and a thread.
    """
    # A space stands for each control character, which is told of already.
    controls = {
        (p.location.path, p.location.line) for p in picked(source.problems, "control-character")
    }
    for file in source.texts:
        found = (p for p in _of(file) if (file.path, p.location.line) not in controls)
        yield from few(found)


def _of(file: TextFile) -> Iterator[Problem]:
    spaces = _SPACES if "\u00a0" in file.signs else _ORDINARY_SPACES
    places = [m for m in spaces.finditer(file.untabled) if _is_typed(file, m)]
    behind = [
        m
        for m in places
        if re.search(r"[.!?:…][\"'”’»)*_]{0,3}\Z", file.prose[max(0, m.start() - 4) : m.start()])
    ]
    habit = len(behind) >= _HABIT and len(behind) * 2 > len(_SENTENCE.findall(file.untabled))
    if habit:
        yield Problem(
            file.location(behind[0].start(), len(behind[0].group())),
            f"two spaces behind full stops, here and in {len(behind) - 1} more places",
            "replace two spaces by one in the whole file",
        )
    for match in places:
        if not habit or match not in behind:
            yield Problem(
                file.location(match.start(), len(match.group())),
                f"{len(match.group())} spaces within a line",
                "leave one, and see whether a word is missing",
            )


def _is_typed(file: TextFile, match: re.Match[str]) -> bool:
    """Whether the spaces stand in the text and are no part of a marker, code, formula or link."""
    start, end = match.span()
    line = file.text.rfind("\n", 0, start) + 1
    marker = _MARKER.match(file.text, line)
    return file.text[start:end] == match.group() and not (marker and start < marker.end())
