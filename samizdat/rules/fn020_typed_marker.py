"""FN020 typed marker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.scanner import TextFile
from samizdat.source import Source

_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_BRACKETS = re.compile(
    r"(?<![\\\]!^])(?<!\b\w)\[(?P<number>\d{1,3})\](?![\[(:{])|[〔［【﹝](?P<wide>\d{1,3})[〕］】﹞]"
)
_CIRCLED = re.compile(r"[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]")
_RAISED = re.compile(
    rf"(?:[{_SUPERSCRIPT}]{{1,3}}|\^\d{{1,3}}\^|<sup>\s*\d{{1,3}}\s*</sup>)(?![\w{_SUPERSCRIPT}])"
)
_WORD = re.compile(r"[^\s(\[]*\Z")
# Numbers, units, formulas: what stands before an exponent, not before a note.
_BASE = re.compile(r"(?:.*[\d=+*/·×])?(?:\w{1,2}|[kmcµ]?m|sec|min|\d+)[.)]?", re.DOTALL)


@rule("FN020", level="review", reads=Source)
def typed_marker(source: Source) -> Iterator[Problem]:
    """A number looks like the mark of a note, and no note answers it.

    Why: it was typed, or left over from another program. The reader sees a mark and finds no note.

    Bad:
        Orlando Figes tells it otherwise.[1]

    Good:
        Orlando Figes tells it otherwise.[^figs]

        [^figs]: Figes, p. 385.
    """
    for file in source.texts:
        for start, end in _markers(file):
            yield Problem(
                file.location(start, end - start),
                f"{file.text[start:end]} looks like the mark of a note, and no note answers it",
                "call a note here by its label, as in [^label]",
            )


def _markers(file: TextFile) -> Iterator[tuple[int, int]]:
    links = {link.start for link in file.links.links}
    for match in _BRACKETS.finditer(file.masked):
        if match.start() not in links:
            yield match.span()
    for match in _CIRCLED.finditer(file.masked):
        if file.masked[max(0, match.start() - 1) : match.start()].strip(
            "\n"
        ):  # else it numbers a list
            yield match.span()
    for match in _RAISED.finditer(file.masked):
        before = _WORD.search(file.masked[max(0, match.start() - 24) : match.start()])
        if before and before.group() and not _BASE.fullmatch(before.group()):
            yield match.span()
