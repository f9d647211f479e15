"""The files of an EPUB, read from an archive that somebody else made."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from samizdat.importing.incoming import UnusableFileError

MOST_FILES = 20_000
LARGEST_FILE = 100_000_000
LARGEST_WHOLE = 200_000_000
"""Octets that all files read of one archive may have together."""
MOST_TAGS = 500_000
"""Tags of all pages together: 200,000 words have 100,000, even where each line is one."""

_CHUNK = 1 << 20
# What only hides a font from other programs (EPUB 3.3, section 4.3; Adobe's own before it).
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


class Archive:
    """An EPUB's files by their names, read when they are asked for.

    Raises `UnusableFileError` for what is no archive, is encrypted, or is larger than any book.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._read = self._tags = 0
        try:
            self._zip = zipfile.ZipFile(path)
            members = self._zip.infolist()
        except _DAMAGED as error:
            raise UnusableFileError(
                f"{path.name} is no whole EPUB ({error}); get it again from where it came"
            ) from error
        if len(members) > MOST_FILES:
            raise UnusableFileError(
                f"{path.name} has {len(members)} files in it, more than any book; "
                "unpack it yourself and give its pages"
            )
        self._members = {
            member.filename: member
            for member in members
            if not member.is_dir() and _is_inside(member.filename)
        }
        self._look_for_locks()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """The content of a file; empty for one that isn't there."""
        member = self._members.get(name)
        if member is None:
            return b""
        if member.flag_bits & 1:
            raise _locked(self.name)
        allowed = min(LARGEST_FILE, LARGEST_WHOLE - self._read)
        pieces: list[bytes] = []
        length = 0
        try:
            with self._zip.open(member) as file:
                while length <= allowed and (piece := file.read(_CHUNK)):
                    pieces.append(piece)
                    length += len(piece)
        except _DAMAGED as error:
            raise UnusableFileError(
                f"{self.name} is damaged at {name} ({error}); get it again from where it came"
            ) from error
        if length > allowed:
            raise UnusableFileError(
                f"{self.name} unpacks to more than any book needs, at {name}; "
                "unpack it yourself and give its pages"
            )
        self._read += length
        return b"".join(pieces)

    def page(self, name: str) -> bytes:
        """The content of a page of text, which has its tags counted."""
        content = self.read(name)
        self._tags += content.count(b"<")
        if self._tags > MOST_TAGS:
            raise UnusableFileError(
                f"{self.name} has more markup than any book needs; unpack it yourself and give "
                "its pages in several parts"
            )
        return content

    def xml(self, name: str) -> etree._Element:
        """A file of the package as XML, mended where it is broken, and without its entities."""
        data = self.read(name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_pis=True
        )
        data = re.sub(rb"<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", b"", data, count=1, flags=re.DOTALL)
        try:
            root = etree.fromstring(data, parser) if data.strip() else None
        except etree.LxmlError:
            root = None
        if root is None:
            raise UnusableFileError(
                f"{self.name} lacks {name or 'its package'}, without which it is no EPUB; "
                "get it again from where it came"
            )
        return root

    def _look_for_locks(self) -> None:
        if "META-INF/encryption.xml" in self._members:
            root = self.xml("META-INF/encryption.xml")
            methods = {one.get("Algorithm") for one in root.iter("{*}EncryptionMethod")}
            keys = next(root.iter("{*}EncryptedKey"), None)
            if keys is not None or any(method not in _FONTS for method in methods if method):
                raise _locked(self.name)


def _locked(name: str) -> UnusableFileError:
    return UnusableFileError(
        f"{name} is encrypted, so that only its own reading program can open it; "
        "get a copy without such protection"
    )


def _is_inside(name: str) -> bool:
    plain = posixpath.normpath(name.replace("\\", "/"))
    return not plain.startswith(("../", "/")) and plain != ".." and not re.match(r"\w:", plain)


def file_at(base: str, address: str) -> str:
    """The name of the file to which an address in the file `base` leads, without its fragment."""
    path = unquote(address.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else base
