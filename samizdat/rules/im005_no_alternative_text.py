"""IM005 no alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source

_ATTRIBUTES = re.compile(r"\{[^{}]*\}")
_HTML = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=", re.IGNORECASE)


@rule("IM005", level="error", reads=Source)
def no_alternative_text(source: Source) -> Iterator[Problem]:
    """A picture has no words that say what it shows.

    Why: who can't see it, or reads on a device that shows no pictures, learns nothing of it. A
    mere ornament says so by an empty `alt`.

    Bad:
        # Barcelona

        ![](map.svg)
        --- manuscript/map.svg
        <svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h9v9"/></svg>

    Good:
        # Barcelona

        ![](map.svg){alt="The harbour and the three roads to it."}
        --- manuscript/map.svg
        <svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h9v9"/></svg>
    """
    for file in source.texts:
        for link in file.links.links:
            # code and formulas are masked, and are words all the same
            words = file.text[link.start + 1 : link.start + 1 + len(link.words)]
            if not link.is_image or words.strip():
                continue
            attributes = _ATTRIBUTES.match(file.text, link.end)
            if attributes is None or not _ALT.search(attributes.group()):
                yield Problem(
                    file.location(link.start - 1, link.end - link.start + 1),
                    f"picture {link.address or link.label} has no words for who can't see it",
                    'say what it shows: ![…](file), or {alt="…"} behind it; an ornament has alt=""',
                )
        for tag in _HTML.finditer(file.masked):
            if not _ALT.search(tag.group()):
                yield Problem(
                    file.location(tag.start(), tag.end() - tag.start()),
                    "picture in HTML has no words for who can't see it",
                    'say what it shows: alt="…"; an ornament has alt=""',
                )
