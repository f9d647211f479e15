"""Which files are read, of the files and folders that somebody names, and in which order."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from samizdat.importing.incoming import UnusableFileError

MOST_FILES = 2_000
"""So many files no book is made of."""

_TEXTS = {
    *(".md", ".markdown", ".txt", ".text", ".html", ".htm", ".xhtml", ".epub", ".docx", ".odt"),
    *(".fodt", ".rtf", ".tex", ".pdf"),
}


def given_files(paths: Sequence[Path], book: Path | None = None) -> list[Path]:
    """The files in the order of their chapters, with those of a folder in place of the folder.

    What lies in the `book` that is to be written is left out of a folder. Raises
    `UnusableFileError` for what is no file, is one of those to be written, or is given twice.
    """
    found = list[Path]()
    for path in in_order(paths):
        if path.is_dir():
            found += _within(path, book)
        else:
            _look_at(path)
            found.append(path)
    seen = set[Path]()
    for path in found:
        if path.resolve() in seen:
            raise UnusableFileError(f"{path} is given twice; give each file once")
        seen.add(path.resolve())
        if book is not None and path.resolve() in _written(book.resolve()):
            raise UnusableFileError(
                f"{path} is a file of the book that is to be written; give --into another folder"
            )
    return found


def in_order(paths: Sequence[Path]) -> list[Path]:
    """The files in the order in which they were given, numbers in names counted as numbers.

    A shell gives `chapter-10` before `chapter-2`; an order that is no alphabet's was meant.
    """
    given = list(paths)
    if given != sorted(given):
        return given
    return sorted(given, key=_natural)


def _natural(path: Path) -> list[list[tuple[int, int, str]]]:
    return [
        [
            (0, int(part), "") if re.fullmatch("[0-9]+", part) else (1, 0, part)
            for part in re.split("([0-9]+)", name.casefold())
            if part
        ]
        for name in path.parts
    ]


def _within(folder: Path, book: Path | None) -> list[Path]:
    """The texts in a folder; no link is followed that leads out of it."""
    home = folder.resolve()
    own = book.resolve() if book is not None else None
    inside = list[Path]()
    for path in _walked(folder):
        there = path.resolve()
        is_own = own is not None and own != home and there.is_relative_to(own)
        if there.is_relative_to(home) and path.is_file() and not is_own:
            inside.append(path)
        if len(inside) > MOST_FILES:
            raise UnusableFileError(
                f"{folder} has more than {MOST_FILES} texts; give the folder of one book"
            )
    if not inside:
        raise UnusableFileError(f"{folder} is a folder without a text; give the text itself")
    return sorted(inside, key=_natural)


def _walked(folder: Path) -> Iterator[Path]:
    """The files of a folder that have the names of texts and are not hidden."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in _TEXTS:
                yield Path(root) / name


def _look_at(path: Path) -> None:
    """Raises `UnusableFileError` for what is not there, or is a pipe or a device."""
    if path.is_file():
        return
    if not path.exists():
        raise UnusableFileError(f"{path} is not there; look at how its name is spelt")
    raise UnusableFileError(f"{path} is no file but a device or a pipe; give the file itself")


def _written(book: Path) -> set[Path]:
    names = ("metadata.yaml", "manuscript/manuscript.md", "manuscript/notes.md")
    return {book / name for name in names}
