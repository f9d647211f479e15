"""What pandoc warned about while it read the text, as problems at their places (part of step 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from samizdat.findings import Problem
from samizdat.markers import Markers

# Rules of their own, or step 4, look after these.
_TOLD_ELSEWHERE = {
    "NoteDefinedButNotUsed",
    "DuplicateNoteReference",
    "DuplicateIdentifier",
    "CiteprocWarning",
    "CouldNotConvertTeXMath",
}


def is_warning(message: dict[str, Any]) -> bool:
    """Whether a message of the log is a warning of which nothing else speaks."""
    return message.get("verbosity") == "WARNING" and message["type"] not in _TOLD_ELSEWHERE


def warnings(markers: Markers, log: Sequence[dict[str, Any]]) -> Iterator[Problem]:
    """A problem of kind `pandoc-warning` for each warning of pandoc's log about the text."""
    for message in log:
        if not is_warning(message):
            continue
        at = message.get("openpos", message)
        number = re.fullmatch(r"file(\d+)\.md", str(at.get("source", "")))
        if number is None:
            continue  # of citations, which have no place
        file = markers.source.files[int(number[1])]
        where = markers.place(file, int(at.get("line", 1)))
        yield Problem(where, *_words(message), "pandoc-warning")


def _words(message: dict[str, Any]) -> tuple[str, str]:
    """What is the matter, and what to do."""
    if message["type"] == "UnclosedDiv":
        return "division that begins with ::: is never closed", "end it with a line :::"
    if message["type"] == "DuplicateLinkReference":
        return f"address of {message['contents']} is defined twice", "delete one of the two"
    said = re.sub(r"\s*(?:at )?file\d+\.md(?: line \d+)?(?: column \d+)?", "", message["pretty"])
    return f"pandoc says: {' '.join(said.split()).rstrip('.')}", ""
