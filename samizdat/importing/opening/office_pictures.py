"""Pictures that a file of a word processor holds: named as a book names them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection
from typing import Any

from samizdat.book import Node, transform
from samizdat.importing.opening.noticed import Noticed

_SHOWN = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"}


def take(
    blocks: Node, read: Callable[[str], bytes], names: Collection[str], noticed: Noticed
) -> dict[str, bytes]:
    """Renames the pictures of the tree in place to `images/…`; returns what they hold by name.

    A picture that the file has not, or that is outside of it, gives way to its alternative text
    and a remark.
    """
    contents: dict[str, bytes] = {}
    named: dict[str, str] = {}

    def change(image: dict[str, Any]) -> Node:
        attributes, inlines, (target, title) = image["c"]
        member = _member(target, names)
        if not member:
            mark = noticed.add(
                f"a picture, {target or 'without a file'}, is not in the file, and was not fetched",
                "get it yourself, put it into images/ and name it here",
            )
            return [{"t": "Str", "c": mark}, *inlines]
        if member not in named:
            named[member] = _free_name(member, contents)
            contents[named[member]] = read(member)
        out = [{"t": "Image", "c": [attributes, inlines, [named[member], title]]}]
        ending = posixpath.splitext(member)[1].lower()
        if ending not in _SHOWN:
            mark = noticed.add(
                f"the picture {named[member]} is of a kind ({ending or 'none'}) that no reader "
                "shows",
                "save it as PNG or SVG in a drawing program",
            )
            return [{"t": "Str", "c": mark}, *out]
        return out

    blocks[:] = transform(blocks, change, "Image")
    return contents


def _member(target: str, names: Collection[str]) -> str:
    """The member of the archive that the tree calls `target`."""
    path = posixpath.normpath(target.lstrip("/")) if target else ""
    for candidate in (path, f"word/{path}"):
        if candidate in names:
            return candidate
    return ""


def _free_name(member: str, taken: Collection[str]) -> str:
    stem, ending = posixpath.splitext(posixpath.basename(member))
    stem = re.sub(r"[^\w.-]+", "-", stem).strip("-.") or "picture"
    ending = re.sub(r"[^\w.]+", "", ending.lower())
    name, number = f"images/{stem}{ending}", 1
    while name in taken:
        number += 1
        name = f"images/{stem}-{number}{ending}"
    return name
