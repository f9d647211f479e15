"""Large letters at the start of a text, which go down over several of its lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from samizdat.importing.opening.pdf.characters import Character
from samizdat.importing.opening.pdf.lines import Segment

LARGE = 1.75
"""How large an initial is at least, as a part of the text's size."""
_MOST = 2
"""Letters and quotation marks of an initial."""


def put_initials(pieces: list[Segment], body: float) -> list[Segment]:
    """The segments of a page with each initial put before the first of the lines beside it.

    `body` is the size of the text.
    """
    caps = [
        p
        for p in pieces
        if p.size > LARGE * body
        and len("".join(c.text for c in p.characters).strip()) <= _MOST
        and any(c.text.isalpha() for c in p.characters)
    ]
    for cap in caps:
        beside = [p for p in pieces if p is not cap and _is_beside(p, cap, body)]
        edges = {round(p.left) for p in beside if p.left > cap.right - 0.3 * p.size}
        beside += [p for p in pieces if p not in beside and _goes_on(p, cap, edges)]
        heights = {round(p.baseline) for p in beside}
        if len(heights) < 2:
            continue
        first = max(beside, key=lambda p: p.baseline)
        letter = cap.characters[0]
        moved = [
            c._replace(baseline=first.baseline, size=first.size)
            for c in cap.characters
            if not c.text.isspace()
        ]
        for one in beside:  # what stands beside the letter begins at the edge
            start = one.characters[0]
            one.characters[0] = start._replace(left=letter.left)
            one.left = letter.left
        first.characters[:0] = moved
        pieces.remove(cap)
    return pieces


def _is_beside(piece: Segment, cap: Segment, body: float) -> bool:
    """Whether a piece stands to the right of the letter.

    The first line may begin within it, where WeasyPrint draws it.
    """
    above = piece.baseline - cap.baseline
    if piece.size >= 0.7 * cap.size or not -0.3 * piece.size < above < 0.8 * cap.size:
        return False
    is_over = abs(piece.left - cap.left) < 0.5 * piece.size and above > 0.3 * cap.size
    return is_over or -0.3 * piece.size < piece.left - cap.right < 1.5 * body


def _goes_on(piece: Segment, cap: Segment, edges: Collection[int]) -> bool:
    """Whether a piece below the letter begins where those beside it do, in the white around it."""
    below = cap.baseline - piece.baseline
    return 0 < below < 0.45 * cap.size and round(piece.left) in edges


def lowered(found: Sequence[tuple[int, Character]]) -> list[tuple[int, Character]]:
    """The characters of a paragraph, with their pages, and its initial in the first line."""
    inked = [place for place, (_, c) in enumerate(found) if not c.text.isspace()]
    large = 0
    while large < min(_MOST + 1, len(inked) - 1):
        own, behind = found[inked[large]][1], found[inked[large + 1]][1]
        large += 1
        if own.size > LARGE * behind.size:
            break
        if large > _MOST or own.size != behind.size:
            return list(found)
    else:
        return list(found)
    first = found[inked[large]][1]
    return [
        (page, c._replace(baseline=first.baseline, size=first.size))
        if place < inked[large]
        else (page, c)
        for place, (page, c) in enumerate(found)
    ]
