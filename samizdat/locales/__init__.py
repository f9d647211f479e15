"""The languages: their words, quotation marks, spaces and direction, one TOML file a language.

A new language is one new file here, named by its BCP 47 tag, with the keys of `en.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent
FALLBACK = "en"
"""The language whose words serve a book in a language that has no file."""


@dataclass(frozen=True)
class Locale:
    """What a language needs beyond its text.

    `quotes` are the outer opening and closing marks and the inner ones. `space_before` are the
    marks that take a narrow space before them, and `space_inside_quotes` is the space inside the
    outer quotation marks, empty in most languages. `words` are the words that samizdat itself
    writes into a book; `sections` are the names of what a chapter may be, by DPUB-ARIA's terms.
    """

    tag: str
    name: str
    direction: Literal["ltr", "rtl"]
    quotes: tuple[str, str, str, str]
    space_before: str
    space_inside_quotes: str
    words: dict[str, str]
    sections: dict[str, list[str]]


@cache
def tags() -> tuple[str, ...]:
    """The tags of the languages that have a file, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def nearest(tag: str) -> str | None:
    """The known tag that serves `tag`: `pt-BR` is served by `pt`; None when none does.

    Source: the lookup of RFC 4647, section 3.4: subtags are cut from the end.
    """
    known = {one.lower(): one for one in tags()}
    parts = tag.lower().split("-")
    while parts:
        if "-".join(parts) in known:
            return known["-".join(parts)]
        parts.pop()
    return None


@cache
def load(tag: str) -> Locale:
    """The locale for a BCP 47 tag, by its nearest known language, or English."""
    found = nearest(tag) or FALLBACK
    data = tomllib.loads((FOLDER / f"{found}.toml").read_text("utf-8"))
    return Locale(
        tag=tag,
        name=data["name"],
        direction=data["direction"],
        quotes=tuple(data["quotes"]),
        space_before=data.get("space-before", ""),
        space_inside_quotes=data.get("space-inside-quotes", ""),
        words=data["words"],
        sections=data["sections"],
    )
