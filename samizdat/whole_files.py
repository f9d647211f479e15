"""Files as wholes: they appear so or not at all, and have digests."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: str | bytes | memoryview) -> None:
    """Writes a file that appears whole or not at all; the folders above it are made.

    Raises OSError where it can't be written, and leaves nothing of it then.
    """
    make_folder(path.parent)
    data = content.encode() if isinstance(content, str) else content
    descriptor, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's octets in hexadecimal digits; nothing where it can't be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def make_folder(folder: Path) -> None:
    """Makes a folder with those above it, but no place for the folder `.build` of work files.

    Where that place is gone, the book was moved or removed while something was made of it: what is
    written then would stand in a book that is none. Raises OSError there, and where a folder can't
    be made.
    """
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        if folder.name == ".build":
            raise
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
