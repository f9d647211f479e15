"""Running heads, feet and page numbers of the copy are taken out."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.traces.page_headers import PageLine, page_headers


def take_out_pages(draft: Draft) -> Iterator[Edit]:
    """Lines that belong to the pages of the copy go, as far as they come again and again."""
    if draft.is_notes:
        return
    found = page_headers(draft.file)
    for lines in found.heads:
        for line in lines:
            yield _edit(draft, line, f"the head of a page, which stands here {len(lines)} times")
    for run in found.numbers:
        for line in run:
            yield _edit(draft, line, f"{line.number} is the number of a page of the copy")


def _edit(draft: Draft, line: PageLine, why: str) -> Edit:
    """The words of the line away; what readers do not see of it, such as a call, stays."""
    start, end = line.words_start, line.words_start + line.width
    kept = (draft.text[line.start : start] + draft.text[end : line.end]).strip()
    if kept:
        return Edit(start, end, "", why, "taken out")
    return Edit(line.start, min(line.end + 1, len(draft.text)), "", why, "taken out")
