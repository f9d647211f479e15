"""What a chapter is in the book: a preface, an epilogue, an appendix, by DPUB-ARIA's terms.

The heading's class says it, `# A Word Before {.preface}`, or the heading is the word itself in the
language of the book, from the `[sections]` of its file in `locales/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from samizdat import locales

CHAPTER = "chapter"
BIBLIOGRAPHY = "bibliography"

_NAMES = """
abstract acknowledgments afterword appendix bibliography chapter colophon conclusion dedication
epigraph epilogue errata foreword glossary index introduction part preface prologue
"""
KINDS = frozenset(_NAMES.split())
"""The kinds of section that DPUB-ARIA 1.1, as `doc-` roles, and EPUB 3's vocabulary both have."""

FRONT = frozenset({"abstract", "acknowledgments", "dedication", "epigraph", "foreword", "preface"})
"""Those that come before the text itself."""


def kind_of(classes: Iterable[str], title: str, language: str) -> str:
    """The kind of a chapter with these classes and this title, in a language's BCP 47 tag."""
    for name in classes:
        bare = name.removeprefix("doc-")
        if bare in KINDS:
            return bare
    folded = _folded(title)
    for kind, names in _names(language).items():
        if any(_is_named(folded, name, kind) for name in names):
            return kind
    return CHAPTER


@cache
def _names(language: str) -> dict[str, list[str]]:
    """What a language calls each kind of section, folded."""
    words = locales.load(language).sections
    return {kind: [_folded(name) for name in names] for kind, names in words.items()}


def _folded(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".:")


def _is_named(title: str, name: str, kind: str) -> bool:
    """Whether the title is the name; an appendix may have a number or letter, and its own title."""
    if kind != "appendix":
        return title == name
    return bool(re.match(rf"{re.escape(name)}(\W+([a-z]|[ivxlc]+|\d+)\b|$|\s*[:.—–-])", title))
