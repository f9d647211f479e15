"""What makes a finished file for screens as large as it is."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_PARTS = {"image": "pictures", "images": "pictures", "font": "fonts", "fonts": "fonts"}
_DATA = re.compile(rb"data:(image|font)/[^\"')\s]*")


def parts(path: Path) -> dict[str, int]:
    """The octets of pictures, fonts and text in an EPUB or a web edition, the most first.

    Each as it is in the file, packed or written as letters. Empty for any other file.
    """
    sizes = {"pictures": 0, "fonts": 0, "text": 0}
    if path.suffix == ".epub":
        for name, size in _files(path).items():
            sizes[_PARTS.get(name.partition("/")[2].partition("/")[0], "text")] += size
    elif path.suffix == ".html":
        page = path.read_bytes()
        for found in _DATA.finditer(page):
            sizes[_PARTS[found[1].decode()]] += len(found[0])
        sizes["text"] = len(page) - sum(sizes.values())
    return {name: size for name, size in sorted(sizes.items(), key=lambda one: -one[1]) if size}


def largest(path: Path) -> tuple[str, int] | None:
    """The largest file within an EPUB, with its octets; None for any other file."""
    if path.suffix != ".epub":
        return None
    return max(_files(path).items(), key=lambda one: one[1])


def _files(path: Path) -> dict[str, int]:
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: entry.compress_size for entry in archive.infolist()}
