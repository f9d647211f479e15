"""What the glyphs of a typeface stand for in scripts that run from right to left."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

_SINGLE, _ALTERNATE, _LIGATURE, _EXTENSION = 1, 3, 4, 7
"""Kinds of substitution (OpenType, GSUB, Lookup types)."""

_FORMS = (range(0xFB1D, 0xFE00), range(0xFE70, 0xFF00))
"""Characters that stand for a letter in one of its forms (Unicode, Presentation Forms)."""


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
    said = {name: text for name, text in said.items() if _is_from_the_right(text)}
    rules = list(_substitutions(font))
    size = -1
    while size < len(said):  # a form may come of another form
        size = len(said)
        for shown, letters in rules:
            if shown not in said and all(letter in said for letter in letters):
                said[shown] = "".join(said[letter] for letter in letters)
    for name, text in forms.items():
        plain = unicodedata.normalize("NFKC", text)
        if " " not in plain:
            said.setdefault(name, plain)
    return {font.getGlyphID(name): text for name, text in said.items()}


def _is_from_the_right(text: str) -> bool:
    """Whether a character is a letter that runs from right to left, or a mark on one."""
    code = ord(text)
    return unicodedata.bidirectional(text) in {"R", "AL"} or (
        0x0590 <= code < 0x0900 and unicodedata.bidirectional(text) == "NSM"
    )


def _substitutions(font: Any) -> Iterator[tuple[str, list[str]]]:
    """Which glyph the font shows for which others."""
    if "GSUB" not in font:
        return
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            rules = table.ExtSubTable if table.LookupType == _EXTENSION else table
            if rules.LookupType == _SINGLE:
                yield from ((shown, [letter]) for letter, shown in sorted(rules.mapping.items()))
            elif rules.LookupType == _ALTERNATE:
                for letter, others in sorted(rules.alternates.items()):
                    yield from ((shown, [letter]) for shown in others)
            elif rules.LookupType == _LIGATURE:
                for first, ligatures in sorted(rules.ligatures.items()):
                    yield from ((one.LigGlyph, [first, *one.Component]) for one in ligatures)
