"""What is asked of elements of HTML, and done to them, by all that open pages."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

Element = etree._Element

_BLOCKS = """
address article aside blockquote body caption center dd details div dl dt fieldset figcaption
figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table
tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())
"""Elements that stand for themselves, and not within a line."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SHOWN = ("img", "svg", "math", "hr", "object", "table")


def words(element: Element) -> str:
    """The words of an element on one line; a space between its blocks."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag in BLOCKS or node.tag == "br":
            pieces.append(" ")
        if event == "start":
            pieces.append(node.text or "")
        elif node is not element:
            pieces.append(node.tail or "")
    return " ".join("".join(pieces).split())


def is_empty(element: Element) -> bool:
    """Whether an element has neither words nor anything else that is seen."""
    return not "".join(map(str, element.itertext())).strip() and not any(
        True for _ in element.iter(*_SHOWN)
    )


def classes(element: Element) -> set[str]:
    """The classes of an element."""
    return set((element.get("class") or "").split())


def types(element: Element) -> set[str]:
    """What an element is by EPUB's types and ARIA's roles, without the `doc-` of DPUB-ARIA."""
    said = f"{element.get('epub-type') or element.get('epub:type') or ''} {element.get('role', '')}"
    return {word.removeprefix("doc-") for word in said.lower().split()}


def names(element: Element) -> Iterator[str]:
    """The names by which links lead to an element: its id, and a name of old HTML."""
    if identifier := element.get("id"):
        yield identifier
    if element.tag == "a" and (name := element.get("name")) and name != element.get("id"):
        yield name


def parent_of(element: Element) -> Element:
    """The element around another one."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root stands in no other element")
    return parent


def put_text_before(element: Element, text: str) -> None:
    """Puts a text before an element, within its parent."""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent = parent_of(element)
        parent.text = (parent.text or "") + text


def drop(element: Element, instead: str = "") -> None:
    """Takes an element out with all that is in it; a text may take its place."""
    put_text_before(element, instead + (element.tail or ""))
    parent_of(element).remove(element)


def unwrap(element: Element) -> None:
    """Takes an element out and leaves in its place what is in it."""
    parent, position = parent_of(element), parent_of(element).index(element)
    put_text_before(element, element.text or "")
    children, tail = list(element), element.tail or ""
    if children:
        children[-1].tail = (children[-1].tail or "") + tail
    else:
        put_text_before(element, tail)
    parent.remove(element)
    for number, child in enumerate(children):
        parent.insert(position + number, child)


def wrap_content(element: Element, tag: str) -> Element:
    """Puts an element of the tag around all that is in another one."""
    new = etree.Element(tag)
    new.text, element.text = element.text, None
    new.extend(list(element))
    element.append(new)
    return new


def block_of(element: Element) -> Element:
    """The block that an element is, or stands in."""
    while element.tag not in BLOCKS:
        element = parent_of(element)
    return element


def begins(block: Element, element: Element) -> bool:
    """Whether no word stands in a block before an element in it."""
    for event, node in etree.iterwalk(block, events=("start", "end")):
        if event == "start":
            if node is element:
                return True
            if (node.text or "").strip() or node.tag in ("img", "hr"):
                return False
        elif (node.tail or "").strip():
            return False
    return False
