"""The parts of a book are bound into one PDF."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

from samizdat.print_facts import page_labels
from samizdat.typesetting import engine, letters
from samizdat.typesetting.drawing import Part
from samizdat.typesetting.letters import Letters
from samizdat.whole_files import write_whole

_POINTS = 0.75
"""Points in a pixel of CSS."""


def bound(case: bytes, parts: Sequence[Part], whole: Mapping[str, Letters], target: Path) -> None:
    """Writes the whole: the parts one after the other, in a case that has facts and typefaces.

    `whole` are the letters of the case. Of a part all is taken over that its pages, its tags and
    its places for links lead to. The page of the case is left out.
    """
    out = io.BytesIO()
    with ExitStack() as opened:  # until all is written, since their streams are read then
        book = opened.enter_context(pikepdf.open(io.BytesIO(case)))
        tree, pictures, places = _Tree(book), _Pictures(), list[Any]()
        of_case = book.pages[0].obj.Resources
        del book.pages[0]
        for part in parts:
            source = opened.enter_context(pikepdf.open(io.BytesIO(part.pdf)))
            found = Dictionary(Tree=source.Root.StructTreeRoot, Places=Array(_places(source)))
            more: Any = source.make_indirect(found)
            pages = []
            for page in source.pages:
                book.pages.append(page)
                pages.append(book.pages[-1].obj)
            more = book.copy_foreign(more)
            resources = pages[0].Resources
            # Letters stand beside glyphs from right to left for what these say in the part.
            has_own_words = part.runs_left and letters.contradict(part.letters, whole)
            _letter(resources.Font, of_case.Font, has_own_words=has_own_words)
            resources.ColorSpace = of_case.ColorSpace
            pictures.share(resources)
            tree.add(more.Tree, pages)
            places.extend(more.Places)
        tree.write()
        if places:
            book.Root.Names = Dictionary(Dests=Dictionary(Names=_sorted(places)))
        _write_outline(book, parts)
        numbered = list[Any]()
        for first, style in page_labels([name for part in parts for name in part.names]):
            numbered += [first, Dictionary(S=Name(f"/{style}"))]
        book.Root.PageLabels = Dictionary(Nums=Array(numbered))
        modes = pikepdf.ObjectStreamMode
        book.save(out, object_stream_mode=modes.generate, deterministic_id=True)
    write_whole(target, out.getbuffer())


def _letter(fonts: Any, whole: Any, *, has_own_words: bool) -> None:
    """Puts the typefaces of the whole in place of those of a part, or their files alone."""
    for name in list(fonts.keys()):
        if has_own_words:
            old, new = (f[name].DescendantFonts[0].FontDescriptor for f in (fonts, whole))
            for kind in ("/FontFile2", "/FontFile3"):
                if kind in new:
                    old[kind] = new[kind]
        else:
            fonts[name] = whole[name]


class _Pictures:
    """The pictures of the parts, of which each is written once."""

    def __init__(self) -> None:
        self.known: dict[bytes, Any] = {}

    def share(self, resources: Any) -> None:
        """Puts pictures that are known in place of the same ones."""
        pictures = resources.get("/XObject", Dictionary())
        for name, picture in list(pictures.items()):
            if picture.get("/Subtype") == Name.Image:
                if "/SMask" in picture:
                    picture.SMask = self._known(picture.SMask)
                pictures[name] = self._known(picture)

    def _known(self, picture: Any) -> Any:
        facts = {key: value for key, value in picture.items() if key not in {"/SMask", "/Length"}}
        told = repr(sorted((key, str(value)) for key, value in facts.items())).encode()
        digest = hashlib.sha256(told + picture.read_raw_bytes()).digest()
        if "/SMask" in picture:
            digest += repr(picture.SMask.objgen).encode()
        return self.known.setdefault(digest, picture)


class _Tree:
    """The tags of the whole (ISO 32000-1, section 14.7): those of its parts one after the other."""

    def __init__(self, book: pikepdf.Pdf) -> None:
        self.book = book
        self.root = book.Root.StructTreeRoot
        self.numbers, self.notes, self.kids = list[Any](), list[Any](), list[Any]()
        self.next = 0

    def add(self, tree: Any, pages: Sequence[Any]) -> None:
        """Adds the tags of a part; the numbers by which its pages know them go on counting."""
        for kid in tree.K[0].get("/K", Array()):
            kid.P = self.root.K[0]
            self.kids.append(kid)
        for page in pages:
            page.StructParents = int(page.StructParents) + self.next
            for one in page.get("/Annots", Array()):
                if "/StructParent" in one:
                    one.StructParent = int(one.StructParent) + self.next
        old = list(tree.ParentTree.Nums)
        for number, owner in zip(old[::2], old[1::2], strict=True):
            self.numbers += [int(number) + self.next, owner]
        self.next += int(tree.ParentTreeNextKey)
        self.notes += list(tree.get("/IDTree", Dictionary(Names=[])).Names)

    def write(self) -> None:
        """Writes the whole tree."""
        self.root.K[0].K = Array(self.kids)
        self.root.K[0].Pg = self.book.pages[0].obj
        self.root.ParentTree.Nums = Array(self.numbers)
        self.root.ParentTreeNextKey = self.next
        if self.notes:
            self.root.IDTree = Dictionary(Names=_sorted(self.notes))


def _sorted(names: Sequence[Any]) -> Array:
    """Names and what they stand for, by turns, as a name tree has them (section 7.9.6)."""
    found: dict[bytes, tuple[Any, Any]] = {}
    for name, value in zip(names[::2], names[1::2], strict=True):
        found.setdefault(bytes(name), (name, value))
    return Array([one for key in sorted(found) for one in found[key]])


def _places(book: pikepdf.Pdf) -> list[Any]:
    """The names of places and these, by turns."""
    return list(book.Root.Names.Dests.Names) if "/Names" in book.Root else []


def _write_outline(book: pikepdf.Pdf, parts: Sequence[Part]) -> None:
    """Writes the outline of all parts."""
    pages = [page for part in parts for page in zip(part.heights, part.bookmarks, strict=True)]
    objects = [page.obj for page in book.pages]

    def items(branches: Sequence[Any]) -> list[OutlineItem]:
        made = []
        for words, (page, across, down), below, state in branches:
            height = pages[page][0]
            place = [across * _POINTS, (height - down) * _POINTS]
            there: list[Any] = [objects[page], Name.XYZ, *place, 0]
            item = OutlineItem(words, Array(there))
            item.is_closed = state == "closed"
            item.children.extend(items(below))
            made.append(item)
        return made

    branches = engine.outline([bookmarks for _, bookmarks in pages])
    if branches:
        with book.open_outline() as outline:
            outline.root[:] = items(branches)
