"""The pictures that a page shows, by new paths of their own."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from posixpath import basename
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree

from samizdat.importing.opening.elements import Element, drop, words
from samizdat.importing.opening.web_marks import Marks

FOLDER = "images/"
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
)
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-full-url")
_LARGEST = 100_000_000


@dataclass
class Shown:
    """The pictures met so far. `read` gives the content of an address, or None for none."""

    read: Callable[[str], bytes | None]
    marks: Marks
    contents: dict[str, bytes] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)

    def take(self, image: Element) -> str:
        """The path of the picture that an `img` shows.

        A picture that can't be had is remarked upon with its words, and has no path.
        """
        address = _address(image)
        if address not in self.paths:
            self.paths[address] = self.keep(address, _name(image))
        path = self.paths[address]
        if not path and not _is_tracker(image):
            shown = address if not address.startswith("data:") else "data in the page"
            alt = " ".join((image.get("alt") or "").split())
            self.marks.remark(
                image,
                f"a picture is not in the file: {shown}",
                "put it into manuscript/images, and its name into the text",
                " ".join(filter(None, [alt, shown])),
            )
        return path

    def keep(self, address: str, name: str = "") -> str:
        """The path of a picture by its address, kept with its content; empty where it has none."""
        data = _embedded(address) if address.startswith("data:") else self.read(address)
        ending = _ending(data) if data else ""
        if not data or not ending or len(data) > _LARGEST:
            return ""
        for path, content in self.contents.items():
            if content == data:
                return path
        plain = "" if address.startswith("data:") else unquote(address.partition("?")[0])
        path = self._free(_stem(basename(plain)) or _stem(name) or "picture", ending)
        self.contents[path] = data
        return path

    def _free(self, stem: str, ending: str) -> str:
        path, again = f"{FOLDER}{stem}{ending}", 2
        while path in self.contents:
            path, again = f"{FOLDER}{stem}-{again}{ending}", again + 1
        return path


def _address(image: Element) -> str:
    address = (image.get("src") or "").strip()
    lazy = next((value for name in _LAZY if (value := image.get(name))), "")
    is_stand_in = not address or (address.startswith("data:") and len(address) < 1500)
    return lazy.strip() if lazy and is_stand_in else address


def _is_tracker(image: Element) -> bool:
    return all((image.get(side) or "") in ("0", "1") for side in ("width", "height"))


def _embedded(address: str) -> bytes | None:
    head, _, content = address.partition(",")
    try:
        if head.endswith(";base64"):
            return base64.b64decode(re.sub(r"\s", "", unquote(content)), validate=False)
    except (binascii.Error, ValueError):
        return None
    return unquote_to_bytes(content)


def _ending(data: bytes) -> str:
    """The ending that goes with what a file begins with; empty for what is no picture."""
    for signature, ending in _SIGNATURES:
        if data.startswith(signature):
            return ending
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return ".avif"
    return ".svg" if re.search(rb"<svg[\s>:]", data[:4000]) else ""


def _stem(name: str) -> str:
    stem = re.sub(r"\.\w{2,5}$", "", name)
    return re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:60]


def _name(image: Element) -> str:
    """A name for a picture that has no file: that of its figure, or its first words."""
    figure = next(image.iterancestors("figure"), None)
    named = re.sub(r"^fig(ure)?[-_]", "", (figure.get("id") or "") if figure is not None else "")
    return named or "-".join(re.findall(r"\w+", (image.get("alt") or "").lower())[:4])


def drawings(body: Element, shown: Shown) -> None:
    """Makes pictures of the drawings that stand in a page itself, and of those that hold a picture.

    What a page draws in a line are its signs; a drawing of the text has a name or a caption.
    """
    for svg in list(body.iter("svg")):
        if svg.getparent() is None or any(True for _ in svg.iterancestors("svg")):
            continue
        image = next(svg.iter("image"), None)
        address = ""
        if image is not None:
            links = {str(name).rpartition("}")[2]: value for name, value in image.attrib.items()}
            address = str(links.get("href") or links.get("xlink:href") or "")
        is_shown = svg.get("role") == "img" or any(True for _ in svg.iterancestors("figure"))
        if not address and is_shown:
            source = etree.tostring(svg, encoding="unicode", with_tail=False)
            if "xmlns=" not in source:
                source = source.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
            data = base64.b64encode(source.encode()).decode()
            address = f"data:image/svg+xml;base64,{data}"
        if not address:
            if words(svg):
                shown.marks.leave_out(svg, "a drawing in the page was left out")
            else:
                drop(svg)
            continue
        alt = svg.get("aria-label") or words(svg) if is_shown else ""
        tail = svg.tail
        for child in list(svg):
            svg.remove(child)
        svg.tag, svg.text = "img", None
        svg.attrib.clear()
        svg.set("src", address)
        svg.set("alt", alt or "")
        svg.tail = tail
