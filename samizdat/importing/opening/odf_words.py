"""The words of an OpenDocument text as it came, by which those that get lost are found."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from samizdat.importing.opening.odf_marks import PARAGRAPHS
from samizdat.importing.opening.odf_package import DRAW, OFFICE, TEXT

_NOT_TEXT = (
    f"{OFFICE}annotation",
    f"{TEXT}tracked-changes",
    f"{TEXT}note-citation",
    f"{TEXT}ruby-text",
    f"{TEXT}page-number",
    f"{TEXT}page-count",
)


def words_in(content: etree._Element) -> Iterator[str]:
    """The words of the file as it came, less changes' record, comments and generated numbers."""
    parts: list[str] = []
    inside = 0
    passed = 0
    for event, element in etree.iterwalk(content, events=("start", "end")):
        starts = event == "start"
        if element.tag in PARAGRAPHS:
            inside += 1 if starts else -1
            parts.append("\n")
        elif element.tag in {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"} and starts:
            parts.append(" ")
        if element.tag in _NOT_TEXT:
            passed += 1 if starts else -1
        text = element.text if starts else element.tail
        if text and not passed and (inside or text.strip()):
            holder = element if starts else element.getparent()
            if holder is not None and holder.tag.startswith((TEXT, DRAW)) and inside:
                parts.append(text)
    yield from "".join(parts).split("\n")
