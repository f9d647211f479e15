"""Paragraphs that the end of a page broke in two are joined again."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.traces.broken_paragraphs import broken_paragraphs


def join_paragraphs(draft: Draft) -> Iterator[Edit]:
    """Where a paragraph stops within a sentence and the next goes on, the two become one."""
    for found in broken_paragraphs(draft.file):
        between = draft.text[found.end : found.start]
        yield Edit(
            found.end,
            found.start,
            " " if between.isspace() else f" {between.strip()} ",
            "the sentence goes on in the next paragraph, as over the end of a page",
            certainty="sure" if between.isspace() else "likely",
        )
