"""SHA256SUMS: the digests of a release's files, as `sha256sum -c` and `shasum -c` read them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

NAME = "SHA256SUMS"
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64}) [ *](?P<path>.+)")


def digest(content: bytes) -> str:
    """The SHA-256 of the octets, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_folder(folder: Path, files: Iterable[str]) -> str:
    """The text of SHA256SUMS for files of a folder, by their paths."""
    return dump({file: digest_of(folder / file) for file in files})


def dump(digests: Mapping[str, str]) -> str:
    """The text of SHA256SUMS; the file itself can't be in it."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests) if path != NAME)


def load(text: str) -> dict[str, str]:
    """The digests by path; ValueError, with the number of the line, for what is no such line."""
    digests = {}
    # Python's own idea of a line would take a damaged end of one for another kind of end.
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"line {number} of {NAME} is none of sha256sum's")
        digests[match["path"]] = match["digest"]
    return digests
