"""What the glyphs of a typeface stand for in scripts that run from right to left."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

_SINGLE, _MULTIPLE, _ALTERNATE, _LIGATURE, _EXTENSION = 1, 2, 3, 4, 7
"""Kinds of substitution (OpenType, GSUB, Lookup types)."""

_FORMS = (range(0xFB1D, 0xFE00), range(0xFE70, 0xFF00))
"""Characters that stand for a letter in one of its forms (Unicode, Presentation Forms)."""

_MARKS = range(0x0590, 0x0900)
"""Where Hebrew, Arabic and their neighbours have their letters and marks."""


@cache
def glyphs_from_the_right(file: bytes) -> dict[int, str]:
    """The letters and marks by the glyphs that show them, in a font file given by its octets.

    A letter has several glyphs, by its place in the word, and some glyphs show several letters. The
    typeface tells of both in its substitutions.
    """
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(file), lazy=True)
    said, forms = dict[str, str](), dict[str, str]()
    for code, name in sorted(font.getBestCmap().items()):
        is_form = any(code in block for block in _FORMS)
        (forms if is_form else said).setdefault(name, chr(code))
    said = {name: text for name, text in said.items() if are_from_the_right(text)}
    rules = list(_substitutions(font))
    size = -1
    while size < len(said):  # a form may come of another form
        size = len(said)
        for shown, letters in rules:
            if shown not in said and all(letter in said for letter in letters):
                said[shown] = "".join(said[letter] for letter in letters)
    said |= {shown: "" for shown, letter in _strokes(font) if letter in said and shown not in said}
    for name, text in forms.items():
        plain = unicodedata.normalize("NFKC", text)
        if " " not in plain:
            said.setdefault(name, plain)
    return {font.getGlyphID(name): text for name, text in said.items()}


def are_from_the_right(text: str) -> bool:
    """Whether there are letters in a text that run from right to left, or marks on such."""
    return any(
        unicodedata.bidirectional(one) in {"R", "AL"}
        or (ord(one) in _MARKS and unicodedata.bidirectional(one) == "NSM")
        for one in text
    )


def _substitutions(font: Any) -> Iterator[tuple[str, list[str]]]:
    """Which glyph the font shows for which others."""
    for rules in _rules(font):
        if rules.LookupType == _SINGLE:
            yield from ((shown, [letter]) for letter, shown in sorted(rules.mapping.items()))
        elif rules.LookupType == _MULTIPLE:
            for letter, shapes in sorted(rules.mapping.items()):
                yield from ((shown, [letter]) for shown in shapes[:1])
        elif rules.LookupType == _ALTERNATE:
            for letter, others in sorted(rules.alternates.items()):
                yield from ((shown, [letter]) for shown in others)
        elif rules.LookupType == _LIGATURE:
            for first, ligatures in sorted(rules.ligatures.items()):
                yield from ((one.LigGlyph, [first, *one.Component]) for one in ligatures)


def _strokes(font: Any) -> Iterator[tuple[str, str]]:
    """Which glyphs the font shows beside that of a letter: strokes that lead to the next one."""
    for rules in _rules(font):
        if rules.LookupType == _MULTIPLE:
            for letter, shapes in sorted(rules.mapping.items()):
                yield from ((shown, letter) for shown in shapes[1:])


def _rules(font: Any) -> Iterator[Any]:
    """The tables of all substitutions."""
    if "GSUB" in font:
        for lookup in font["GSUB"].table.LookupList.Lookup:
            for table in lookup.SubTable:
                yield table.ExtSubTable if table.LookupType == _EXTENSION else table
