"""The levels of an EPUB's headings, by its table of contents where the pages say otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from samizdat.importing.opening.elements import HEADINGS, Element, words
from samizdat.importing.opening.epub_package import Entry


def settle(bodies: Mapping[str, Element], contents: Sequence[Entry]) -> None:
    """Gives the headings of an EPUB's pages the levels of the lines that lead to them.

    A heading that no line leads to keeps its distance from the one above it. Where the contents
    are one flat list of parts, chapters and sections, they say nothing, and nothing is changed.
    """
    levels = _led_to(bodies, contents)
    if not levels or (set(levels.values()) == {1} and not _is_list_of_chapters(bodies, contents)):
        return
    governing, given = 0, 0
    for body in bodies.values():
        for heading in [one for one in body.iter(etree.Element) if one.tag in HEADINGS]:
            own = int(str(heading.tag)[1])
            if heading in levels:
                governing, given = own, levels[heading]
                level = given
            elif governing:
                level = given + max(1, own - governing)
            else:
                level = own
            heading.tag = f"h{min(6, level)}"


def _led_to(bodies: Mapping[str, Element], contents: Sequence[Entry]) -> dict[Element, int]:
    found: dict[Element, int] = {}
    for entry in contents:
        body = bodies.get(entry.file)
        if body is None:
            continue
        heading = _heading_at(body, entry)
        if heading is not None and heading not in found:
            found[heading] = min(6, entry.depth)
    return found


def _heading_at(body: Element, entry: Entry) -> Element | None:
    """The heading to which a line leads; one is made where the line's words stand in no heading."""
    target: Element | None = body
    if entry.identifier:
        target = next(
            (
                one
                for one in body.iter(etree.Element)
                if entry.identifier in (one.get("id"), one.get("name"))
            ),
            body,
        )
    assert target is not None  # noqa: S101  # the body is, where nothing else is found
    for above in (target, *target.iterancestors()):
        if above.tag in HEADINGS:
            return above
    wanted = _letters(entry.words)
    is_on = False
    passed = 0
    for one in body.iter(etree.Element):
        is_on = is_on or one is target
        if not is_on:
            continue
        said = _letters(words(one)) if one.tag in (*HEADINGS, "p", "div") else ""
        if one.tag in HEADINGS and said:
            is_near = passed < 3 or said in wanted or wanted in said
            return one if is_near else None
        if one.tag in ("p", "div") and said and said == wanted and not _holds_block(one):
            one.tag = "h1"
            return one
        passed += one.tag == "p" and bool(said)
        if passed >= 3:
            return None
    return None


def _holds_block(element: Element) -> bool:
    return any(True for _ in element.iter("p", *HEADINGS) if _ is not element)


def _letters(said: str) -> str:
    return re.sub(r"[\W_]", "", said).casefold()


def _is_list_of_chapters(bodies: Mapping[str, Element], contents: Sequence[Entry]) -> bool:
    """Whether flat contents name the chapters alone: a line a file, and no file a part's title."""
    files = [entry.file for entry in contents]
    if len(set(files)) < len(files):
        return False
    for file in files:
        body = bodies.get(file)
        if body is None:
            continue
        headings = [one for one in body.iter(etree.Element) if one.tag in HEADINGS]
        letters = len(_letters(words(body)))
        if headings and letters <= sum(len(_letters(words(one))) for one in headings):
            return False
    return True
