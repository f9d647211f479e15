"""The blocks of a web edition: their ids, what they say, and which of them changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lxml import etree, html

NOTE, HEADING = "note", "heading"

_BEGIN, _END = '<main id="main">', "</main>"
# What stands in a block and says where something else is: its number changes with what is before.
_MARKS = {"note-call", "page-mark", "note-mark"}


@dataclass(frozen=True)
class Block:
    """A block with words or a picture of its own.

    `id` is that of the page map, the key of a note for the blocks in it, or that of a chapter with
    `.0` for its heading. `top` is the id of the block around it that stands in no other; `digest`
    is of what it says, its place and the numbers in it left out.
    """

    id: str
    top: str
    kind: str
    text: str
    digest: str


def blocks(page: str) -> list[Block]:
    """The blocks of a web edition whose blocks are named, in the order of the page."""
    _, begin, rest = page.partition(_BEGIN)
    if not begin:
        return []
    # Pictures are data in the page, longer than lxml takes a text to be.
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8")
    inside = rest.rpartition(_END)[0]
    root = html.document_fromstring(f"<html><body>{inside}</body></html>".encode(), parser=parser)
    found: list[Block] = []
    for number, chapter in enumerate(root.iter("section"), 1):
        heading = chapter.find("h1")
        if heading is not None:
            found += _block(heading, f"{number}.0", f"{number}.0", HEADING)
        body = next((child for child in chapter if child.get("class") == "body"), None)
        if body is not None:
            found += _below(body, "", "")
    return found


def _below(parent: etree._Element, top: str, note: str) -> Iterator[Block]:
    """The blocks below an element that stands in the block `top`, or in a note."""
    for child in parent:
        if not isinstance(child.tag, str):
            continue
        own = child.get("data-block", "")
        if child.get("role") == "doc-footnote":
            yield from _below(child, "", child.get("id", ""))
            continue
        if own:
            name = note or top or own
            yield from _block(child, own, name, NOTE if note else child.tag)
            yield from _below(child, name, note)
        else:
            yield from _below(child, top, note)


def _block(element: etree._Element, own: str, top: str, kind: str) -> Iterator[Block]:
    said, words = list[str](), list[str]()
    _read(element, said, words)
    if any(part.strip() for part in said):
        text = " ".join("".join(words).split())
        digest = hashlib.sha256("\0".join([str(element.tag), *said]).encode()).hexdigest()
        yield Block(own, top, kind, text, digest)


def _read(element: etree._Element, said: list[str], words: list[str]) -> None:
    """Adds what an element says of its own, with the marks of its emphasis, and its words."""
    said.append(element.text or "")
    words.append(element.text or "")
    for child in element:
        is_shown = isinstance(child.tag, str) and child.get("role") != "doc-footnote"
        if is_shown and not child.get("data-block") and child.get("class") not in _ours(child):
            said += [f"<{child.tag}>", child.get("href", ""), child.get("src", "")]
            _read(child, said, words)
        said.append(child.tail or "")
        words.append(child.tail or "")


def _ours(element: etree._Element) -> set[str | None]:
    """The classes of elements that are marks; a call has the series of its note beside it."""
    classes = element.get("class", "").split()
    return {element.get("class")} if _MARKS & {*classes} else set()


def changed(before: Sequence[Block], after: Sequence[Block]) -> list[str]:
    """The ids of the blocks that are new or say something else now.

    Where something was only taken out, that is the block in whose place it stood.
    """
    old, new = [block.digest for block in before], [block.digest for block in after]
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    old, new = old[first : len(old) - last], new[first : len(new) - last]
    found, gaps = list[str](), list[int]()
    for what, _, _, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "delete":
            gaps.append(first + begin)
        elif what != "equal":
            found += [block.id for block in after[first + begin : first + end]]
    if not found and gaps and after:
        found = [after[min(gaps[0], len(after) - 1)].id]
    return found
