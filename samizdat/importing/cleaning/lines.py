"""Lines that a program or a typewriter has cut are one line again; verse keeps its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.scanner import Block

_LINE_END = re.compile(r"(?<![\\ \t])(?P<spaces>[ \t]*+)(?<!\\)\n[ \t]*+(?=\S)")
_HARD = re.compile(r"(?:  |\\)\n")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_FEWEST = 3
_VERSE = 60
"""Characters at most in a line of verse that nobody has marked as verse."""
_JOINED = "a line that was cut goes on"


def unwrap(draft: Draft) -> Iterator[Edit]:
    """The lines of each paragraph as one; lines that look like verse get marks of line ends."""
    verse = draft.file.tables
    for block in draft.file.blocks:
        if (
            block.kind not in {"paragraph", "note"}
            or "\n" not in draft.text[block.start : block.end]
        ):
            continue
        if any(start < block.end and block.start < end for start, end in verse):
            continue
        text = draft.text[block.start : block.end]
        if block.kind == "paragraph" and _is_verse(text):
            yield from _as_verse(draft, block)
            continue
        for match in _LINE_END.finditer(draft.text, block.start, block.end):
            if len(match["spaces"]) < 2 or match["spaces"].startswith("\t"):
                yield Edit(match.start(), match.end(), " ", _JOINED)


def _is_verse(text: str) -> bool:
    """Whether short lines begin with capitals and are no sentences each."""
    lines = [line.strip() for line in text.split("\n")]
    if len(lines) < _FEWEST or max(map(len, lines)) > _VERSE or _HARD.search(text):
        return False
    bare = [line.lstrip("*_\"“„«‘'’(—–- ") for line in lines]
    capitals = sum(line[:1].isupper() for line in bare)
    ended = sum(bool(_SENTENCE.search(line)) for line in lines)
    return capitals >= 0.9 * len(lines) and ended <= 0.6 * len(lines)


def _as_verse(draft: Draft, block: Block) -> Iterator[Edit]:
    for match in _LINE_END.finditer(draft.text, block.start, block.end):
        yield Edit(
            match.start(),
            match.start() + len(match["spaces"]),
            "\\",
            "the line looks like verse, and keeps its end",
            certainty="likely",
            decision=f"verse:{block.start}",
        )
