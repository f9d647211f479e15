"""The typefaces of a PDF that is bound of parts: each stands in it once, cut down for all of them.

A part is written with what a PDF says of its typefaces, but without these themselves, and beside
it is kept which glyphs it draws. The case of the book is written last, with the glyphs of all
parts. So their numbers have to be those of the whole typeface, as WeasyPrint has them
(HB_SUBSET_FLAGS_RETAIN_GIDS).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.text import fonts as pango_fonts
from weasyprint.text.constants import PANGO_STRETCH
from weasyprint.text.ffi import TO_UNITS, ffi, gobject, pango

from samizdat.typesetting.glyphs import are_from_the_right, glyphs_from_the_right


@dataclass(frozen=True)
class Letters:
    """A typeface as a part uses it: how Pango knows it, and what its glyphs stand for.

    `name` is that of WeasyPrint, which comes of the description. `size` is in CSS pixels. `texts`
    are the letters of each glyph, `widths` thousandths of an em; `missing` are glyphs that stand
    for characters that the typeface does not have, by these.
    """

    name: str
    family: str
    style: int
    weight: int
    variations: Mapping[str, float]
    size: float
    texts: Mapping[int, str]
    widths: Mapping[int, float]
    missing: Mapping[int, int]


def to_json(letters: Letters) -> dict[str, Any]:
    """The letters for JSON."""
    return dict(vars(letters))


def from_json(data: Mapping[str, Any]) -> Letters:
    """The letters that `to_json` gave; KeyError, TypeError or ValueError for anything else."""
    numbered = {
        name: {int(key): value for key, value in data[name].items()}
        for name in ("texts", "widths", "missing")
    }
    return Letters(**{**data, **numbered})


class TellingFonts(dict[Any, Font]):
    """The fonts of a document, of which each says itself what its letters from the right are."""

    def __setitem__(self, key: Any, font: Font) -> None:
        font.to_unicode = _Told(font)
        super().__setitem__(key, font)


class _Told(dict[int, str]):
    """What the glyphs of a font stand for.

    WeasyPrint says it by the words in which a glyph is met first. There a letter and the marks on
    it stand together, and one glyph gets them all. So letters and marks that run from right to left
    are those that the typeface has for the glyph.
    """

    def __init__(self, font: Font) -> None:
        super().__init__()
        self.font = font

    def __setitem__(self, glyph: int, text: str) -> None:
        if not text or are_from_the_right(text):
            text = glyphs_from_the_right(self.font.file_content).get(glyph, text)
        super().__setitem__(glyph, text)


class PartsFonts(TellingFonts):
    """The fonts of a part, which are written without their files."""

    def letters(self) -> list[Letters]:
        """How the part uses them, in the order of their first use."""
        return [
            Letters(
                font.hash,
                font.family,
                font.style,
                font.weight,
                font.variations,
                font.font_size,
                font.to_unicode,
                font.widths,
                font.missing,
            )
            for font in self.values()
        ]

    def prepare(self) -> None:
        """Leaves of the files nothing but the four octets that say of which kind they are."""
        for font in self.values():
            font.to_unicode = dict(sorted(font.to_unicode.items()))
            font.clean = _leave
            font.file_content = font.file_content[:4]


class WholeFonts(dict[Any, Font]):
    """The fonts of a document that nothing is drawn in, which gets the letters of others."""

    def __init__(self, configuration: Any, letters: Iterable[Letters]) -> None:
        super().__init__()
        self.configuration = configuration
        self.letters = letters

    def prepare(self) -> None:
        """Puts in the letters."""
        fonts = {font.hash: font for font in self.values()}
        for letters in self.letters:
            if letters.name not in fonts:
                self[letters.name] = fonts[letters.name] = _loaded(letters, self.configuration)
            font = fonts[letters.name]
            font.to_unicode, font.widths = dict(letters.texts), dict(letters.widths)
            font.missing = dict(letters.missing)


def merged(parts: Iterable[Iterable[Letters]]) -> dict[str, Letters]:
    """The letters of all parts by the names of the typefaces.

    A glyph stands for the letters of its first place.
    """
    found: dict[str, Letters] = {}
    for part in parts:
        for letters in part:
            known = found.get(letters.name, letters)
            found[letters.name] = replace(
                known,
                texts={**letters.texts, **known.texts},
                widths={**letters.widths, **known.widths},
                missing={**letters.missing, **known.missing},
            )
    return {
        name: replace(one, texts=dict(sorted(one.texts.items()))) for name, one in found.items()
    }


def contradict(part: Iterable[Letters], whole: Mapping[str, Letters]) -> bool:
    """Whether a glyph of a part stands for other letters from the right there than in the whole."""
    return any(
        whole[letters.name].texts[glyph] != text
        for letters in part
        for glyph, text in letters.texts.items()
        if are_from_the_right(text)
    )


def with_others(build_fonts_dictionary: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's function, which writes the fonts of a document; ours are prepared before."""

    def built(pdf: Any, fonts: Any, *rest: Any) -> Any:
        if isinstance(fonts, (PartsFonts, WholeFonts)):
            fonts.prepare()
        return build_fonts_dictionary(pdf, fonts, *rest)

    return built


def _leave(*_: object) -> None:
    """Takes the place of the function that cuts a font down."""


def _loaded(letters: Letters, configuration: Any) -> Font:
    """The font as WeasyPrint would have it, had it met it in this process.

    Raises ValueError where the description leads to another one.
    """
    for stretch in PANGO_STRETCH.values():
        description = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
        pango.pango_font_description_set_family(description, letters.family.encode())
        pango.pango_font_description_set_style(description, letters.style)
        pango.pango_font_description_set_weight(description, letters.weight)
        pango.pango_font_description_set_stretch(description, stretch)
        size = round(letters.size * TO_UNITS)
        pango.pango_font_description_set_absolute_size(description, size)
        if letters.variations:
            axes = ",".join(f"{axis}={value}" for axis, value in letters.variations.items())
            pango.pango_font_description_set_variations(description, axes.encode())
        context = ffi.gc(
            pango.pango_font_map_create_context(configuration.font_map), gobject.g_object_unref
        )
        loaded = ffi.gc(
            pango.pango_font_map_load_font(configuration.font_map, context, description),
            gobject.g_object_unref,
        )
        _, known_as, found_size = pango_fonts.get_pango_font_key(loaded)
        font = Font(loaded, known_as, found_size)
        font.kept_alive = loaded
        if font.hash == letters.name:
            return font
    raise ValueError(f"the typeface {letters.family} can't be found again")
