"""Pictures in the sizes and kinds that screens can use, for EPUB and web (part of step 6).

What is in the book's folder is made for paper: a scan of 40 megapixels and 25 megabytes. An edition
for screens carries what a screen shows of it, upright, in the colours of screens, and without what
a camera says of place and time. SVG and animations stay as they are, octet by octet.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image as Pillow
from PIL import ImageCms, ImageFile

from samizdat import kept
from samizdat.bare_pictures import bare, quiet, turn
from samizdat.book import Book, Image
from samizdat.pictures import FORMATS, file_of

LONG_SIDE = 1600
"""Pixels of the long side. The widest column, of the web edition, has about 720 pixels of CSS, and
a good screen two of its own for each: 1,440. Readers for books have 1,264 to 1,680 on the long side
of the whole screen."""

COVER_LONG_SIDE = 2560
"""Pixels of the long side of an EPUB's cover: what shops ask for, who show it on whole screens."""

_QUALITY = 85
"""Of a JPEG that was made smaller; pixels that small hide what is lost."""

_HIGH_QUALITY = 92
"""Of a JPEG that only had to be turned, or to get other colours."""

_THICK = 0.6
"""Octets to the pixel above which a JPEG is tried anew; `_QUALITY` needs about 0.3."""

_WORTH_IT = 2 / 3
"""The part of its octets that such a JPEG may keep at most: each time, something is lost."""

_LOSSLESS = 1_000_000
"""Octets up to which what is without loss stays so. Drawings and screenshots are far below it; a
photograph in PNG is above it, and becomes a JPEG where that has a quarter of the octets."""

_TOOLS = (("book.py", "pictures.py", "bare_pictures.py", "shown_pictures.py"), ("pillow",))

_PLAIN_MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}
_BILEVEL_GREYS = 16


@dataclass(frozen=True)
class Shown:
    """A picture as an edition shows it: its file, and its width and height in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def for_screens(
    book: Book, folder: Path, edition: str, home: Path | None = None
) -> tuple[Book, dict[str, bytes]]:
    """The book with sizes and media types of its pictures as the edition shows them.

    Beside it are the files of the pictures by their paths in the book folder, which is `folder`.
    In the folder `home` they are kept for the next time, if there is one.
    """
    shown: dict[str, Shown] = {}
    shelf = kept.Folder(home)
    for image in book.images:
        if image.path not in shown:
            is_cover = edition == "epub" and book.cover and book.cover.path == image.path
            most = COVER_LONG_SIDE if is_cover else LONG_SIDE
            shown[image.path] = _taken(shelf, folder, image, edition, most)
    shelf.close()
    images = tuple(
        replace(image, media_type=one.media_type, width=one.width, height=one.height)
        for image, one in ((image, shown[image.path]) for image in book.images)
    )
    return replace(book, images=images), {path: one.data for path, one in shown.items()}


def _taken(shelf: kept.Folder, folder: Path, image: Image, edition: str, most: int) -> Shown:
    """The picture as it was kept, or made and kept."""
    facts = [image.digest, image.media_type, image.width, image.height]
    name = kept.digest(kept.tools(*_TOOLS), edition, most, *facts)
    if found := shelf.find(name):
        (media_type, width, height), data = found
        return Shown(data, media_type, width, height)
    data = file_of(folder, image).read_bytes()
    one = show(data, image, edition, most)
    if hashlib.sha256(data).hexdigest() == image.digest:  # else it was changed a moment ago
        shelf.keep(name, [one.media_type, one.width, one.height], one.data)
    return one


def show(data: bytes, image: Image, edition: str, long_side: int = LONG_SIDE) -> Shown:
    """The picture as the edition shows it; the same octets for the same file."""
    if image.media_type == "image/svg+xml":
        return Shown(data, image.media_type, image.width, image.height)
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # see pictures.look_at
    with quiet(), Pillow.open(io.BytesIO(data), formats=list(FORMATS)) as picture:
        form = _form(picture)
        if form != "JPEG" and getattr(picture, "is_animated", False):
            return Shown(data, image.media_type, image.width, image.height)
        if not _can_stay(picture, form, edition, long_side):
            return _redrawn(picture, data, long_side)
        try:
            kept = Shown(bare(data, form), FORMATS[form], picture.width, picture.height)
        except ValueError:  # its pixels can be read all the same
            return _redrawn(picture, data, long_side)
        if form == "WEBP" or len(kept.data) <= _most(picture, form):
            return kept
        again = _redrawn(picture, data, long_side)
        return again if len(again.data) < len(kept.data) * _WORTH_IT else kept


def _form(picture: Pillow.Image) -> str:
    """The format. A JPEG of several pictures, as cameras write it, is the first of them."""
    return "JPEG" if picture.format == "MPO" else str(picture.format)


def _most(picture: Pillow.Image, form: str) -> float:
    """Octets up to which nothing is to be won."""
    return picture.width * picture.height * _THICK if form == "JPEG" else _LOSSLESS


def _can_stay(picture: Pillow.Image, form: str, edition: str, long_side: int) -> bool:
    """Whether the pixels can stay what they are.

    A still GIF becomes a PNG: the same pixels and palette in fewer octets, and without its
    comments. WebP is one of EPUB's core media types since 3.3 only, and older readers show nothing
    in its place; browsers all know it.
    """
    return (
        max(picture.size) <= long_side
        and form != "GIF"
        and (form != "WEBP" or edition == "web")
        and picture.mode in _PLAIN_MODES
        and turn(picture) is None
        and _foreign_profile(picture) is None
    )


def _redrawn(picture: Pillow.Image, data: bytes, long_side: int) -> Shown:
    """The picture made smaller, upright and in sRGB, as JPEG or PNG."""
    form, profile = _form(picture), _foreign_profile(picture)
    is_lossy = form == "JPEG" or (form == "WEBP" and b"VP8L" not in bare(data, form)[:64])
    is_smaller = max(picture.size) > long_side
    to_upright = turn(picture)
    mode, has_colours_of_its_own = picture.mode, "transparency" not in picture.info
    if is_smaller or profile or mode not in _PLAIN_MODES:
        picture = _in_full(picture)
        # Pillow has a JPEG's decoder halve it first, as long as twice the size is left.
        picture.thumbnail((long_side, long_side), Pillow.Resampling.LANCZOS, reducing_gap=2.0)
    if to_upright is not None:
        picture = picture.transpose(to_upright)
    if profile or picture.mode == "CMYK":
        picture = _in_srgb(picture, profile)
    if picture.mode in {"LA", "RGBA"} and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert(picture.mode.rstrip("A"))
    if mode == "1" and picture.mode == "L":
        picture = _in_few_greys(picture)
    elif mode == "P" and picture.mode == "RGB" and has_colours_of_its_own:
        picture = picture.quantize(256, Pillow.Quantize.MEDIANCUT, dither=Pillow.Dither.NONE)
    transparent = picture.info.get("transparency")
    picture.info = {} if transparent is None else {"transparency": transparent}
    if is_lossy and picture.mode in {"L", "RGB"}:
        is_thick = form == "JPEG" and len(data) > _most(picture, form)
        return _jpeg(picture, _QUALITY if is_smaller or is_thick else _HIGH_QUALITY)
    if picture.mode in {"L", "RGB"} and transparent is None:
        # The first is not packed tightly, and quickly made.
        rough, lossy = _png(picture, compress_level=1), _jpeg(picture, _QUALITY)
        if len(rough.data) > _LOSSLESS and len(lossy.data) * 4 < len(rough.data):
            return lossy
    return _png(picture, optimize=True)


def _in_full(picture: Pillow.Image) -> Pillow.Image:
    """The picture in a mode that can be made smaller, and in 8 bits."""
    if picture.mode.startswith("I"):  # 16 bits of grey, of which Pillow would cut off the lights
        return picture.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    if "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture if picture.mode in {"L", "LA", "RGB", "RGBA", "CMYK"} else picture.convert("RGB")


def _in_few_greys(picture: Pillow.Image) -> Pillow.Image:
    """What was black and white before it was made smaller, in four bits a pixel."""
    step = 255 // (_BILEVEL_GREYS - 1)
    few = Pillow.frombytes("P", picture.size, picture.point(lambda v: round(v / step)).tobytes())
    few.putpalette([grey * step for grey in range(_BILEVEL_GREYS) for _ in range(3)])
    return few


def _foreign_profile(picture: Pillow.Image) -> ImageCms.ImageCmsProfile | None:
    """The colour profile of a picture that is not sRGB, which is what has no profile."""
    if not (profile := picture.info.get("icc_profile")):
        return None
    try:
        found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return None if "srgb" in ImageCms.getProfileDescription(found).lower() else found
    except (ImageCms.PyCMSError, OSError):  # a broken profile is none, as to a browser
        return None


def _in_srgb(picture: Pillow.Image, profile: ImageCms.ImageCmsProfile | None) -> Pillow.Image:
    """The picture in the colours of screens; without a profile, as far as that can be guessed."""
    mode = picture.mode
    alpha = picture.getchannel("A") if mode.endswith("A") else None
    colours = picture.convert(mode.rstrip("A")) if alpha else picture
    if profile:
        srgb = ImageCms.createProfile("sRGB")
        with suppress(ImageCms.PyCMSError):  # raised for a profile of another number of colours
            done = ImageCms.profileToProfile(colours, profile, srgb, outputMode="RGB")
            colours = done or colours
    colours = colours.convert("L" if mode in {"L", "LA"} else "RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours


def _jpeg(picture: Pillow.Image, quality: int) -> Shown:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
    return Shown(out.getvalue(), FORMATS["JPEG"], *picture.size)


def _png(picture: Pillow.Image, **options: int) -> Shown:
    out = io.BytesIO()
    picture.save(out, "PNG", **options)
    return Shown(out.getvalue(), FORMATS["PNG"], *picture.size)
