"""ZIP archives of octets that are packed already, the same octet by octet as Python's `zipfile`.

`zipfile` packs whatever it is given, and takes nothing that was packed before. Source: APPNOTE.TXT,
version 6.3.10 (PKWARE), sections 4.3.7, 4.3.12 and 4.3.16.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

LEVEL = 9

_STORED, _DEFLATED = 0, 8
_VERSION = 20  # 2.0: the first that can unpack what is deflated
_UNIX = 3
_MODE = 0o644 << 16
_TIME = 0
_DATE = (0 << 9) | (1 << 5) | 1  # 1 January 1980, with which the format's time begins
_UTF_8 = 0x800


@dataclass(frozen=True)
class Entry:
    """A file of an archive: its name, octets, and these as `deflated` gives them, or nothing."""

    name: str
    data: bytes
    packed: bytes | None = None


def deflated(data: bytes) -> bytes:
    """The octets packed as tightly as can be, as archives have them."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def archive(entries: Sequence[Entry]) -> bytes:
    """An archive with one time for all files, of less than 4 GiB."""
    files, directory = bytearray(), bytearray()
    for entry in entries:
        content = entry.data if entry.packed is None else entry.packed
        name = entry.name.encode()
        facts = struct.pack(
            "<HHHHIIIHH",
            0 if entry.name.isascii() else _UTF_8,
            _STORED if entry.packed is None else _DEFLATED,
            _TIME,
            _DATE,
            zlib.crc32(entry.data),
            len(content),
            len(entry.data),
            len(name),
            0,  # no more fields of this file
        )
        directory += b"PK\1\2" + struct.pack("<BBH", _VERSION, _UNIX, _VERSION) + facts
        directory += struct.pack("<HHHII", 0, 0, 0, _MODE, len(files)) + name
        files += b"PK\3\4" + struct.pack("<H", _VERSION) + facts + name + content
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(files), 0)
    return bytes(files + directory + b"PK\5\6" + end)
