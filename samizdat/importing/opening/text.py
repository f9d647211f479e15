"""Opens Markdown and plain text, whatever its encoding."""

from __future__ import annotations

from pathlib import Path

from samizdat.importing.incoming import Incoming, Remark, UnusableFileError
from samizdat.importing.opening.beside import with_pictures
from samizdat.importing.opening.encodings import Decoded, decoded

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
        remarks=(*_doubts(path.name, text, found), *remarks),
        said=said,
    )


def _doubts(name: str, text: str, found: Decoded) -> list[Remark]:
    """What a person has to look at where letters may be wrong, or are lost."""
    doubts = list[Remark]()
    if found.others:
        beyond = next((at for at, character in enumerate(text) if character > "\x7f"), 0)
        doubts.append(
            Remark(
                beyond,
                f"{name} was read as {found.encoding}, but may be in {' or '.join(found.others)}",
                "look whether its letters are right; if not, import it again with --encoding NAME",
                " ".join(text[max(0, beyond - 20) : beyond + 20].split()),
            )
        )
    if found.lost:
        doubts.append(
            Remark(
                max(0, text.find("\ufffd")),
                f"{found.lost} {'character' if found.lost == 1 else 'characters'} of {name} can't "
                "be read: the file is damaged there",
                "look them up in the copy, or get the file again",
            )
        )
    return doubts
