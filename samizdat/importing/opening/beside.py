"""The pictures of a Markdown text, which lie beside it."""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

from samizdat.importing.incoming import Remark
from samizdat.scanner import TextFile

_MOST = 100_000_000
"""Octets of one picture above which it is left where it is."""


def with_pictures(text: str, folder: Path) -> tuple[str, dict[str, bytes], list[Remark]]:
    """The text with its pictures under `images/`, their contents, and what was not found.

    Only files in the folder of the text are read: it may have been sent by anybody.
    """
    pictures, remarks = dict[str, bytes](), list[Remark]()
    names = dict[str, str]()
    parts, done = list[str](), 0
    for link in TextFile("", text).links.links:
        if not link.is_image or not link.address or urlsplit(link.address).scheme:
            continue
        end = link.target + len(link.address)
        if text[link.target : end] != link.address:
            continue
        path = _inside(folder, unquote(link.address))
        if path is None:
            remarks.append(
                Remark(
                    link.start,
                    f"picture {link.address} is not beside the text",
                    "put it into manuscript/images, and its name there into the text",
                )
            )
            continue
        name = names.get(str(path)) or _free(path.name, pictures)
        names[str(path)] = name
        pictures[name] = path.read_bytes()
        parts += [text[done : link.target], name.replace(" ", "%20")]
        done = end
    return "".join([*parts, text[done:]]), pictures, remarks


def _inside(folder: Path, address: str) -> Path | None:
    """The file of an address in the folder, or None where there is none, or it leads out."""
    home = folder.resolve()
    try:
        path = (home / posixpath.normpath(address)).resolve()
        if not path.is_relative_to(home) or not path.is_file() or path.stat().st_size > _MOST:
            return None
    except (OSError, ValueError):
        return None
    return path


def _free(name: str, taken: dict[str, bytes]) -> str:
    path, count = f"images/{name}", 2
    while path in taken:
        stem, dot, ending = name.rpartition(".")
        path = f"images/{stem}-{count}{dot}{ending}" if dot else f"images/{name}-{count}"
        count += 1
    return path
