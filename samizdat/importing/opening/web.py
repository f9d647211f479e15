"""HTML: a page, or a page that a browser saved with its folder of pictures."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from samizdat.importing.incoming import Incoming, UnusableFileError
from samizdat.importing.opening import web_article, web_looks, web_matter, web_pictures, web_text
from samizdat.importing.opening.elements import Element
from samizdat.importing.opening.encodings import doubts
from samizdat.importing.opening.html_tree import parsed
from samizdat.importing.opening.web_encoding import LARGEST_TEXT, decoded

_ENDINGS = {".html", ".htm", ".xhtml", ".xht"}
# What browsers write at the head of a page that they save.
_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_LARGEST_PICTURE = 100_000_000


def open_web(path: Path, encoding: str | None = None) -> Incoming:
    """The page at `path`, or the one page of the folder there, as Markdown.

    `encoding` is the one that it has, where somebody knows it. Raises `UnusableFileError` for what
    is no page, is too large, or has no text.
    """
    file = _page(path)
    if file.stat().st_size > LARGEST_TEXT:
        raise UnusableFileError(
            f"{file.name} has {file.stat().st_size // 1_000_000} MB of text, and "
            f"{LARGEST_TEXT // 1_000_000} MB are the most that is read; divide it into files"
        )
    read = decoded(file.read_bytes(), file.name, encoding)
    text = read.text
    saved = _SAVED.search(text[:4000])
    root = parsed(text, file.name)
    facts = web_matter.facts_of(root, saved[1] if saved else "")
    body = root.find("body") if root.find("body") is not None else root
    if body is None:
        raise UnusableFileError(f"{file.name} has no text; save the page again from the browser")
    reading = web_text.Reading(
        body,
        file.name,
        str(facts.get("language", "")) or "en",
        web_looks.looks_of(style.text or "" for style in root.iter("style")),
        said=[] if read.encoding == "UTF-8" else [f"{file.name} was read as {read.encoding}"],
        base=_base(root, saved[1] if saved else ""),
    )
    notes = web_text.taken_notes(reading)
    shown = web_pictures.Shown(lambda address: _picture(file, address), reading.marks)
    reading.body = _alone(web_article.choose(body, reading.marks))
    for part in (reading.body, notes.shelf):
        web_pictures.drawings(part, shown)
    written = web_text.written(reading, notes, shown.take)
    if not written.text.strip():
        raise UnusableFileError(
            f"{file.name} has no text of its own; if the browser shows some, save the page from "
            "there once it is seen"
        )
    return Incoming(
        file.name,
        written.text,
        shown.contents,
        facts,
        written.translators,
        (*doubts(file.name, written.text, read), *written.remarks),
        tuple(reading.said),
    )


def _page(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = sorted(one for one in path.iterdir() if one.suffix.lower() in _ENDINGS)
    index = [one for one in found if one.stem.lower() == "index"]
    if len(found) > 1 and not index:
        raise UnusableFileError(
            f"{path.name} has {len(found)} pages; give the files one by one, in their order"
        )
    if not found:
        raise UnusableFileError(f"{path.name} has no page of HTML in it")
    return (index or found)[0]


def _base(root: Element, saved: str) -> str:
    """The address of the page itself, against which its links are read."""
    base = next((one.get("href") for one in root.iter("base") if one.get("href")), "")
    canonical = next(
        (one.get("href") for one in root.iter("link") if one.get("rel") == "canonical"), ""
    )
    address = base or canonical or saved
    return address if address and address.startswith(("http://", "https://")) else ""


def _alone(content: Element) -> Element:
    """The text as a page of its own."""
    if content.tag == "body":
        return content
    body = etree.Element("body")
    content.tail = None
    body.append(content)
    return body


def _picture(page: Path, address: str) -> bytes | None:
    """The content of a picture that lies beside the page or below it; None for every other."""
    if re.match(r"[a-z][\w+.-]*:|//", address, re.IGNORECASE) or not address:
        return None
    folder = page.parent.resolve()
    for name in dict.fromkeys([unquote(re.split(r"[?#]", address)[0]), unquote(address)]):
        try:
            file = (folder / name).resolve()
            is_own = file.is_relative_to(folder) and file.is_file()
            if is_own and file.stat().st_size <= _LARGEST_PICTURE:
                return file.read_bytes()
        except (OSError, ValueError):
            continue
    return None
