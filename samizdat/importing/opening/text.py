"""Opens Markdown and plain text, whatever its encoding."""

from __future__ import annotations

from pathlib import Path

from charset_normalizer import from_bytes

from samizdat.importing.incoming import Incoming, UnusableFileError
from samizdat.importing.opening.beside import with_pictures

MOST = 50_000_000
"""Octets above which a text is no book: the Bible has five million."""

_SAMPLE = 200_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def open_text(path: Path) -> Incoming:
    """The text of a file in UTF-8, or in the encoding that it most likely has, which is said.

    Raises `UnusableFileError` for what is no text, or more than a book has.
    """
    if path.stat().st_size > MOST:
        raise UnusableFileError(
            f"{path.name} has {path.stat().st_size // 1_000_000} MB of text, more than any book; "
            "cut it into its books first"
        )
    text, encoding = decoded(path.read_bytes(), path.name)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    said = () if encoding.startswith("utf-8") else (f"{path.name} was read as {encoding}",)
    text, pictures, remarks = with_pictures(text, path.parent)
    return Incoming(path.name, text, pictures=pictures, remarks=tuple(remarks), said=said)


def decoded(octets: bytes, name: str) -> tuple[str, str]:
    """The text of the octets and the name of their encoding.

    Raises `UnusableFileError` where they are no text.
    """
    for mark, encoding in _MARKS:
        if octets.startswith(mark):
            return octets.decode(encoding, "replace"), encoding
    try:
        return octets.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if b"\x00" in octets[:_SAMPLE]:
        raise UnusableFileError(f"{name} is no text; save it as text or as a document first")
    best = from_bytes(octets[:_SAMPLE]).best()
    if best is None:
        raise UnusableFileError(f"the encoding of {name} can't be found; save it as UTF-8 first")
    return octets.decode(best.encoding, "replace"), best.encoding
