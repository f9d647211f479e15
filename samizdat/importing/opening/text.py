"""Opens Markdown and plain text, whatever its encoding."""

from __future__ import annotations

from pathlib import Path

from samizdat.importing.incoming import Incoming, UnusableFileError
from samizdat.importing.opening.beside import with_pictures
from samizdat.importing.opening.encodings import decoded, doubts

MOST = 40_000_000
"""Octets above which a text is no book: the Bible has five million."""


def open_text(path: Path, encoding: str | None = None) -> Incoming:
    """The text of a file in the encoding that is given, or else in the one that it most likely has.

    Which that is, is said. Raises `UnusableFileError` for what is no text, or more than a book has.
    """
    if path.stat().st_size > MOST:
        raise UnusableFileError(
            f"{path.name} has {path.stat().st_size // 1_000_000} MB of text, more than any book; "
            "cut it into its books first"
        )
    found = decoded(path.read_bytes(), path.name, encoding)
    text = found.text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    text, pictures, remarks = with_pictures(text, path.parent)
    is_usual = found.encoding == "UTF-8" and not encoding
    said = () if is_usual else (f"{path.name} was read as {found.encoding}",)
    return Incoming(
        path.name,
        text,
        pictures=pictures,
        remarks=(*doubts(path.name, text, found), *remarks),
        said=said,
    )
