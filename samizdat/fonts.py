"""The typefaces of the house style: where they lie, what they cover, and subsets of them.

They come with samizdat, in typefaces/, with their licences and the version of the npm package that
each was taken from. Nothing is ever taken from the system, so that a book looks the same on every
machine.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "typefaces"


@dataclass(frozen=True)
class Face:
    """One font file. `weight` and `style` are CSS values."""

    family: str
    package: str
    cut: str
    weight: int = 400
    style: str = "normal"

    @property
    def path(self) -> Path:
        """The TrueType file."""
        name = "".join(
            word.title() if word != "eb" and word != "ibm" else word.upper()
            for word in self.package.split("-")
        )
        return FOLDER / self.package / self.cut / f"{name}_{self.cut}.ttf"


TEXT, SECOND, ARABIC, CODE, SYMBOLS = (
    "EB Garamond",
    "Libertinus Serif",
    "Amiri",
    "IBM Plex Mono",
    "Noto Sans Symbols 2",
)


def _cuts(family: str, package: str, *cuts: tuple[str, int, str]) -> list[Face]:
    return [Face(family, package, cut, weight, style) for cut, weight, style in cuts]


_FOUR = (
    ("400Regular", 400, "normal"),
    ("400Regular_Italic", 400, "italic"),
    ("700Bold", 700, "normal"),
    ("700Bold_Italic", 700, "italic"),
)
# The order is the order in which a browser or WeasyPrint looks for a character.
FACES = (
    *_cuts(TEXT, "eb-garamond", *_FOUR),
    *_cuts(SECOND, "libertinus-serif", *_FOUR),
    *_cuts(ARABIC, "amiri", *_FOUR),
    *_cuts(CODE, "ibm-plex-mono", *_FOUR[:3]),
    *_cuts(SYMBOLS, "noto-sans-symbols-2", _FOUR[0]),
)

# Layout features that the house style turns on, beside those that a shaper applies by itself.
_FEATURES = ("smcp", "onum", "lnum", "pnum", "tnum")


@cache
def coverage(face: Face) -> frozenset[int]:
    """The code points that a face has a glyph for."""
    import uharfbuzz

    blob = uharfbuzz.Blob.from_file_path(str(face.path))
    return frozenset(uharfbuzz.Face(blob).unicodes)


def uncovered(characters: Iterable[str]) -> set[str]:
    """Those of the characters that no face of the house style can show."""
    missing = {c for c in characters if not c.isspace() and c.isprintable()}
    for face in FACES:
        if not missing:
            break
        if face.cut == "400Regular":
            missing = {c for c in missing if ord(c) not in coverage(face)}
    return missing


def subset(face: Face, characters: frozenset[str]) -> bytes:
    """The face as TrueType with the glyphs for `characters` only."""
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(ord(c) for c in characters)
    for feature in _FEATURES:  # a tag is four letters read as one big-endian number (OpenType)
        wanted.layout_feature_tag_set.add(int.from_bytes(feature.encode(), "big"))
    blob = uharfbuzz.Blob.from_file_path(str(face.path))
    return bytes(uharfbuzz.subset(uharfbuzz.Face(blob), wanted).blob.data)


def as_woff2(truetype: bytes) -> bytes:
    """The font in the form that web pages load (WOFF File Format 2.0, W3C)."""
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(truetype), recalcTimestamp=False) as font:
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()


def needed(
    characters: frozenset[str], *, bold_italic: bool, code: bool
) -> list[tuple[Face, frozenset[str]]]:
    """The faces that a text needs, each with the characters that it is there for.

    A face behind another one serves only what those before it lack.
    """
    chosen: list[tuple[Face, frozenset[str]]] = []
    left = characters
    for face in FACES:
        of_code = characters if code else frozenset()
        wanted = of_code if face.family == CODE else left
        covered = frozenset(c for c in wanted if ord(c) in coverage(face))
        is_bold_italic = face.weight == 700 and face.style == "italic"
        if any(not c.isspace() for c in covered) and (bold_italic or not is_bold_italic):
            chosen.append((face, covered))
        if face.family != CODE and face.cut == _last_cut(face.family):
            regular = next(f for f in FACES if f.family == face.family)
            left = frozenset(c for c in left if ord(c) not in coverage(regular))
    return chosen


def _last_cut(family: str) -> str:
    return [face.cut for face in FACES if face.family == family][-1]


def file_name(face: Face, ending: str) -> str:
    """The name of a face's file inside an edition."""
    return f"{face.package}-{face.weight}{'i' if face.style == 'italic' else ''}.{ending}"


def font_face(face: Face, address: str) -> str:
    """The CSS rule that makes `address` the face's file."""
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f'font-style:{face.style};src:url("{address}")}}\n'
    )


@cache
def digest() -> str:
    """A digest of the font files, for the task graph."""
    whole = hashlib.sha256()
    for face in FACES:
        whole.update(hashlib.sha256(face.path.read_bytes()).digest())
    return whole.hexdigest()


def versions() -> dict[str, str]:
    """The versions of the typefaces by the names of their families, as their files tell them."""
    from fontTools.ttLib import TTFont

    found = {}
    for face in FACES:
        if face.family not in found:
            with TTFont(face.path, lazy=True) as font:
                found[face.family] = str(font["name"].getDebugName(5) or "unknown")
    return found
