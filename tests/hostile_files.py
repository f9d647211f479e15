"""Members of office files and e-books, of which tests make harmful ones."""

from __future__ import annotations

import zipfile
from pathlib import Path

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def word(body: str, head: str = "", relations: str = "") -> dict[str, str]:
    """The members of a DOCX."""
    main = f'<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{main}</Relationships>',
        "word/document.xml": (
            f'{head}<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{body}</w:body>'
            "</w:document>"
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
        ),
    }


def open_document(body: str, head: str = "") -> dict[str, str]:
    """The members of an ODT."""
    names = f'xmlns:office="{OFFICE}office:1.0" xmlns:text="{OFFICE}text:1.0"'
    names += f' xmlns:draw="{OFFICE}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": (
            f"{head}<office:document-content {names}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>"
        ),
    }


def book(body: str, head: str = "", styles: str = "") -> dict[str, str]:
    """The members of an EPUB."""
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
            '<rootfiles><rootfile full-path="book.opf" '
            'media-type="application/oebps-package+xml"/></rootfiles></container>'
        ),
        "book.opf": (
            f'{head}<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Book</dc:title>'
            '</metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
            '</manifest><spine><itemref idref="a"/></spine></package>'
        ),
        "a.xhtml": (
            f'{head}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A</title>{styles}'
            f"</head><body>{body}</body></html>"
        ),
    }


def packed(file: Path, members: dict[str, str] | dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


TEXT = "The keeper wrote down each boat that came through the lock. "
WHOLE = {
    "docx": word(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"),
    "odt": open_document(f"<text:p>{TEXT}</text:p>"),
    "epub": book(f"<p>{TEXT}</p>"),
}
TEXTS = {"docx": "word/document.xml", "odt": "content.xml", "epub": "a.xhtml"}
