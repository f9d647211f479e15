"""Lines in a typewriter's face become code, as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from samizdat.importing.opening.pdf.lines import Line
from samizdat.importing.opening.pdf.paragraphs import would_fit


def typed(lines: Sequence[Line]) -> str:
    """Lines of a typewriter face as they were typed, indented by where they begin."""
    left = min(line.left for line in lines)
    found: list[str] = []
    before: Line | None = None
    leading = _leading(lines)
    for line in lines:
        width = max(0.1, _width(line))
        if before is not None and before.page == line.page and leading:
            empty = round((before.baseline - line.baseline) / leading) - 1
            found += [""] * max(0, min(empty, 3))
        text = "".join(c.text for c in line.characters).replace("\u00a0", " ").strip()
        if before is not None and found and _is_wrapped(before, line, left):
            found[-1] += ("" if before.text[-1] in "/-" else " ") + text
        else:
            found.append(" " * round((line.left - left) / width) + text)
        before = line
    return "\n".join(found)


def _leading(lines: Sequence[Line]) -> float:
    gaps = [a.baseline - b.baseline for a, b in pairwise(lines)]
    return min((gap for gap in gaps if gap > 1), default=0.0)


def _width(line: Line) -> float:
    """How wide a character of the line is."""
    return (line.right - line.left) / max(1, len("".join(c.text for c in line.characters).strip()))


def _is_wrapped(before: Line, line: Line, left: float) -> bool:
    """Whether a line was ended by its typesetter: behind a space or a slash, for want of room."""
    ended = before.characters[-1].text
    if not (ended.isspace() or ended in "/-") or line.left - left > 0.5 * _width(line):
        return False
    return before.page == line.page and not would_fit(before, line)
