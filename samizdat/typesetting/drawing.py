"""Pages that are set are drawn as a PDF without typefaces: a part of the whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from samizdat.typesetting import engine, letters
from samizdat.typesetting.letters import Letters

Bookmark = tuple[int, str, tuple[float, float], str]
"""A line of the outline: level, words, place on its page in CSS pixels, `open` or `closed`."""


@dataclass(frozen=True)
class Part:
    """Pages as a PDF, and what the whole needs to know of them.

    `names` are those of the pages in the stylesheet, `heights` are in CSS pixels, `bookmarks` the
    lines of the outline by page, `letters` the typefaces. `runs_left` says that words on it run
    from right to left, which say their letters themselves where the glyphs don't. `said` is what
    WeasyPrint warned about.
    """

    pdf: bytes
    names: tuple[str, ...] = ()
    heights: tuple[float, ...] = ()
    bookmarks: tuple[tuple[Bookmark, ...], ...] = ()
    letters: tuple[Letters, ...] = ()
    runs_left: bool = False
    said: tuple[str, ...] = ()


def drawn(document: Any, moved: int, elsewhere: frozenset[str]) -> Part:
    """The part for a document, whose pages have numbers that are by `moved` higher than set.

    `elsewhere` are the ids to which links may lead.
    """
    with engine.gathered_warnings() as said:
        engine.add_margins(document.pages, moved)
        fonts = letters.PartsFonts()
        pdf, runs_left = engine.written_part(document, elsewhere, fonts)
    return Part(
        pdf,
        names=tuple(str(page._page_box.page_type.name) for page in document.pages),
        heights=tuple(page.height for page in document.pages),
        bookmarks=tuple(tuple(page.bookmarks) for page in document.pages),
        letters=tuple(fonts.letters()),
        runs_left=runs_left,
        said=tuple(dict.fromkeys(said)),
    )


def facts(part: Part) -> str:
    """All of the part but its PDF, as JSON with sorted keys."""
    data = {**vars(part), "letters": [letters.to_json(one) for one in part.letters]}
    del data["pdf"]
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def with_facts(pdf: bytes, text: str) -> Part:
    """The part of which `facts` gave the text; ValueError, KeyError or TypeError for another."""
    data = json.loads(text)
    return Part(
        pdf=pdf,
        names=tuple(data.pop("names")),
        heights=tuple(data.pop("heights")),
        bookmarks=tuple(
            tuple((level, words, tuple(place), state) for level, words, place, state in page)
            for page in data.pop("bookmarks")
        ),
        letters=tuple(letters.from_json(one) for one in data.pop("letters")),
        said=tuple(data.pop("said")),
        **data,
    )
