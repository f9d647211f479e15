"""The file of a picture without what it says of camera, place, time and people; pixels untouched.

A photograph tells where it was taken, when, and with whose camera, and has a small picture of what
it was before it was cropped. What is kept is what the pixels need.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from PIL import Image as Pillow

# How a picture is turned upright, by how the camera was held (EXIF 2.32, section 4.6.4).
_ORIENTATION = 0x0112
_TURNS = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}

_PAPER_QUALITY = 95
"""Of a JPEG that had to be turned upright for the print edition; its colours keep all pixels."""

# Segments of JPEG (ISO/IEC 10918-1, annex B): of those for applications, Adobe's alone is needed,
# which says how the colours are coded.
_END, _SCAN, _COMMENT, _JFIF, _ADOBE = 0xD9, 0xDA, 0xFE, 0xE0, 0xEE
_APPLICATIONS = range(0xE0, 0xF0)
_ALONE = {0x01, *range(0xD0, 0xD8)}
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

# Chunks of PNG beside those with a capital, which no reader can do without (PNG 3, section 11).
_PNG_KEPT = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"cICP"}

# Chunks of WebP (RFC 9649, section 2), and the flags of its head for ICC, EXIF and XMP.
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
_WEBP_SAID = 0x20 | 0x08 | 0x04


def bare(data: bytes, form: str) -> bytes:
    """The file, of the format `form` by Pillow's name, without metadata and without a profile.

    Raises ValueError for a file that is not built as the format says.
    """
    try:
        return _FORMS[form](data)
    except IndexError as error:
        raise ValueError("the file is cut off") from error


@contextmanager
def quiet() -> Iterator[None]:
    """Within the block, Pillow says nothing of broken EXIF, which comes into no edition."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


def turn(picture: Pillow.Image) -> Pillow.Transpose | None:
    """How a picture has to be turned to stand upright, for all that is said soundly of it."""
    with quiet(), suppress(Exception):  # Pillow raises many for broken EXIF
        return _TURNS.get(int(picture.getexif().get(_ORIENTATION, 1)))
    return None


def for_paper(data: bytes, media_type: str) -> bytes:
    """The file as the print edition takes it, which puts the octets of a JPEG into the PDF.

    Of other formats it takes the pixels alone. WeasyPrint packs a JPEG with EXIF anew, in a quality
    that shows on paper; so it gets each without, and upright.
    """
    if media_type != "image/jpeg":
        return data
    with quiet(), Pillow.open(io.BytesIO(data), formats=["JPEG"]) as picture:
        if (method := turn(picture)) is None:
            try:
                return bare(data, "JPEG")
            except ValueError:
                return data
        turned = picture.transpose(method)
    turned.info, out = {}, io.BytesIO()
    turned.save(out, "JPEG", quality=_PAPER_QUALITY, subsampling=0, optimize=True)
    return out.getvalue()


def _jpeg(data: bytes) -> bytes:
    kept, at = [data[:2]], 2
    while True:
        while data[at] == data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise ValueError(f"no segment begins at octet {at}")
        kind = data[at + 1]
        if kind == _END:  # behind it cameras put more pictures, and telephones films
            return b"".join([*kept, data[at : at + 2]])
        end = at + 2 if kind in _ALONE else at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at:end]
        if kind == _SCAN:
            found = _NEXT.search(data, end)
            if found is None:
                raise ValueError("the picture does not end")
            end = found.start()
            segment = data[at:end]
        # JFIF's own segment has 18 octets where it holds no small picture.
        is_said = kind == _COMMENT or (kind in _APPLICATIONS and kind != _ADOBE)
        if not is_said or (kind == _JFIF and segment[4:9] == b"JFIF\0" and len(segment) == 18):
            kept.append(segment)
        at = end


def _png(data: bytes) -> bytes:
    kept, at = [data[:8]], 8
    while True:
        name, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data) or not name.isalpha():
            raise ValueError(f"no chunk is at octet {at}")
        if name[:1].isupper() or name in _PNG_KEPT:
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end


def _webp(data: bytes) -> bytes:
    body, at, stop = [b"WEBP"], 12, 8 + int.from_bytes(data[4:8], "little")
    while at + 8 <= min(stop, len(data)):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        if name == b"VP8X":
            body += [data[at : at + 8], bytes([data[at + 8] & ~_WEBP_SAID]), data[at + 9 : end]]
        elif name in _WEBP_KEPT:
            body.append(data[at:end])
        at = end
    whole = b"".join(body)
    return b"RIFF" + len(whole).to_bytes(4, "little") + whole


_FORMS: dict[str, Callable[[bytes], bytes]] = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp}
