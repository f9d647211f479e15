"""Zip files that somebody sent, read without trust. Nothing is ever unpacked to a disk.

The sizes that an archive states are the sender's word, so bytes are counted while they are read.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from samizdat.importing.incoming import UnusableFileError

MOST_MEMBERS = 20_000
MOST_BYTES = 200_000_000
"""What all members that are read may unpack to together: the pictures wait in memory."""
MOST_XML = 60_000_000
"""What all members that are XML may unpack to together, and a document that is one file."""
MOST_PIECES = 1_200_000
"""So many tags and attributes all XML of a file may have: each takes a few hundred bytes in a tree.

A novel of 200,000 words has 800,000 when Word divided every line of it into several runs.
"""
MOST_PARAGRAPHS = 60_000
"""Twice as many as the Bible has verses. One may be a single letter, and costs as much."""

_MEMBER = b"PK\x01\x02"  # begins each entry of the list at the end (section 4.3.12)
_ENCRYPTED = 0x1  # bit 0 of the general purpose flags (APPNOTE.TXT, section 4.4.4)


@dataclass
class Archive:
    """An archive that stands open. `names` are its files, in the archive's own order."""

    names: tuple[str, ...]
    _file: zipfile.ZipFile
    _left: int = MOST_BYTES
    _left_of_xml: int = MOST_XML
    _left_of_pieces: int = MOST_PIECES

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str, most: int = MOST_BYTES) -> bytes:
        """What the member holds, at most `most` bytes of it.

        Raises KeyError where there is no such member, and `UnusableFileError` where it is damaged,
        encrypted, or larger than it may be.
        """
        most = min(most, self._left)
        try:
            with self._file.open(name) as member:
                content = member.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise UnusableFileError(
                f"{name} in the file is damaged; get the file again, or save it again"
            ) from error
        except (NotImplementedError, RuntimeError) as error:
            raise UnusableFileError(
                f"{name} in the file is packed or locked in a way that can't be read; save the "
                "file again, without a password"
            ) from error
        if len(content) > most:
            raise UnusableFileError(
                f"{name} in the file unpacks to more than {most // 1_000_000} MB, which no text "
                "does; if it is a book, save it again in smaller files"
            )
        self._left -= len(content)
        return content

    def xml(self, name: str) -> etree._Element:
        """The root of a member that is XML; see `parsed`."""
        content = self.read(name, self._left_of_xml)
        self._left_of_xml -= len(content)
        self._left_of_pieces -= pieces(content)
        if self._left_of_pieces < 0:
            raise too_much(name)
        return parsed(content, name)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The zip file at `path`, open for as long as the block lasts.

    Raises `UnusableFileError` for what is no zip file or a damaged one, has more members than a
    book can have, is encrypted, or has names that lead out of the archive.
    """
    try:
        _look_at_count(path)
        with zipfile.ZipFile(path) as file:
            members = [member for member in file.infolist() if not member.is_dir()]
            _look_at(members)
            yield Archive(tuple(member.filename for member in members), file)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnusableFileError(
            "the file is cut short or damaged; get it again, or save it again"
        ) from error


def _look_at_count(path: Path) -> None:
    """Counts the members before their list is read, which takes half a kilobyte for each."""
    with path.open("rb") as file:
        count = sum(chunk.count(_MEMBER) for chunk in iter(lambda: file.read(1 << 20), b""))
    if count > MOST_MEMBERS:
        raise UnusableFileError(
            f"the file is an archive of more than {MOST_MEMBERS:,} files, which no book is; give "
            "the text alone"
        )


def _look_at(members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise UnusableFileError(
                f"{member.filename} in the file is encrypted; save the file without a password "
                "or copy protection first"
            )
        if leaves(member.filename):
            raise UnusableFileError(
                f"the file has a member {member.filename!r}, whose name leads out of the archive; "
                "it was not made by a word processor, and is not read"
            )


def pieces(xml: bytes) -> int:
    """How many tags and attributes a document of XML has, at most."""
    return xml.count(b"<") + xml.count(b"=")


def look_at_length(root: etree._Element, *tags: str) -> None:
    """Raises `UnusableFileError` for more paragraphs than a book has, which are these `tags`."""
    if sum(1 for _ in root.iter(*tags)) > MOST_PARAGRAPHS:
        raise UnusableFileError(
            f"the file has more than {MOST_PARAGRAPHS:,} paragraphs, twice as many as the Bible "
            "has verses; make several books of it"
        )


def too_much(name: str) -> UnusableFileError:
    """What to tell a person of a member with more tags and attributes than a book has."""
    return UnusableFileError(
        f"{name} has more markup than a book needs; if it is one, open it in the word processor, "
        "take its formatting off, and save it again, or make several files of it"
    )


def leaves(name: str) -> bool:
    """Whether a member's name leads out of its archive."""
    return (
        name.startswith(("/", "\\"))
        or re.match(r"[A-Za-z]:", name) is not None
        or ".." in re.split(r"[/\\]", name)
    )


def parsed(content: bytes, name: str) -> etree._Element:
    """The root of a document of XML.

    No entity is resolved and nothing else is read for it. Raises `UnusableFileError` for what is
    not XML, is nested too deeply, or declares entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if "entity" in str(error.msg).lower():
            raise _of_entities(name) from error
        raise UnusableFileError(
            f"{name} is no XML that can be read ({error.msg}); get the file again, or save it again"
        ) from error
    definition: Any = root.getroottree().docinfo.internalDTD
    if definition is not None and any(True for _ in definition.iterentities()):
        raise _of_entities(name)
    return root


def _of_entities(name: str) -> UnusableFileError:
    return UnusableFileError(
        f"{name} declares entities of its own, which no word processor does, and which can be "
        "made to fill the memory or to read other files; it is not read"
    )
