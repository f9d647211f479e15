"""From pandoc's tree to the Markdown in which a manuscript is written."""

from __future__ import annotations

import ctypes
import json
import re
import sys
from typing import Any

from samizdat.importing.opening.backslashes import without_needless
from samizdat.importing.opening.tidy import FENCED, tidy
from samizdat.pandoc import pandoc

# A manuscript has no raw HTML, and tables of the kind that is easiest to type on.
DIALECT = (
    "markdown-raw_html-raw_attribute-simple_tables-multiline_tables-native_divs-fenced_divs-smart"
)
_BARE = "-header_attributes-bracketed_spans-native_spans-link_attributes"
"""Off for a tree whose attributes are written into it as Markdown already."""
PATIENCE = 25
"""Seconds after which a file is taken for one that was made to take long."""
MEMORY = "480M"
"""What pandoc may take for a file that somebody sent, beside as much for the trees here."""

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_FENCED = re.compile(rf" ?(?:\{{\.)?{FENCED}\}}?$")
_RULE = re.compile(r"(\s*(?:>\s*)*)-{20,}")
_NUMBER = re.compile(r"(\s*(?:>\s*)*\d+\.)  (?=\S)")


def give_memory_back() -> None:
    """Gives the system what trees took that are no more, before pandoc takes as much.

    The GNU C library keeps memory that was freed in small pieces (malloc_trim(3)); others have no
    such function, and need none to be right.
    """
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


def bare_markdown(document: str) -> str:
    """A document of pandoc's JSON as Markdown, a paragraph a line, without any attributes.

    Raises `PandocError` where pandoc gives up.
    """
    return _written(document, DIALECT + _BARE)


def as_markdown(document: dict[str, Any]) -> str:
    """A document of pandoc's JSON as a person would type it, each note below its paragraph.

    Raises `PandocError` where pandoc gives up.
    """
    return typed(tidied(document))


def tidied(document: dict[str, Any]) -> str:
    """The document, tidied, as JSON for `typed`: it takes a tenth of the memory of a tree."""
    # text without facts: those of the document are no part of it
    return json.dumps({**document, "meta": {}, "blocks": tidy(document["blocks"])})


def typed(tidied_document: str) -> str:
    """What `tidied` gives as a person would type it. Raises `PandocError`."""
    return _polished(_written(tidied_document, DIALECT))


def _written(document: str, dialect: str) -> str:
    options = ["-f", "json", "-t", dialect, "--wrap=none", "--reference-location=block"]
    return pandoc(options, document, patience=PATIENCE, memory=MEMORY)[0]


def _polished(markdown: str) -> str:
    """The Markdown as a person would type it; code stays as it is."""
    lines = markdown.split("\n")
    headings = frozenset(
        re.sub(r"[*_\\]|\s*\{[^}]*\}$", "", line.lstrip("#")).strip().lower()
        for line in lines
        if line.startswith("#")
    )
    out: list[str] = []
    chunk: list[str] = []
    fence = ""

    def finish() -> None:
        if chunk:
            out.append(without_needless("\n".join(chunk), headings))
            chunk.clear()

    for line in lines:
        if fence:
            out.append(line)
            fence = "" if line.strip() == fence else fence
        elif match := _FENCE.match(line):
            finish()
            fence = match[1]
            out.append(_FENCED.sub("", line).replace("` ", "`"))
        elif line.strip() in {"", "&nbsp;"}:
            finish()
            if line == "" and not (out and out[-1] == ""):
                out.append("")
        else:
            chunk.append(_typed(line))
    finish()
    return "\n".join(out).strip("\n") + "\n" if any(out) else ""


def _typed(line: str) -> str:
    """A line with its rule or number as short as it is typed."""
    if _RULE.fullmatch(line):
        return _RULE.sub(r"\1* * *", line)
    return _NUMBER.sub(r"\1 ", line, count=1) if _NUMBER.match(line) else line
