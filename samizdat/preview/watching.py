"""Which files a book is made of as far as a watcher is concerned, and when one of them changes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import watchfiles

_MADE = {"dist", ".build", ".git"}
"""The folders of a book in which nothing of it is written."""

_QUIET = 20
"""Milliseconds without a further change, after which what was saved is taken to be there."""

_PATIENCE = 1_000
"""Milliseconds after which the folder is looked at although nothing was told of it."""


def is_of_the_book(folder: Path, path: Path) -> bool:
    """Whether a change of the file is one of the book: not of what is made of it, or hidden."""
    try:
        parts = path.relative_to(folder).parts
    except ValueError:
        return False
    if not parts or parts[0] in _MADE:
        return False
    return not any(map(_is_hidden, parts))


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name.endswith("~")


def changes(folder: Path, stop: Event) -> Iterator[None]:
    """One None for each time that the book was saved, until `stop` is set.

    A folder that is put away and comes again, as by a change of branch, is watched again; while it
    is not there, that is told too. Raises OSError where the system can watch no more folders.
    """
    while not stop.is_set():
        if not folder.is_dir():
            stop.wait(_PATIENCE / 1000)
            continue
        folder_itself, times = _identity(folder)
        yield None  # what was saved before it was watched
        try:
            for is_seen in _watched(folder, stop):
                found, now = _identity(folder)
                # A folder that was away for a moment is the same one, and was changed by its ways.
                if is_seen or (found, now) != (folder_itself, times):
                    yield None
                if found != folder_itself:
                    break
                times = now
        except RuntimeError:  # a name with octets that are no characters, of which it can't tell
            stop.wait(_QUIET / 1000)


def _watched(folder: Path, stop: Event) -> Iterator[bool]:
    """Whether something of the book has changed, each time that the folder was looked at."""
    for seen in watchfiles.watch(
        folder,
        watch_filter=lambda _, name: is_of_the_book(folder, Path(name)),
        step=_QUIET,
        debounce=10 * _QUIET,
        stop_event=stop,
        rust_timeout=_PATIENCE,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        yield bool(seen)


def _identity(folder: Path) -> tuple[tuple[int, int], int]:
    """What tells a folder from another in its place, and when it was changed; or only zeros."""
    try:
        found = folder.stat()
    except OSError:
        return (0, 0), 0
    return (found.st_dev, found.st_ino), found.st_ctime_ns


def state(folder: Path, locale: str = "") -> str:
    """A digest of the names, sizes and times of the files that a text is made of.

    That is the book without its translations, and with a `locale` that of these as well.
    """
    total = hashlib.sha256()
    for name, entry in _files(folder):
        home, _, rest = name.partition("/")
        if home == "translations" and not rest.startswith(f"{locale}/"):
            continue
        try:
            found = entry.stat()
        except OSError:
            continue
        total.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\0".encode(errors="replace"))
    return total.hexdigest()


def _files(folder: Path | str, before: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The files of the book below a folder, by name; `before` is what the names begin with."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if _is_hidden(entry.name) or (not before and entry.name in _MADE):
            continue
        name = before + entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{name}/")
        else:
            yield name, entry
