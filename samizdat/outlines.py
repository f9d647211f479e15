"""Text as outlines: a line shaped with the typefaces of the house style, as shapes to be filled.

What is drawn so needs no font where it is shown. Right-to-left lines are put in visual order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from samizdat import fonts
from samizdat.sheet import Path, Segment, bounds, moved


@dataclass(frozen=True)
class Line:
    """A line at the size of 1 em, its baseline at height 0 and its begin at the left edge."""

    width: float
    path: Path

    @property
    def reach(self) -> tuple[float, float]:
        """How far its ink reaches above the baseline, and how far below it."""
        if not self.path:
            return 0.0, 0.0
        _, top, _, bottom = bounds(self.path)
        return -top, max(0.0, bottom)


@dataclass(frozen=True)
class Manner:
    """How a line is set: the style of the face, small capitals, and space between letters in em."""

    italic: bool = False
    small_capitals: bool = False
    tracking: float = 0.0


ROMAN, ITALIC = Manner(), Manner(italic=True)
SMALL_CAPITALS = Manner(small_capitals=True, tracking=0.06)


def can_show(text: str) -> bool:
    """Whether the typefaces have all of the text's characters."""
    # Characters for private use have no glyph either, though no font is asked for them.
    return not fonts.uncovered(text) and not any(unicodedata.category(c) == "Co" for c in text)


@cache
def line(text: str, manner: Manner, language: str, *, rtl: bool) -> Line:
    """The line, shaped with kerning and ligatures. `rtl` is the direction of its paragraph."""
    width = 0.0
    path: list[Segment] = []
    for face, level, run in _visual_runs(text, manner, rtl=rtl):
        advance, outline = _shaped(face, run, manner, language, backwards=level % 2 == 1)
        path += moved(outline, width, 0)
        width += advance
    return Line(max(0.0, width - manner.tracking), tuple(path))


def _shaped(
    face: fonts.Face, run: str, manner: Manner, language: str, *, backwards: bool
) -> tuple[float, Path]:
    import uharfbuzz
    from fontTools.pens.recordingPen import RecordingPen

    font = _font(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.direction = "rtl" if backwards else "ltr"
    buffer.language = language
    buffer.guess_segment_properties()
    # Letters that belong together can't be spaced out: Arabic ones are joined.
    tracking = 0.0 if face.family == fonts.ARABIC else manner.tracking
    features = {"liga": not tracking, "lnum": True}
    if manner.small_capitals and _has_small_capitals(face, run):
        features["smcp"] = True
    uharfbuzz.shape(font, buffer, features)
    em = font.face.upem
    x = 0.0
    path: list[Segment] = []
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen = RecordingPen()
        font.draw_glyph_with_pen(glyph.codepoint, pen)
        path += _outline(pen.value, x + place.x_offset / em, place.y_offset / em, em)
        x += place.x_advance / em + (tracking if place.x_advance else 0)
    return x, tuple(path)


def _outline(recorded: list[Any], x: float, y: float, em: int) -> Iterator[tuple[Any, ...]]:
    """What a pen has recorded, with x to the right and y down, as SVG has them."""
    names = {"moveTo": "M", "lineTo": "L", "qCurveTo": "Q", "curveTo": "C", "closePath": "Z"}
    for name, points in recorded:
        yield (
            names[name],
            *(number for px, py in points for number in (x + px / em, -y - py / em)),
        )


@cache
def _font(face: fonts.Face) -> Any:
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.path))))


def _has_small_capitals(face: fonts.Face, run: str) -> bool:
    """Whether each small letter has its small capital: EB Garamond has them for Latin only."""
    import uharfbuzz

    letters = "".join(sorted({c for c in run if c.islower()}))
    glyphs = []
    for is_on in (False, True):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(letters)
        buffer.guess_segment_properties()
        uharfbuzz.shape(_font(face), buffer, {"smcp": is_on, "liga": False})
        glyphs.append([glyph.codepoint for glyph in buffer.glyph_infos])
    return all(plain != small for plain, small in zip(*glyphs, strict=False))


# --- faces and directions ---------------------------------------------------------------------


def _visual_runs(text: str, manner: Manner, *, rtl: bool) -> list[tuple[fonts.Face, int, str]]:
    """The line's runs of one face and one direction from left to right, each in reading order."""
    levels = _levels(text, rtl=rtl)
    chosen = _faces(text, manner)
    runs = [
        (face, level, "".join(text[place] for place in places))
        for (face, level), places in groupby(
            range(len(text)), lambda place: (chosen[place], levels[place])
        )
    ]
    # Unicode Standard Annex 9, rule L2: from the highest level down, what is nested is reversed.
    for least in range(max(levels, default=0), 0, -1):
        ordered: list[tuple[fonts.Face, int, str]] = []
        nested: list[tuple[fonts.Face, int, str]] = []
        for run in runs:
            if run[1] >= least:
                nested.insert(0, run)
            else:
                ordered += [*nested, run]
                nested = []
        runs = ordered + nested
    return runs


def _faces(text: str, manner: Manner) -> list[fonts.Face]:
    """The face of each character; marks and signs stay with the face of the letter before them."""
    # Arabic knows no italics.
    style = "italic" if manner.italic else "normal"
    cuts = [
        face
        for family in (fonts.TEXT, fonts.SECOND, fonts.ARABIC, fonts.SYMBOLS)
        for face in fonts.FACES
        if face.family == family and face.weight == 400
        if face.style == ("normal" if family in {fonts.ARABIC, fonts.SYMBOLS} else style)
    ]
    chosen: list[fonts.Face] = []
    for character in text:
        covering = [face for face in cuts if ord(character) in fonts.coverage(face)]
        stays = chosen and (chosen[-1] in covering or unicodedata.category(character) == "Cf")
        if stays and not character.isalpha():
            covering = [chosen[-1]]
        chosen.append((covering or cuts)[0])
    # Signs before the first letter go with it.
    first = next((n for n, character in enumerate(text) if character.isalpha()), 0)
    for place in range(first - 1, -1, -1):
        if ord(text[place]) in fonts.coverage(chosen[place + 1]):
            chosen[place] = chosen[place + 1]
    return chosen


def _levels(text: str, *, rtl: bool) -> list[int]:
    """The embedding level of each character.

    Source: Unicode Standard Annex 9 (bidirectional algorithm), without explicit embeddings, which
    no line of a title page needs.
    """
    base = int(rtl)
    kinds: list[str] = []
    strong = "R" if rtl else "L"
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            strong = kind = "L" if kind == "L" else "R"
        elif kind in {"EN", "AN"}:
            kind = "N" if strong == "R" else "L"
        elif kind == "NSM" and kinds:
            kind = kinds[-1]
        else:
            kind = "," if kind in {"CS", "ES"} else " "
        kinds.append(kind)
    for place in range(1, len(kinds) - 1):  # rule W4: a sign between two digits
        if kinds[place] == "," and kinds[place - 1] == kinds[place + 1] == "N":
            kinds[place] = "N"
    kinds = [" " if kind == "," else kind for kind in kinds]
    sides = ["R" if kind == "N" else kind for kind in kinds]
    levels = []
    for place, kind in enumerate(kinds):
        if kind == " ":  # rules N1 and N2: between two of a direction, that one
            before = next((s for s in sides[place::-1] if s != " "), "RL"[1 - base])
            after = next((s for s in sides[place:] if s != " "), "RL"[1 - base])
            kind = before if before == after else "RL"[1 - base]
        level = {"L": 2 * base, "R": 1, "N": 2}[kind]
        levels.append(level)
    return levels
