"""The colophon behind a text: where the copy came from, and what it repeats of the title page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from samizdat.importing.cleaning.fact_lines import (
    CALL,
    MOST,
    PROSE,
    FactLine,
    lines_of,
    repeats,
    taken,
)
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.translation.passages import Passage


def colophon(draft: Draft, found: Sequence[Passage], known: Mapping[str, object]) -> Iterator[Edit]:
    """The edits that take the colophon out: short passages at the end, two of them known facts."""
    zone = list[Passage]()
    for passage in reversed(found[-MOST:]):
        if passage.kind in {"note", "comment", "reference"} and not zone:
            continue
        if passage.kind in {"heading", "note"} or len(passage.text) > PROSE * 2:
            break
        lines = lines_of(draft, passage, known)
        if not all(line.said or _is_aside(draft, line) for line in lines):
            break
        zone.insert(0, passage)
    lines = [line for passage in zone for line in lines_of(draft, passage, known)]
    while lines and lines[0].said is None and lines[0].passage.text.strip("-*_ "):
        lines.pop(0)
    said = [line.said for line in lines if line.said]
    again = sum(repeats(one, known) for one in said)
    strong = {one.key for one in said} & {"source", "rights", "archive"}
    if not strong or again + len(strong) < 2:
        return
    yield from _colophon(draft, lines, known)


def _is_aside(draft: Draft, line: FactLine) -> bool:
    """Whether a line in a colophon is a remark in brackets, or a call of a note alone."""
    words = draft.text[line.start : line.end].strip()
    if not CALL.sub("", words).strip(" *_-"):
        return True
    whole = line.passage.text.strip()
    return whole.startswith("[") and len(whole) < PROSE * 2


def _colophon(
    draft: Draft, lines: Sequence[FactLine], known: Mapping[str, object]
) -> Iterator[Edit]:
    """The colophon's lines; calls in it go to the end of the text before it."""
    start, end = lines[0].start, lines[-1].end
    before = len(draft.text[:start].rstrip())
    calls = "".join(CALL.findall(draft.text[start:end]))
    if calls:
        yield Edit(
            before,
            before,
            calls,
            "a note of the colophon is called at the end of the text",
            decision="colophon",
        )
    for line in lines:
        yield taken(draft, line, "the colophon", known, "colophon")
