"""Where the notes of a chapter stand in editions for screens: by the call that each follows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lxml import etree

from samizdat.markup import XHTML, Element, is_block

# Elements in which a note can stand between blocks (HTML Living Standard: flow content).
_HOSTS = {f"{{{XHTML}}}{name}" for name in ("div", "section", "blockquote", "li", "dd", "details")}
# Within these nothing of a note may stand, or nothing but what is theirs.
_CLOSED = {f"{{{XHTML}}}{name}" for name in ("table", "figure", "dl", "pre")}
# Of these classes a div is one block: verse, and what lets a wide table scroll.
_NO_HOSTS = {"line-block", "table"}


def followed_calls(keys: Sequence[str], trees: Sequence[Element]) -> dict[str, Element | None]:
    """The call that each note stands behind, so that all stand in the order of `keys`.

    It is the note's first call in `trees`. A note that is called in a note alone stands with that
    one, and one that comes before another in `keys` before that other's call. None is for notes
    that stand before all calls.
    """
    links = (link for tree in trees for link in tree.iter(f"{{{XHTML}}}a"))
    calls = [link for link in links if link.get("role") == "doc-noteref"]
    first: dict[str, int] = {}
    for number, call in enumerate(calls):
        first.setdefault(call.get("href", "").removeprefix("#"), number)
    places: list[int] = []
    for key in keys:
        places.append(first.get(key, places[-1] if places else -1))
    for before, behind in pairwise(reversed(range(len(places)))):
        places[behind] = min(places[behind], places[before])
    return {
        key: calls[place] if place >= 0 else None for key, place in zip(keys, places, strict=True)
    }


def mark(heading: Element, body: Element, keys: Sequence[str]) -> None:
    """Puts a processing instruction `note` with its key where each note is to stand in the body.

    That is behind the block that calls it, outside of tables, figures, lists of terms and whatever
    has a language or direction of its own, which the note need not have. Notes that the heading
    calls stand at the body's beginning.
    """
    last: dict[Element, Element] = {}
    begin = 0
    for key, call in followed_calls(keys, [heading, body]).items():
        place = etree.ProcessingInstruction("note", key)
        above = [] if call is None else list(call.iterancestors())
        if call is None or body not in above:
            body.insert(begin, place)
            begin += 1
            continue
        block = _block_of([call, *above[: above.index(body) + 1]])
        before = last.get(block, block)
        parent = before.getparent()
        assert parent is not None  # noqa: S101  # the body is above every block
        parent.insert(parent.index(before) + 1, place)
        last[block] = place


def _block_of(above: Sequence[Element]) -> Element:
    """The element behind which a note stands: the smallest that may have a block behind it.

    `above` is the call and all elements around it.
    """
    closed = [number for number, element in enumerate(above) if _is_closed(element)]
    for element, parent in pairwise(above[max(closed, default=0) :]):
        if parent.tag in _HOSTS and parent.get("class") not in _NO_HOSTS:
            return element if is_block(element) else _end_of_run(element)
    return above[-2]


def _is_closed(element: Element) -> bool:
    return element.tag in _CLOSED or "dir" in element.attrib or "lang" in element.attrib


def _end_of_run(element: Element) -> Element:
    """The last element of those that stand in one line with this one."""
    following = element.getnext()
    while following is not None and isinstance(following.tag, str) and not is_block(following):
        element, following = following, following.getnext()
    return element
