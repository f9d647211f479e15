"""Puts a finished folder in the place of another, so that nobody ever sees a mixture of the two.

Linux and macOS can exchange two folders in one step (renameat2 with RENAME_EXCHANGE, Linux 3.15;
renamex_np with RENAME_SWAP, macOS 10.12). Where the system or the file system can't, the files go
one by one, those that tell of the others last.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

LAST = ("index.html", "opds.xml", "opds.json", "SHA256SUMS", "release.json")
"""What tells of all other files, in the order in which it is put in its place after them."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV, errno.EBUSY, errno.EPERM}


def at_once(new: Path, place: Path) -> bool:
    """Puts the folder `new` in the place of the folder `place`; False where that can't be done.

    What was in the place is where `new` was. Raises OSError where a folder is closed.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    return _moved(new, place) or exchanged(new, place)


def _moved(new: Path, place: Path) -> bool:
    """Whether the folder could simply be moved to where nothing is."""
    try:
        if not place.exists():
            new.rename(place)
            return True
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    return False


def exchanged(one: Path, other: Path) -> bool:
    """Exchanges two folders at once; False where that can't be done here."""
    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        status = library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        status = library.renamex_np(*paths, _RENAME_SWAP)
    else:
        return False
    if status == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))


def refuse_what_is_in_the_way(new: Path, place: Path) -> None:
    """Raises OSError where a file is to go and a folder is, or the other way round.

    Whatever it is, somebody else has put it there, and it is not ours to take away.
    """
    for path in sorted(new.rglob("*")):
        there = place / path.relative_to(new)
        if path.is_dir() and there.exists() and not there.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(there))
        if path.is_file() and there.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(there))


def one_by_one(new: Path, place: Path, gone: Collection[str]) -> None:
    """Puts the files of `new` into the folder `place`, and takes away those whose paths are `gone`.

    Every file is on the same disk, under another name, before the first is put in its place.
    Raises OSError where the disk is full or closed; nothing has changed in `place` then.
    """
    files = sorted(path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file())
    files.sort(key=lambda name: LAST.index(name) if name in LAST else -1)
    place.mkdir(exist_ok=True)
    for left in place.glob(".incoming-*"):  # of a release that was killed
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=place) as name:
        incoming = Path(name)
        for number, file in enumerate(files):
            shutil.copyfile(new / file, incoming / str(number))
        for number, file in enumerate(files):
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            os.replace(incoming / str(number), place / file)
    for file in sorted(gone):
        (place / file).unlink(missing_ok=True)
        folder = (place / file).parent
        if folder != place and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
