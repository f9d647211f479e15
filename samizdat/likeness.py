"""How a picture looks, small enough to be kept in the book and to be compared with what is shown.

The reader keeps the likeness of each picture, and the proof compares it with that of the picture
in a finished file, which may be smaller, or of another format. No edition uses this module: its
colours and its size are reckoned here again.
"""

from __future__ import annotations

import base64
import io
import warnings
from contextlib import suppress

from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

_SIDE = 16
"""The likeness is a square of so many pixels, in red, green and blue."""

# EXIF 2.32, section 4.6.4
_ORIENTATION = 0x0112
_ON_ITS_SIDE = {5, 6, 7, 8}

_ENOUGH = 512
"""The long side, in pixels, in which colours are reckoned: all of them would take too long."""


def of(picture: Pillow.Image) -> str:
    """The likeness of a picture as a viewer shows it: upright, in sRGB, on white paper."""
    small = _smaller(picture)
    if (held := _orientation(picture)) != 1:
        small.info = {}  # what else is said there may be broken
        small.getexif()[_ORIENTATION] = held
        small = ImageOps.exif_transpose(small)
    paper = Pillow.new("RGBA", small.size, "white")
    paper.alpha_composite(_in_srgb(small, picture.info.get("icc_profile")).convert("RGBA"))
    square = paper.convert("RGB").resize((_SIDE, _SIDE), Pillow.Resampling.BILINEAR)
    return base64.b64encode(square.tobytes()).decode()


def upright_size(picture: Pillow.Image) -> tuple[int, int]:
    """Width and height of a picture as a viewer shows it, turned if the camera was."""
    width, height = picture.size
    return (height, width) if _orientation(picture) in _ON_ITS_SIDE else (width, height)


def differences(one: str, other: str) -> tuple[float, int]:
    """How far two likenesses are apart, of 255: on the average, and where it is most."""
    pairs = zip(base64.b64decode(one), base64.b64decode(other), strict=True)
    steps = [abs(a - b) for a, b in pairs]
    return sum(steps) / len(steps), max(steps)


def _orientation(picture: Pillow.Image) -> int:
    """How the camera was held; 1, which is level, where nothing sound is said of it."""
    with warnings.catch_warnings(), suppress(Exception):  # Pillow raises many for broken EXIF
        warnings.simplefilter("ignore")
        return int(picture.getexif().get(_ORIENTATION, 1))
    return 1


def _smaller(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode.startswith("I"):  # 16 bits of grey, of which Pillow would cut off the lights
        picture = picture.point(lambda value: value * (1 / 257)).convert("L")
    elif picture.mode not in {"L", "LA", "RGB", "RGBA", "CMYK"} or "transparency" in picture.info:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    part = min(1.0, _ENOUGH / max(picture.size))
    size = max(1, round(picture.width * part)), max(1, round(picture.height * part))
    # A smooth filter: with hard edges, it is chance whether a line of a page falls into a square.
    return picture.resize(size, Pillow.Resampling.BILINEAR)


def _in_srgb(picture: Pillow.Image, profile: bytes | None) -> Pillow.Image:
    colours = picture.convert(picture.mode.rstrip("A")) if "A" in picture.mode else picture
    if profile:
        # A broken profile, or one of another number of colours, is none, as to a browser.
        with suppress(ImageCms.PyCMSError, OSError):
            own, srgb = (
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
            )
            colours = ImageCms.profileToProfile(colours, own, srgb, outputMode="RGB") or colours
    colours = colours.convert("RGB")
    if "A" in picture.mode:
        colours.putalpha(picture.getchannel("A"))
    return colours
