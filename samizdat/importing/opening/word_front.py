"""The front of a DOCX: title, subtitle, author and date, where styles say that they are such."""

from __future__ import annotations

import re

from lxml import etree

from samizdat.importing.opening import xml_trees
from samizdat.importing.opening.noticed import Noticed
from samizdat.importing.opening.word_marks import words_of
from samizdat.importing.opening.word_package import W
from samizdat.importing.opening.word_styles import Styles

_FRONT = ("title", "subtitle", "author", "date")


def take_front(root: etree._Element, styles: Styles, noticed: Noticed) -> dict[str, object]:
    """Takes the front out of the text; returns it as facts by the keys of metadata.yaml."""
    found: dict[str, list[str]] = {name: [] for name in _FRONT}
    body = root.find(f"{W}body")
    for paragraph in list(body) if body is not None else []:
        words = words_of(paragraph)
        role = styles.role(paragraph)
        if (
            not words
            and paragraph.tag == f"{W}p"
            and not xml_trees.has(paragraph, f"{W}drawing", f"{W}pict")
        ):
            continue
        if role not in _FRONT or xml_trees.has(paragraph, f"{W}footnoteReference"):
            break
        if role == "title" and found["title"] and paragraph.getprevious() is not None:
            role = "subtitle" if not found["subtitle"] else role
        found[role].append(words)
        xml_trees.remove(paragraph)
    return facts_of(found, noticed)


def facts_of(found: dict[str, list[str]], noticed: Noticed) -> dict[str, object]:
    """Lines by what their styles say, as facts by the keys of metadata.yaml."""
    for name, lines in found.items():
        noticed.taken += lines
        if lines:
            noticed.add(f"the {name} was taken from a paragraph of that style", "", " ".join(lines))
    facts: dict[str, object] = {}
    for key in ("title", "subtitle"):
        if found.get(key):
            facts[key] = " ".join(found[key])
    names = [name for line in found.get("author", []) for name in re.split(r"\s*[;\n]\s*", line)]
    if any(names):
        facts["creators"] = [{"name": name, "role": "author"} for name in names if name]
    if found.get("date"):
        facts["date"] = found["date"][0]
    return facts
