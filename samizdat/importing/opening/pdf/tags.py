"""The tree of tags of a PDF (ISO 32000-1, section 14.7): elements, and what they call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from samizdat.importing.opening.pdf.links import Box

_DEEPEST = 120
"""Elements within elements; a tree that is deeper is no text."""

_MOST = 2_000_000
"""Elements in a tree; one that has more is no book."""


@dataclass
class Element:
    """An element of the tree: `name` is its standard type, `own` what the file calls it.

    `kids` are elements and marks: the number of a page and of what is drawn there. `words` are
    what is to be read instead of what is drawn, `alternate` what is said of it. `page` is where it
    stands and `box` the area, where the file says so.
    """

    name: str
    own: str
    kids: list[Element | tuple[int, int]] = field(default_factory=list)
    words: str | None = None
    alternate: str = ""
    is_indented: bool = False
    page: int = -1
    box: Box | None = None

    def marks(self) -> Iterator[tuple[int, int]]:
        """All marks in it, in the order of reading."""
        for kid in self.kids:
            if isinstance(kid, tuple):
                yield kid
            else:
                yield from kid.marks()

    def find(self, *names: str) -> Iterator[Element]:
        """The outermost elements of these types in it."""
        for kid in self.kids:
            if isinstance(kid, Element):
                if kid.name in names:
                    yield kid
                else:
                    yield from kid.find(*names)


def elements(element: Element) -> Iterator[Element]:
    """The elements right in another."""
    return (kid for kid in element.kids if isinstance(kid, Element))


def read_tags(pdf: Any) -> Element | None:
    """The tree of a PDF that pikepdf opened; None where it has none."""
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return None
    return _Tree(pdf, root).read(root)


class _Tree:
    def __init__(self, pdf: Any, root: Any) -> None:
        self.numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        roles = root.get("/RoleMap", {})
        self.roles = {str(k): str(v) for k, v in roles.items()} if len(roles) else {}
        self.seen: set[tuple[int, int]] = set()
        self.count = 0

    def read(self, root: Any) -> Element:
        whole = Element("Document", "")
        self._fill(whole, root, -1, 0)
        return whole

    def _fill(self, element: Element, node: Any, page: int, depth: int) -> None:
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            self._add(element, kid, page, depth)

    def _add(self, above: Element, node: Any, page: int, depth: int) -> None:
        self.count += 1
        if depth > _DEEPEST or self.count > _MOST:
            return
        if isinstance(node, int):
            if page >= 0:
                above.kids.append((page, node))
            return
        if not isinstance(node, pikepdf.Dictionary):
            return
        if node.is_indirect:
            if node.objgen in self.seen:
                return
            self.seen.add(node.objgen)
        if isinstance(node.get("/Pg"), pikepdf.Dictionary):
            page = self.numbers.get(node.Pg.objgen, page)
        kind = str(node.get("/Type", ""))
        if kind == "/MCR":
            if page >= 0:
                above.kids.append((page, int(node.get("/MCID", -1))))
            return
        if kind == "/OBJR":
            return
        own = str(node.get("/S", ""))
        words = node.get("/ActualText")
        element = Element(
            self._standard(own),
            own.removeprefix("/"),
            words=None if words is None else str(words),
            alternate=str(node.get("/Alt", "")),
            is_indented=_is_indented(node.get("/A")),
            page=page,
            box=_box(node.get("/A")),
        )
        above.kids.append(element)
        self._fill(element, node, page, depth + 1)

    def _standard(self, own: str) -> str:
        for _ in range(9):
            mapped = self.roles.get(own, own)
            if mapped == own:
                break
            own = mapped
        return own.removeprefix("/")


def _layouts(owned: Any) -> Iterator[Any]:
    """The attributes of an element (ISO 32000-1, section 14.7.5)."""
    for one in owned if isinstance(owned, pikepdf.Array) else [owned]:
        if isinstance(one, pikepdf.Dictionary):
            yield one


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) or hasattr(value, "as_tuple")


def _is_indented(owned: Any) -> bool:
    """Whether its layout is indented from both sides, as quotations are."""
    for one in _layouts(owned):
        sides = [one.get(key, 0) for key in ("/StartIndent", "/EndIndent")]
        if all(map(_is_number, sides)):
            return all(float(side) > 0.1 for side in sides)
    return False


def _box(owned: Any) -> Box | None:
    """The area that an element covers on its page."""
    for one in _layouts(owned):
        sides = one.get("/BBox")
        if isinstance(sides, pikepdf.Array) and len(sides) == 4 and all(map(_is_number, sides)):
            left, bottom, right, top = map(float, sides)
            return left, bottom, right, top
    return None
