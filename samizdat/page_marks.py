"""The numbers of the printed pages, put into the text at the words with which the pages begin.

A mark never stands within a word, and has no text of its own, so that a phrase is found that runs
over a page's turn. Where a page begins with a heading, its mark stands before it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from samizdat.markup import HEADINGS, XHTML, Element, block_texts, own_pieces, put_within
from samizdat.page_map import PrintedPage

Make = Callable[[str, bool], Element]
"""Makes the mark for a page's label, new each time; the other value says that it is in a link."""


def id_of(label: str) -> str:
    """The id by which links lead to the page with the label: `page-34`."""
    return "page-" + label


def place(roots: Iterable[Element], pages: Sequence[PrintedPage], make: Make) -> None:
    """Puts into the blocks at or below `roots` the mark of each page that begins in them.

    To be called while blocks have their ids and calls have not yet their links, since places are
    counted without them. A page that begins in no block of these is passed over.
    """
    beginning: dict[str, list[PrintedPage]] = {}
    for page in pages:
        if page.place:
            beginning.setdefault(page.place.block, []).append(page)
    if not beginning:
        return
    for root in roots:
        for block in [e for e in root.iter() if e.get("data-block") in beginning]:
            # The last first: a mark has no text, but divides the text in which others are counted.
            for page in reversed(beginning[block.get("data-block", "")]):
                assert page.place is not None  # noqa: S101  # these were chosen
                _insert(block, page.place.offset, partial(make, page.label))


def _insert(block: Element, offset: int, make: Callable[[bool], Element]) -> None:
    words = block_texts(block)[block.get("data-block", "")]
    offset = _word_start(words, offset)
    if block.tag in HEADINGS and not words[:offset].strip() and block.getparent() is not None:
        block.addprevious(make(False))
        return
    for parent, position, start, piece in own_pieces(block):
        if start <= offset < start + len(piece):
            mark = make(_is_in_link(parent))
            mark.tail = piece[offset - start :]
            put_within(parent, position, piece[: offset - start], mark)
            return
    mark = make(_is_in_link(block))
    block.insert(0, mark)
    mark.tail, block.text = block.text, None


def _is_in_link(element: Element) -> bool:
    return any(one.tag == f"{{{XHTML}}}a" for one in (element, *element.iterancestors()))


def _word_start(words: str, offset: int) -> int:
    """The offset of the word in which the character at `offset` stands, if it stands in one."""
    while 0 < offset < len(words) and _joined(words[offset - 1], words[offset]):
        offset -= 1
    return offset


def _joined(one: str, other: str) -> bool:
    """Whether no word can end between two characters; between those of East Asia one always can."""
    kept = all(c.isalnum() or unicodedata.category(c) in {"Mn", "Mc", "Cf"} for c in (one, other))
    return kept and not {unicodedata.east_asian_width(c) for c in (one, other)} & {"W", "F"}
