"""Changes of an XML tree that lxml has no word for."""

from __future__ import annotations

from lxml import etree


def unwrap(element: etree._Element) -> None:
    """Puts what an element holds in its place."""
    parent = element.getparent()
    if parent is None:
        return
    position = parent.index(element)
    children = list(element)
    if element.text:
        _add_before(parent, position, element.text)
    if element.tail:
        if children:
            children[-1].tail = (children[-1].tail or "") + element.tail
        else:
            _add_before(parent, position, element.tail)
    parent[position : position + 1] = children


def remove(element: etree._Element) -> None:
    """Takes an element out with all it holds, and leaves what follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        _add_before(parent, parent.index(element), element.tail)
    parent.remove(element)


def replace(element: etree._Element, *others: etree._Element) -> None:
    """Puts others in an element's place."""
    parent = element.getparent()
    if parent is None:
        return
    position = parent.index(element)
    if element.tail:
        if others:
            others[-1].tail = element.tail
        else:
            _add_before(parent, position, element.tail)
    parent[position : position + 1] = others


def has(element: etree._Element, *tags: str) -> bool:
    """Whether an element of these stands below; an element itself is false where it is empty."""
    return next(element.iter(*tags), None) is not None


def put_before(element: etree._Element, text: str) -> None:
    """Puts text before an element."""
    parent = element.getparent()
    if parent is not None:
        _add_before(parent, parent.index(element), text)


def _add_before(parent: etree._Element, position: int, text: str) -> None:
    """Adds text before the child at `position`."""
    if position:
        parent[position - 1].tail = (parent[position - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
