"""Paragraphs that a picture or a note at the foot of a page broke in two are joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.scanner import Block

_PICTURE = re.compile(r"\s*!\[[^\[\]]*\]\([^()\s]*\)(?:\{[^{}\n]*\})?\s*")
_OPEN_END = re.compile(r"[^\W\d_][*_]{0,3},?[*_]{0,3}\Z")
_SMALL = re.compile(r"[*_\"“„«‘(]{0,2}(?P<letter>[^\W\d_])")
_SHORTEST = 40
"""Fewer characters are a title, a signature or an address rather than half a paragraph."""
_MOST = 6
"""So many pictures and notes at most may stand between."""


def joined_over_blocks(draft: Draft) -> Iterator[Edit]:
    """The halves become one, and what stood between them comes behind."""
    blocks, number = draft.file.blocks, 0
    while number < len(blocks):
        first, between = blocks[number], list[Block]()
        number += 1
        if first.kind != "paragraph" or not _is_open(draft, first):
            continue
        for block in blocks[number : number + _MOST + 1]:
            if not _is_between(draft, block):
                break
            between.append(block)
        after = number + len(between)
        if not between or after >= len(blocks) or not _goes_on(draft, blocks[after]):
            continue
        second, text = blocks[after], draft.text
        end = first.start + len(text[first.start : first.end].rstrip())
        moved = text[between[0].start : between[-1].end]
        yield Edit(
            end,
            second.end,
            f" {text[second.start : second.end].strip()}\n\n{moved}",
            "the sentence goes on behind a picture or a note, which now comes after it",
            "moved",
            certainty="likely",
        )
        number = after + 1


def _is_open(draft: Draft, block: Block) -> bool:
    words = draft.file.prose[block.start : block.end]
    head = words.rstrip()
    is_whole = len(draft.text[block.start : block.end].rstrip()) == len(head)
    return is_whole and len(head) >= _SHORTEST and bool(_OPEN_END.search(head[-8:]))


def _is_between(draft: Draft, block: Block) -> bool:
    is_picture = block.kind == "paragraph" and bool(
        _PICTURE.fullmatch(draft.text, block.start, block.end)
    )
    return is_picture or block.kind == "note"


def _goes_on(draft: Draft, block: Block) -> bool:
    small = _SMALL.match(draft.file.untabled, block.start)
    return block.kind == "paragraph" and bool(small and small["letter"].islower())
