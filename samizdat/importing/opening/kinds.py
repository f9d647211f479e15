"""What kind of file came in: by what it holds first, by its name second."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from samizdat.importing.incoming import UnusableFileError
from samizdat.importing.opening.archives import opened

Kind = Literal["text", "web", "epub", "word", "open_document", "rich_text", "latex", "pdf"]

_HEAD = 65_536

_ENDINGS: dict[str, Kind] = {
    ".html": "web",
    ".htm": "web",
    ".xhtml": "web",
    ".tex": "latex",
    ".latex": "latex",
    ".ltx": "latex",
}
_MIMETYPES: dict[bytes, Kind] = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "open_document",
    b"application/vnd.oasis.opendocument.text-template": "open_document",
}
# The first bytes of files that are none of a text.
_OTHERS = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\xca\xfe\xba\xbe": "a program",
    b"\xcf\xfa\xed\xfe": "a program",
    b"\x1f\x8b": "packed",
    b"7z\xbc\xaf": "packed",
    b"Rar!": "packed",
    b"BZh": "packed",
    b"\xfd7zXZ": "packed",
    b"%!PS": "a print file (PostScript)",
    b"AT&TFORM": "a scan (DjVu)",
    b"ID3": "a recording",
    b"OggS": "a recording",
    b"SQLite": "a database",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound files: MS-CFB, section 2.2
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")

_WEB = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html\b|<head\b|<body\b)",
    re.IGNORECASE | re.DOTALL,
)
_FLAT = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<office:document\s")
_LATEX = re.compile(rb"^[ \t]*\\document(?:class|style)\b", re.MULTILINE)


def kind_of(path: Path) -> Kind:
    """The kind of the file, by which its opener is chosen.

    Raises `UnusableFileError` for what can't be read, is empty, or is none of these kinds.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise UnusableFileError(f"{path.name} can't be read: {error.strerror}") from error
    if not head.strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        raise UnusableFileError(f"{path.name} is empty; look whether it was saved or sent whole")
    if head.startswith(b"PK"):
        return _kind_of_archive(path)
    if head.startswith(_OLE):
        raise _of_compound(path)
    head = head.removeprefix(b"\xef\xbb\xbf")
    if b"%PDF-" in head[:1024]:  # ISO 32000-1, annex H, implementation note 13
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rich_text"
    if _FLAT.match(head):
        return "open_document"
    for start, what in _OTHERS.items():
        if head.startswith(start):
            raise _refused(path, what)
    if head.startswith(b"RIFF") and head[8:12] in {b"WEBP", b"WAVE", b"AVI "}:
        raise _refused(path, "a picture or a recording")
    return _kind_of_text(path, head)


def _kind_of_text(path: Path, head: bytes) -> Kind:
    if head.startswith(_BYTE_ORDER_MARKS):
        head = head.decode("utf-16", errors="ignore").encode()
    elif _is_binary(head):
        raise _refused(path, "no text")
    if _WEB.match(head):
        return "web"
    if _LATEX.search(head):
        return "latex"
    return _ENDINGS.get(path.suffix.lower(), "text")


def _is_binary(head: bytes) -> bool:
    """Whether bytes stand in it that no text has; UTF-16 without a mark has one zero in two."""
    zeros = head.count(0)
    if zeros and not (head[::2].count(0) > len(head) / 5 or head[1::2].count(0) > len(head) / 5):
        return True
    controls = sum(head.count(code) for code in (*range(1, 8), *range(14, 26), *range(28, 32)))
    return controls > len(head) / 50


def _kind_of_archive(path: Path) -> Kind:
    with opened(path) as archive:
        if "mimetype" in archive:
            kind = _MIMETYPES.get(archive.read("mimetype", 1000).strip())
            if kind:
                return kind
        if "[Content_Types].xml" in archive:
            if any(name.startswith("word/") for name in archive.names):
                return "word"
            raise _refused(path, "a file of an office program, but no text")
        if "META-INF/container.xml" in archive:
            return "epub"
        if "content.xml" in archive:
            return "open_document"
    raise _refused(path, "an archive")


def _of_compound(path: Path) -> UnusableFileError:
    """What a compound file is, by the names in its directory, which are UTF-16."""
    with path.open("rb") as file:
        content = file.read(100_000_000)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return UnusableFileError(
            f"{path.name} is locked with a password; open it in the word processor, take the "
            "password off, and save it again"
        )
    if "WordDocument".encode("utf-16-le") in content:
        return UnusableFileError(
            f"{path.name} is in the old format of Word (.doc); open it in Word or LibreOffice and "
            "save it as DOCX first"
        )
    return _refused(path, "a file of an office program, but no text")


def _refused(path: Path, what: str) -> UnusableFileError:
    return UnusableFileError(
        f"{path.name} is {what}; give a text as Markdown, plain text, DOCX, ODT, RTF, HTML, EPUB, "
        "LaTeX or PDF"
    )
