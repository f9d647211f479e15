"""What two finished files say, compared where their octets can't be."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from lxml import etree, html

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
# Another line end divides other words.
_DIVIDED = re.compile(r"[-\u00ad\u2010]\s+|\ufffe")


def differences(one: Path, other: Path) -> Iterator[str]:
    """In what two editions of the same kind differ for readers, each in a sentence."""
    if one.suffix == ".txt":
        if one.read_bytes() != other.read_bytes():
            yield "its text is another one"
        return
    says = _of_pdf if one.suffix == ".pdf" else _of_epub if one.suffix == ".epub" else _of_page
    old, new = says(one), says(other)
    for what in sorted({*old, *new}):
        if old.get(what) != new.get(what):
            yield f"{what} differs" if what in old and what in new else f"{what} is in one alone"


def _of_page(path: Path) -> dict[str, object]:
    """The words of a page with those of its notes and contents, and where its links lead."""
    return _said(html.fromstring(path.read_bytes()), "the page")


def _of_epub(path: Path) -> dict[str, object]:
    """The same of each page in an EPUB, its lists of contents and printed pages among them."""
    found: dict[str, object] = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".ncx", ".opf")):
                found |= _said(etree.fromstring(archive.read(name), _PARSER), name)
    return found


def _said(root: etree._Element, name: str) -> dict[str, object]:
    for element in list(root.iter("{*}style", "{*}script")):
        element.text = None
    words = " ".join(" ".join(map(str, root.itertext())).split())
    links = [element.get("href") for element in root.iter() if element.get("href")]
    links = [link for link in links if not str(link).startswith("data:")]
    return {f"the text of {name}": words, f"where the links of {name} lead": links}


def _of_pdf(path: Path) -> dict[str, object]:
    """The words, the number of the pages, and on which of them each heading of the outline is."""
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
        outline = [
            (mark.level, mark.get_title(), dest.get_index() if (dest := mark.get_dest()) else None)
            for mark in document.get_toc()
        ]
    finally:
        document.close()
    words = re.sub(r"\s+", "", _DIVIDED.sub("", "\n".join(pages)))
    return {"its text": words, "the number of its pages": len(pages), "its outline": outline}
