"""Which files a book folder has, before any of them is read."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

METADATA = "metadata.yaml"
"""The file with the facts of a book; that of a translation has the same name."""

WEB_ANSWERS = "web-links.json"
"""The file in which is kept what the web said of the book's links."""


_USUAL = "manuscript/*.md"


def inside(folder: Path, path: str) -> Path | None:
    """The file `path` of the book in `folder`, links followed, or None where it leads out of it."""
    if PurePosixPath(path).is_absolute() or "\\" in path or "\0" in path:
        return None
    try:
        target = (folder / path).resolve()
    except (OSError, RuntimeError):  # a loop of links, a name that is too long
        return None
    return target if target.is_relative_to(folder.resolve()) else None


def is_file(path: Path) -> bool:
    """Whether a file is there; a name that no disk can hold is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_utf8(name: str) -> bool:
    """Whether a name is made of characters; octets that are none can be written into no text."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def as_shown(name: str) -> str:
    r"""The name as a person gets to see it; an octet that is no character stands as its `\xe9`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def misnamed(folder: Path, base: str, texts: Iterable[str]) -> list[str]:
    """The files and folders whose names are not UTF-8, sorted; what is hidden is left out.

    `base` is the folder of a translation, or empty for the source language, which has the names of
    those folders with its own. `texts` are the manuscript's files, which may lie elsewhere. What
    lies in a folder with such a name is not told of beside it.
    """
    paths = [*(folder / "manuscript").rglob("*"), *(folder / "styles").rglob("*")]
    paths += (folder / base).rglob("*") if base else (folder / "translations").glob("*")
    names = {path.relative_to(folder).as_posix() for path in paths} | {*texts}
    found = set()
    for name in names:
        parts = name.split("/")
        odd = [number for number, part in enumerate(parts, 1) if not is_utf8(part)]
        if odd and not any(part.startswith(".") for part in parts):
            found.add("/".join(parts[: odd[0]]))
    return sorted(found)


def locales(folder: Path) -> list[str]:
    """The locales that have a folder under translations/, sorted."""
    found = folder / "translations"
    if not found.is_dir():
        return []
    return sorted(
        path.name
        for path in found.iterdir()
        if path.is_dir() and not path.name.startswith(".") and is_utf8(path.name)
    )


def manuscript(folder: Path, patterns: Sequence[str]) -> dict[str, list[str]]:
    """The paths of the manuscript's files in reading order, by the pattern that finds them.

    `patterns` are those of the key `manuscript` in the metadata; without any, all *.md of
    manuscript/ belong to it, by name. One that leads out of the book finds nothing, as one does
    that fits no file.
    """
    if not patterns:
        return {_USUAL: _markdown(folder, _USUAL)}
    return {
        pattern: _markdown(folder, pattern) or _markdown(folder, f"manuscript/{pattern}")
        if may_name(folder, pattern)
        else []
        for pattern in patterns
    }


def may_name(folder: Path, pattern: str) -> bool:
    """Whether a pattern stays within the book."""
    return inside(folder, pattern.replace("*", "x")) is not None


def _markdown(folder: Path, pattern: str) -> list[str]:
    try:
        found = [path for path in folder.glob(pattern) if path.is_file()]
    except (ValueError, IndexError, NotImplementedError):  # no pattern, as `a**b` and `.`
        return []
    names = {posixpath.normpath(path.relative_to(folder).as_posix()) for path in found}
    return sorted(name for name in names if posixpath.basename(name) != "notes.md")
