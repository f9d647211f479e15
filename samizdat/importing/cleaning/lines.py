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
_ITEM, _ITEMS = re.compile(r"\n[ \t]*(?:[-*+•]|\(?\d{1,3}[.)])[ \t]"), 2
_MANY, _ALIKE, _SHORT = 12, 0.8, 0.75
_JOINED = "a line that was cut goes on"


def unwrap(draft: Draft) -> Iterator[Edit]:
    """The lines of each paragraph as one; lines that look like verse get marks of line ends."""
    verse, width = draft.file.tables, _width(draft)
    for block in draft.file.blocks:
        if (
            block.kind not in {"paragraph", "note"}
            or "\n" not in draft.text[block.start : block.end]
        ):
            continue
        if any(start < block.end and block.start < end for start, end in verse):
            continue
        text = draft.text[block.start : block.end]
        if len(_ITEM.findall(text)) >= _ITEMS:  # a list without an empty line above
            continue
        if block.kind == "paragraph" and _is_verse(text, width):
            yield from _as_verse(draft, block)
            continue
        for match in _LINE_END.finditer(draft.text, block.start, block.end):
            if len(match["spaces"]) < 2 or match["spaces"].startswith("\t"):
                yield Edit(match.start(), match.end(), " ", _JOINED)


def _is_verse(text: str, width: int | None) -> bool:
    """Whether short lines begin with capitals and are no sentences each.

    `width` is where the lines of the text were cut, if they were; lines so long are not verse.
    """
    lines = [line.strip() for line in text.split("\n")]
    if len(lines) < _FEWEST or max(map(len, lines)) > _VERSE or _HARD.search(text):
        return False
    if width and sorted(map(len, lines[:-1]))[len(lines) // 2 - 1] > _SHORT * width:
        return False
    bare = [line.lstrip("*_\"“„«‘'’(—–- ") for line in lines]
    capitals = sum(line[:1].isupper() for line in bare)
    ended = sum(bool(_SENTENCE.search(line)) for line in lines)
    return capitals >= 0.9 * len(lines) and ended <= 0.6 * len(lines)


def _width(draft: Draft) -> int | None:
    """Up to where the lines of a text go that a program or a typewriter has cut, if one has.

    Lines that were cut are all about as long, but for the last of each paragraph.
    """
    lengths = list[int]()
    for block in draft.file.blocks:
        if block.kind == "paragraph":
            lines = draft.text[block.start : block.end].split("\n")
            lengths += [len(line.strip()) for line in lines[:-1]]
    if len(lengths) < _MANY:
        return None
    lengths.sort()
    middle, longest = lengths[len(lengths) // 2], lengths[len(lengths) * 19 // 20]
    return longest if middle >= _ALIKE * longest else None


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
