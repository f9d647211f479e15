"""Paragraphs that a picture or a note at the foot of a page broke in two are joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.scanner import Block
from samizdat.traces.broken_paragraphs import going_on, open_end

_PICTURE = re.compile(r"\s*!\[[^\[\]]*\]\([^()\s]*\)(?:\{[^{}\n]*\})?\s*")
_MOST = 6
"""So many pictures and notes at most may stand between."""


def joined_over_blocks(draft: Draft) -> Iterator[Edit]:
    """The halves become one, and what stood between them comes behind."""
    blocks, number = draft.file.blocks, 0
    while number < len(blocks):
        first, between = blocks[number], list[Block]()
        number += 1
        end = open_end(draft.file, first) if first.kind == "paragraph" else None
        # A hyphen may be one of the word itself, which nothing tells over a picture.
        if end is None or draft.text[end - 1] in "-\u00ad¬":
            continue
        for block in blocks[number : number + _MOST + 1]:
            if not _is_between(draft, block):
                break
            between.append(block)
        after = number + len(between)
        if not between or after >= len(blocks) or blocks[after].kind != "paragraph":
            continue
        second, text = blocks[after], draft.text
        if going_on(draft.file, second) != second.start or text[end : first.end].strip():
            continue
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


def _is_between(draft: Draft, block: Block) -> bool:
    is_picture = block.kind == "paragraph" and bool(
        _PICTURE.fullmatch(draft.text, block.start, block.end)
    )
    return is_picture or block.kind == "note"
