"""A sheet of flat shapes: drawn once, written as SVG and as PNG.

A shape is the inside of closed lines, filled with one colour. That is all that is needed for
outlined letters, rules and ornaments, and every viewer shows it alike.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Segment = tuple[Any, ...]
"""A command of SVG's paths in capitals (SVG 2, section 9.3) and its numbers: M, L, Q, C or Z."""

Path = tuple[Segment, ...]

_COLOURS = 16
"""How many colours a PNG has: four bits a pixel, enough for flat colours and smooth edges."""


@dataclass(frozen=True)
class Shape:
    """A path and its colour, drawn once, or at each of the places."""

    colour: str
    path: Path
    places: tuple[tuple[int, int], ...] = ((0, 0),)


@dataclass(frozen=True)
class Sheet:
    """Shapes on a ground, the later above the earlier. `size` and numbers are in the same unit.

    `print_size` is the width and the height as CSS lengths. `title` and `description` are what
    somebody is told who does not see it, in `language`.
    """

    size: tuple[int, int]
    print_size: tuple[str, str]
    ground: str
    shapes: tuple[Shape, ...]
    title: str
    description: str
    language: str


def moved(path: Iterable[Segment], x: float, y: float, scale: float = 1.0) -> Path:
    """The path enlarged and then moved."""
    return tuple(
        (
            segment[0],
            *(number * scale + (y if place % 2 else x) for place, number in enumerate(segment[1:])),
        )
        for segment in path
    )


def rectangle(left: float, top: float, right: float, bottom: float) -> Path:
    """A rectangle."""
    return (("M", left, top), ("L", right, top), ("L", right, bottom), ("L", left, bottom), ("Z",))


def frame(left: float, top: float, right: float, bottom: float, width: float) -> Path:
    """A rule of the given width around a rectangle, on its inside."""
    hole = rectangle(left + width, top + width, right - width, bottom - width)
    # It runs the other way round, so that it stays open.
    points = [segment[1:] for segment in hole if len(segment) > 1]
    back = (("M", *points[0]), *(("L", *point) for point in points[:0:-1]), ("Z",))
    return rectangle(left, top, right, bottom) + back


def bounds(path: Iterable[Segment]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a path, counting the points that pull at its curves."""
    numbers = [segment[1:] for segment in path if len(segment) > 1]
    across = [x for row in numbers for x in row[::2]]
    down = [y for row in numbers for y in row[1::2]]
    return min(across), min(down), max(across), max(down)


def as_svg(sheet: Sheet) -> str:
    """The sheet as SVG, all coordinates whole numbers."""
    width, height = sheet.size
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description"'
        f" lang={quoteattr(sheet.language)} xml:lang={quoteattr(sheet.language)}"
        f' width="{sheet.print_size[0]}" height="{sheet.print_size[1]}"'
        f' viewBox="0 0 {width} {height}">',
        f'<title id="title">{escape(sheet.title)}</title>',
        f'<desc id="description">{escape(sheet.description)}</desc>',
        f'<rect width="{width}" height="{height}" fill="{sheet.ground}"/>',
    ]
    for number, shape in enumerate(sheet.shapes):
        path = f'<path id="s{number}" d="{_svg_path(shape.path)}"/>'
        if shape.places == ((0, 0),):
            lines.append(path.replace("/>", f' fill="{shape.colour}"/>'))
            continue
        uses = "".join(f'<use href="#s{number}" x="{x}" y="{y}"/>' for x, y in shape.places)
        lines.append(f'<defs>{path}</defs><g fill="{shape.colour}">{uses}</g>')
    return "\n".join([*lines, "</svg>", ""])


def _svg_path(path: Path) -> str:
    """The path's commands with numbers relative to the point before, which are shorter."""
    parts: list[str] = []
    x = y = 0
    for name, *exact in path:
        numbers = [round(number) for number in exact]
        relative = [number - (y if place % 2 else x) for place, number in enumerate(numbers)]
        parts.append(name.lower() + " ".join(map(str, relative)))
        if name == "M":
            start = numbers
        x, y = (numbers or start)[-2:]
    return "".join(parts).replace(" -", "-")


def as_png(sheet: Sheet, pixels: float) -> bytes:
    """The sheet as PNG with so many pixels for each unit, for readers that show no SVG."""
    import pypdfium2

    document = pypdfium2.PdfDocument(_as_pdf(sheet, pixels))
    try:
        drawn = document[0].render(scale=1.0).to_pil().convert("RGB")
    finally:
        document.close()
    out = io.BytesIO()
    # The next level takes three times as long, for a file that is a hundredth smaller.
    drawn.quantize(palette=_palette(sheet), dither=0).save(out, "PNG", compress_level=8)
    return out.getvalue()


def _palette(sheet: Sheet) -> Any:
    """The colours of the sheet, and those at the edges where one lies upon another."""
    from PIL import Image

    own = list(dict.fromkeys([sheet.ground, *(shape.colour for shape in sheet.shapes)]))
    pairs = [(own[0], other) for other in own[1:]]
    steps = max(1, (_COLOURS - len(own)) // max(1, len(pairs)))
    mixed = [mix(a, b, step / (steps + 1)) for a, b in pairs for step in range(1, steps + 1)]
    colours = (own + mixed)[:_COLOURS]
    image = Image.new("P", (1, 1))
    image.putpalette([value for colour in colours for value in channels(colour)])
    return image


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of a colour such as `#1b3a57`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """The colour between two, with so large a share of the other."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _as_pdf(sheet: Sheet, pixels: float) -> bytes:
    """The sheet as a PDF of one page with a point for each pixel, which PDFium can draw."""
    import pikepdf

    width, height = round(sheet.size[0] * pixels), round(sheet.size[1] * pixels)
    lines = [f"{pixels:.6f} 0 0 {-pixels:.6f} 0 {height} cm"]
    lines += [_fill(sheet.ground), _pdf_path(rectangle(0, 0, *(2 * s for s in sheet.size)))]
    for shape in sheet.shapes:
        lines.append(_fill(shape.colour))
        path = _pdf_path(shape.path)
        lines += [f"q 1 0 0 1 {x} {y} cm {path} Q" for x, y in shape.places]
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(width, height))
        pdf.pages[0].Contents = pdf.make_stream("\n".join(lines).encode())
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _fill(colour: str) -> str:
    return " ".join(f"{value / 255:.4f}" for value in channels(colour)) + " rg"


def _pdf_path(path: Path) -> str:
    """The path in PDF's operators (ISO 32000-2, section 8.5.2), which have cubic curves only."""
    parts: list[str] = []
    x = y = 0.0
    for name, *numbers in path:
        if name == "Q":
            numbers = _cubic(x, y, numbers)
        operator = {"M": "m", "L": "l", "Q": "c", "C": "c", "Z": "h"}[name]
        parts.append(" ".join([*(str(round(number)) for number in numbers), operator]))
        if numbers:
            x, y = numbers[-2:]
    return " ".join([*parts, "f"])


def _cubic(x: float, y: float, numbers: Sequence[float]) -> list[float]:
    cx, cy, ex, ey = numbers
    third = 2 / 3
    return [
        x + third * (cx - x),
        y + third * (cy - y),
        ex + third * (cx - ex),
        ey + third * (cy - ey),
        ex,
        ey,
    ]
