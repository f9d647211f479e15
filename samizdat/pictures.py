"""Pictures that a text names: looked at before they may enter an edition (part of step 3)."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from pathlib import Path
from urllib.parse import unquote

from lxml import etree
from PIL import Image as Pillow
from PIL import ImageFile

from samizdat import drawings, likeness
from samizdat.book import Image
from samizdat.findings import Location
from samizdat.folder import inside, is_file
from samizdat.source import Source

# What every edition can show. Pillow's name, media type: EPUB 3.3, section 3.2 (core media types).
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
# The usual endings of their files, for files of our own.
ENDINGS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}

_SVG = "{http://www.w3.org/2000/svg}"


class RefusedError(Exception):
    """A picture can't be used. `kind` says which rule it breaks, `hint` what to do."""

    def __init__(self, kind: str, why: str, hint: str) -> None:
        super().__init__(why)
        self.kind = kind
        self.hint = hint


def look_at(source: Source, target: str, where: Location) -> Image:
    """The picture `target` of the manuscript, measured.

    A path is relative to the folder of the manuscript, or to the book folder; a locale's own
    picture goes before the source's. Raises `RefusedError` for what is not there, is no picture,
    lies outside the book, or does more than show something.
    """
    path = _find(source, target)
    file = inside(source.folder, path)
    if file is None:
        raise _outside(target)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise RefusedError(
            "image-missing", f"image {target} can't be read: {error.strerror}", ""
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    if _looks_like_svg(data):
        width, height = _measure_svg(data, target)
        return Image(target, path, "image/svg+xml", width, height, digest, where)
    media_type, width, height, looks = _measure(data, target)
    return Image(target, path, media_type, width, height, digest, where, looks)


def _find(source: Source, target: str) -> str:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target) or target.startswith(("/", "\\", "//")):
        raise _outside(target)
    path = unquote(target.partition("#")[0].partition("?")[0])
    bases = [source.base, "manuscript/", ""] if source.base else ["manuscript/", ""]
    found = False
    for base in bases:
        candidate = re.sub(r"/\./|^\./", "/", base + path).lstrip("/")
        if inside(source.folder, candidate) is None:
            continue
        found = True
        if is_file(source.folder / candidate):
            return _normal(candidate)
    if not found or any((source.folder / (base + path)).is_symlink() for base in bases):
        raise _outside(target)
    raise RefusedError(
        "image-missing",
        f"image {target} is not there",
        "put the file into manuscript/images/ and name it as it is written there",
    )


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _outside(target: str) -> RefusedError:
    return RefusedError(
        "image-outside",
        f"image {target} is outside the book and was not read",
        "put the file into manuscript/images/ and name it there",
    )


def _measure(data: bytes, target: str) -> tuple[str, int, int, str]:
    """Media type, width and height as it is shown, and likeness."""
    # Libraries that share this process may have told Pillow to pass over the end of a file.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of broken EXIF, which is no matter
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(data), formats=list(FORMATS)) as picture:
                picture.load()  # all of it: a file that is cut off shows only here
                # Several pictures in one JPEG, as telephones write it: all but the first are aids.
                form = "JPEG" if picture.format == "MPO" else str(picture.format)
                # Viewers turn a picture upright, and so do all editions.
                width, height = likeness.upright_size(picture)
                return FORMATS[form], width, height, likeness.of(picture)
    # Pillow's readers raise whatever a broken file makes them stumble over (SyntaxError too).
    except Exception as error:
        raise RefusedError(
            "image-broken",
            f"image {target} is not a picture that can be shown",
            "use PNG, JPEG, GIF, WebP or SVG; is the file whole?",
        ) from error


def _looks_like_svg(data: bytes) -> bool:
    return b"<svg" in data[:4096] or data.lstrip()[:5] in {b"<?xml", b"<!DOC"}


def _measure_svg(data: bytes, target: str) -> tuple[int, int]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedError(
            "image-broken",
            f"image {target} is not well-formed SVG: {error.msg}",
            "export it again from the drawing program",
        ) from error
    if root.tag != _SVG + "svg":
        raise RefusedError("image-broken", f"image {target} is not SVG", "")
    if active := drawings.activity(root):
        raise RefusedError(
            "image-active",
            f"image {target} has {active}, which no edition may carry",
            "save it as a plain SVG: shapes and text, nothing else",
        )
    return drawings.size(root)


def moves(data: bytes) -> bool:
    """Whether a picture that can be shown has more than one frame: GIF, WebP or PNG."""
    if _looks_like_svg(data):
        return False  # a drawing that moves was refused
    try:
        with Pillow.open(io.BytesIO(data), formats=list(FORMATS)) as picture:
            return int(getattr(picture, "n_frames", 1)) > 1
    # As for `_measure`; a picture that has become unreadable is told of by the proofs.
    except Exception:
        return False


def words_from_the_right(folder: Path, image: Image) -> str:
    """Words of a drawing that was looked at which are read from right to left, or nothing."""
    if image.media_type != "image/svg+xml":
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return drawings.words_from_the_right(
        etree.fromstring(file_of(folder, image).read_bytes(), parser)
    )


def file_of(folder: Path, image: Image) -> Path:
    """The file of a picture that was looked at."""
    return folder / image.path
