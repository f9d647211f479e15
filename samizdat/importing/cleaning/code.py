"""Paragraphs that Markdown takes for code, since a scan has indented them, are text again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.traces.accidental_code import blocks_like_prose

_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def undo_code(draft: Draft) -> Iterator[Edit]:
    """The spaces before lines that read like prose are taken away."""
    for start, end in blocks_like_prose(draft.file):
        for match in _INDENT.finditer(draft.text, draft.text.rfind("\n", 0, start) + 1, end):
            yield Edit(match.start(), match.end(), "", "lines so far indented would be set as code")
