"""From pandoc's tree to the Markdown in which a manuscript is written."""

from __future__ import annotations

import json
from typing import Any

from samizdat.reader import pandoc

# A manuscript has no raw HTML, and tables of the kind that is easiest to type on.
DIALECT = (
    "markdown-raw_html-raw_attribute-header_attributes-simple_tables-multiline_tables"
    "-native_divs-native_spans-fenced_divs-bracketed_spans-link_attributes-smart"
)
PATIENCE = 25
"""Seconds after which a file is taken for one that was made to take long."""
MEMORY = "800M"
"""What pandoc may take for a file that somebody sent."""


def as_markdown(document: dict[str, Any]) -> str:
    """A document of pandoc's JSON as Markdown, a paragraph a line, each note below its paragraph.

    Raises `PandocError` where pandoc gives up.
    """
    options = ["-f", "json", "-t", DIALECT, "--wrap=none", "--reference-location=block"]
    return pandoc(options, json.dumps(document), patience=PATIENCE, memory=MEMORY)[0]
