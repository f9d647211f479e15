"""Covers, small enough to be part of a page."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

from PIL import Image, ImageFile, UnidentifiedImageError

_COLOURS = 64
"""So many are enough for flat colours, and for the edges of letters on them."""


@dataclass(frozen=True)
class Picture:
    """A picture within a page: its address, and the pixels of CSS that it fills."""

    address: str
    width: int
    height: int


def within_a_page(data: bytes, width: int) -> Picture | None:
    """The cover for a place of `width` pixels of CSS, sharp on screens with twice as many.

    None where the octets are no picture. A cover that is smaller is not made larger.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # see pictures.look_at
    try:
        with Image.open(io.BytesIO(data)) as opened:
            opened.load()
            front = _on_white(opened)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    height = max(1, round(width * front.height / front.width))
    if front.width > 2 * width:
        front = front.resize((2 * width, 2 * height), Image.Resampling.LANCZOS)
    # A drawn cover has few colours and is smaller as PNG, a photograph as JPEG.
    kinds = {"png": _saved(front.quantize(_COLOURS), "PNG"), "jpeg": _saved(front, "JPEG")}
    kind = min(kinds, key=lambda one: len(kinds[one]))
    octets = base64.b64encode(kinds[kind]).decode()
    return Picture(f"data:image/{kind};base64,{octets}", width, height)


def _saved(picture: Image.Image, kind: str) -> bytes:
    octets = io.BytesIO()
    if kind == "JPEG":
        picture.save(octets, kind, quality=82, optimize=True, progressive=True)
    else:
        picture.save(octets, kind, optimize=True)
    return octets.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture in the three colours of a screen; what shines through is white, as paper is."""
    if picture.mode in {"RGB", "L"}:
        return picture.convert("RGB")
    shown = picture.convert("RGBA")
    paper = Image.new("RGBA", shown.size, "white")
    return Image.alpha_composite(paper, shown).convert("RGB")
