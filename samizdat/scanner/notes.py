"""Where notes are defined and called, by position.

Pandoc's tree has neither positions nor labels of notes, and it is silent about most of their
faults, so they are looked for in the text as it was written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from samizdat.scanner.blocks import Blocks
from samizdat.scanner.spans import Spans


@dataclass(frozen=True)
class Definition:
    """`[^label]:` from `start`, its text from `body` to `end`, as offsets into the file."""

    label: str
    start: int
    body: int
    end: int


@dataclass(frozen=True)
class Call:
    """`[^label]` from `start` to `end`, in a line that begins at the offset `line`.

    `inside` is the label of the note that it stands in, empty for an inline one.
    """

    label: str
    start: int
    end: int
    line: int
    inside: str | None


@dataclass(frozen=True)
class Notes:
    """What a file says of notes.

    `glued` are definitions that pandoc takes for text, since a paragraph stands right above them,
    `miscoloned` those at the begin of a line that have no colon of Markdown's, by label and place.
    `inline` are the offsets of `^[`.
    """

    definitions: tuple[Definition, ...]
    calls: tuple[Call, ...]
    glued: tuple[Definition, ...]
    miscoloned: tuple[Call, ...]
    inline: tuple[int, ...]


# What comes before a sign is looked at behind it, since re finds a pattern fast by its first sign.
_DEFINITION = re.compile(r"(?:>[ ]?)*[ \t]*\[\^(?P<label>[^\] \t\n\[]+)\]:")
_CALL = re.compile(r"\[(?<!\\\[)\^(?P<label>[^\] \t\n\[]+)\]")
# A colon of Chinese or Japanese typesetting, a sign that looks like one, or a space before it.
_MISCOLON = re.compile(r"[ \t]*[：﹕︰꞉∶]|[ \t]+:(?=\s)")
_INLINE = re.compile(r"\^(?<!\\\^)\[")
_INDENTED = re.compile(r"(?: {4}|\t)")


def notes(text: str, masked: str, blocks: Blocks, brackets: Mapping[int, int]) -> Notes:
    """The notes of a text; in `masked` its code, formulas and comments are spaces.

    `brackets` are the offsets of closing square brackets by those of the opening ones.
    """
    found = _definitions(text, masked, [b.start for b in blocks.blocks if b.kind == "note"])
    glued = _definitions(text, masked, list(blocks.glued))
    starts = {definition.start for definition in (*found, *glued)}
    bodies = [definition.body for definition in found]
    opened = tuple(match.start() for match in _INLINE.finditer(masked))
    within = Spans((start, brackets[start + 1]) for start in opened if start + 1 in brackets)
    calls: list[Call] = []
    miscoloned: list[Call] = []
    line = position = 0
    for match in _CALL.finditer(masked):
        line = max(line, masked.rfind("\n", position, match.start()) + 1)
        position = match.start()
        if match.start() in starts:
            continue
        before = bisect_right(bodies, match.start()) - 1
        home = found[before] if before >= 0 else None
        inside = home.label if home and match.start() < home.end else None
        if inside is None and match.start() in within:
            inside = ""
        call = Call(match["label"], match.start(), match.end(), line, inside)
        is_head = not masked[line : match.start()].strip(" \t>")
        is_miscoloned = is_head and _MISCOLON.match(masked, match.end())
        (miscoloned if is_miscoloned else calls).append(call)
    return Notes(found, tuple(calls), glued, tuple(miscoloned), opened)


def _definitions(text: str, masked: str, lines: list[int]) -> tuple[Definition, ...]:
    found = []
    for line in lines:
        match = _DEFINITION.match(masked, line)
        if match is not None:
            start = match.start("label") - 2
            # Where the text begins is seen in the text itself: it may be code or a formula.
            body = match.end()
            while text[body : body + 1] in {" ", "\t"}:
                body += 1
            found.append(Definition(match["label"], start, body, _end(masked, body)))
    return tuple(found)


def _end(masked: str, body: int) -> int:
    """Where the note's text ends: before a line that is not indented and follows an empty one."""
    position = masked.find("\n", body)
    blank = False
    while position >= 0:
        start = position + 1
        stop = masked.find("\n", start)
        line = masked[start : stop if stop >= 0 else None]
        if not line.strip(" \t>"):
            blank = True
        elif _DEFINITION.match(line) or (blank and not _INDENTED.match(line)):
            return start
        else:
            blank = False
        position = stop
    return len(masked)
