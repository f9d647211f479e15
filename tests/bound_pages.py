"""What a PDF of the print edition holds, page by page, and the same book written as one document.

Beside the file that is bound of parts, WeasyPrint writes all pages of the same settings at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from samizdat import print_facts
from samizdat.book import Book
from samizdat.commission import Commission
from samizdat.typesetting import engine
from samizdat.typesetting.compositor import Compositor
from samizdat.typesetting.course import Course
from samizdat.typesetting.keeping import Keeping
from samizdat.typesetting.letters import TellingFonts


def write_at_once(book: Book, folder: Path, target: Path) -> None:
    """Has WeasyPrint write the pages of all chapters as one document, in this process."""
    compositor = Compositor(Commission(book, target, folder))
    course = Course(compositor, Keeping(None, dict.fromkeys(range(len(book.chapters)), "")))
    course.run()
    body = list[Any]()
    for number, first in enumerate(course.firsts()):
        if first > len(body) + 1:
            body += _with_margins(compositor.document(compositor.blank(), len(body) + 1))
        setting = course.settings[number]
        order = setting.order
        # Set once more for its own side, where it was turned over before.
        start = first if setting.names_itself else 2 - first % 2
        again = compositor.set(type(order)(number, start, order.labels), setting.remedies)
        body += _with_margins(again, first - start)
    front = compositor.document(compositor.markup.front(course.labels))
    pages = _with_margins(front)
    if len(pages) % 2:
        pages += _with_margins(compositor.document(compositor.blank(), len(pages) + 1))
    back = compositor.document(compositor.markup.back(), len(body) + 1)
    whole = front.copy([*pages, *body, *_with_margins(back)])
    finish = partial(print_facts.finish, book.metadata)
    target.write_bytes(engine.written_whole(whole, TellingFonts(), finish))


def _with_margins(document: Any, moved: int = 0) -> list[Any]:
    engine.add_margins(document.pages, moved)
    return list(document.pages)


def held(path: Path) -> dict[str, Any]:
    """What the file holds: pages with letters and their places, links, places, outline, tags."""
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        names = list(pdf.Root.Names.Dests.Names)
        with pdf.open_outline() as outline:
            lines = list(_outline(outline.root, pages, 0))
        found: dict[str, Any] = {
            "places": {
                str(name): _place(place, pages)
                for name, place in zip(names[::2], names[1::2], strict=True)
            },
            "links": [list(_links(page)) for page in pdf.pages],
            "outline": lines,
            "tags": [one for root in pdf.Root.StructTreeRoot.K for one in _tags(root, pages, 0)],
            "owners": list(_owners(pdf)),
            "note ids": _note_ids(pdf),
            "fonts": sorted(_fonts(pdf)),
        }
    document = pypdfium2.PdfDocument(path)
    found["letters"] = [list(_letters(page)) for page in document]
    document.close()
    return found


def _place(place: Any, pages: dict[Any, int]) -> tuple[int, float, float]:
    return pages[place[0].objgen], round(float(place[2]), 2), round(float(place[3]), 2)


def _links(page: Any) -> Iterator[Any]:
    for one in page.get("/Annots", []):
        corners = tuple(round(float(number), 2) for number in one.Rect)
        target = one.Dest if "/Dest" in one else one.A.URI
        yield corners, str(target), str(one.get("/Contents", "")), int(one.F)


def _outline(lines: Any, pages: dict[Any, int], depth: int) -> Iterator[Any]:
    for line in lines:
        yield depth, line.title, _place(line.destination, pages), line.is_closed
        yield from _outline(line.children, pages, depth + 1)


def _tags(tag: Any, pages: dict[Any, int], depth: int) -> Iterator[Any]:
    """The tree of tags, down to what is drawn on a page."""
    if not isinstance(tag, pikepdf.Dictionary):
        yield depth, int(tag)
        return
    page = pages[tag.Pg.objgen] if "/Pg" in tag else None
    kind = str(tag.get("/S", tag.Type))
    said = {str(key): str(tag[key]) for key in ("/Lang", "/Alt", "/ID", "/MCID") if key in tag}
    yield depth, kind, page, said
    kids: Any = tag.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        yield from _tags(kid, pages, depth + 1)


def _owners(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """For each page, and each link on it, the tags that say whose it is."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page in pdf.pages:
        marks = owners[int(page.StructParents)]
        links = [owners[int(one.StructParent)] for one in page.get("/Annots", [])]
        yield (
            [str(mark.S) if isinstance(mark, pikepdf.Dictionary) else "" for mark in marks],
            [str(link.S) for link in links],
        )


def _note_ids(pdf: pikepdf.Pdf) -> list[str]:
    tree = pdf.Root.StructTreeRoot.get("/IDTree")
    return [str(name) for name in list(tree.Names)[::2]] if tree is not None else []


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, int]]:
    """The typefaces by name, with the length of the file of each, once for each file."""
    seen = set()
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            file: Any = descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
            if file.objgen not in seen:
                seen.add(file.objgen)
                yield str(font.BaseFont), len(file.read_bytes())


def _letters(page: Any) -> Iterator[tuple[str, int, int]]:
    """The letters of a page with their places, in tenths of a point."""
    text = page.get_textpage()
    letters = text.get_text_range()
    for number in range(text.count_chars()):
        left, bottom, *_ = text.get_charbox(number)
        yield letters[number : number + 1], round(left * 10), round(bottom * 10)
    text.close()
