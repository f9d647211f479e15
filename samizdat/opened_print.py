"""A finished PDF, opened again (step 7), by libraries that had no part in writing it.

PDFium reads the words and their places, pikepdf the tags, links, outline and facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2

from samizdat import drawn, locales, reading_order
from samizdat.kept_drawings import KeptDrawings
from samizdat.printed import (
    Annotation,
    Box,
    Facts,
    Line,
    Link,
    Piece,
    Place,
    PrintEdition,
    Run,
    Sheet,
    Tag,
    UnreadablePrint,
)

_TWICE = {
    "Author": "dc:creator",
    "Subject": "dc:description",
    "Keywords": "pdf:Keywords",
    "Creator": "xmp:CreatorTool",
    "Producer": "pdf:Producer",
    "CreationDate": "xmp:CreateDate",
    "ModDate": "xmp:ModifyDate",
}
"""The facts that stand in the file twice, beside the title, and their names in XMP."""


def open_print(path: Path, kept: Path | None = None) -> PrintEdition | UnreadablePrint:
    """The PDF, read whole; an `UnreadablePrint` where that can't be done.

    What is drawn on its pages is kept in the file `kept`, if there is one.
    """
    try:
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                return UnreadablePrint(path, "it is encrypted")
            if not len(pdf.pages):
                return UnreadablePrint(path, "it has no pages")
            document = pypdfium2.PdfDocument(path)
            try:
                return _Reading(pdf, document, KeptDrawings(kept, pdf.pages)).edition(path)
            finally:
                document.close()
    except pikepdf.PasswordError:
        return UnreadablePrint(path, "it is encrypted")
    # What a broken file makes the libraries stumble over can't be told beforehand.
    except (
        pikepdf.PdfError,
        pypdfium2.PdfiumError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as error:
        why = str(error).replace(str(path), path.name).partition("\n")[0]
        return UnreadablePrint(path, why or type(error).__name__)


class _Above(NamedTuple):
    """What is above an element of the tree of tags, as `Run` has it."""

    part: int
    page: int = -1
    tags: tuple[str, ...] = ()
    link: int = -1
    heading: int = -1
    is_right_to_left: bool = False


class _Reading:
    """One PDF while it is read."""

    def __init__(self, pdf: Any, document: Any, drawings: KeptDrawings) -> None:
        self.pdf = pdf
        self.document = document
        self.drawings = drawings
        self.numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self.places = dict(self._places())
        self.runs: list[Run] = []
        self.links: list[Link] = []
        self.tags: list[Tag] = []
        self.headings = 0
        self.tagged: list[set[int]] = [set() for _ in pdf.pages]
        self.on_pages = {
            annotation.objgen for page in pdf.pages for annotation in page.get("/Annots", [])
        }
        self.glyphs = drawn.Glyphs()
        self.is_right_to_left = _is_right_to_left(pdf.Root.get("/Lang", ""))
        self.seen: list[dict[int, list[drawn.Glyph]]] = []
        if self.is_right_to_left:
            self.seen = [self.glyphs.by_mark(p.obj, p.obj.get("/Resources")) for p in pdf.pages]
        tree = pdf.Root.get("/StructTreeRoot", {})
        self.identified: dict[str, tuple[int, int]] = {}
        if "/IDTree" in tree:
            self.identified = {str(k): v.objgen for k, v in pikepdf.NameTree(tree.IDTree).items()}
        self.owners: dict[int, Any] = {}
        if "/ParentTree" in tree:
            self.owners = dict(pikepdf.NumberTree(tree.ParentTree).items())

    def edition(self, path: Path) -> PrintEdition:
        """All that is in the file."""
        drawings = self.drawings.read(self.document)
        self._read_tags([pieces for pieces, _ in drawings])
        sheets = []
        pages = zip(self.pdf.pages, drawings, self.tagged, strict=True)
        for number, (page, drawing, tagged) in enumerate(pages):
            left, bottom, right, top = map(float, page.get("/TrimBox", page.mediabox))
            missing = self.drawings.missing(number, drawing, self.glyphs)
            missing += sum(piece.text.count("\ufffd") for piece in drawing.pieces)
            sheets.append(
                Sheet(
                    (left, bottom, right, top),
                    drawing.pieces,
                    missing,
                    frozenset(tagged),
                    page.label if "/PageLabels" in self.pdf.Root else "",
                    page.get("/Tabs") == "/S",
                    self.drawings.digests[number],
                    drawing.reach,
                )
            )
        self.drawings.close()
        return PrintEdition(
            path,
            tuple(sheets),
            tuple(self.runs),
            tuple(self.links),
            tuple(self._annotations()),
            self.places,
            tuple(self._outline()),
            tuple(sorted(self.glyphs.faces.values(), key=lambda face: face.name)),
            self._facts(),
            tuple(self._beyond()),
            tuple(self.tags),
            in_order=self.is_right_to_left,
        )

    # --- the text, by its tags ----------------------------------------------------------------

    def _read_tags(self, pieces_of: list[tuple[Piece, ...]]) -> None:
        """Fills runs, links and the marks that the tags know."""
        by_mark: list[dict[int, list[Piece]]] = []
        for pieces in pieces_of:
            marks: dict[int, list[Piece]] = {}
            for piece in pieces:
                marks.setdefault(piece.mark, []).append(piece)
            by_mark.append(marks)
        roots = _kids(self.pdf.Root.get("/StructTreeRoot", {}))
        if len(roots) == 1 and not isinstance(roots[0], int):
            roots = _kids(roots[0])
        start = _Above(is_right_to_left=self.is_right_to_left, part=-1)
        waiting = [(root, start._replace(part=part)) for part, root in enumerate(roots)][::-1]
        parts = len(roots)
        seen = set()
        while waiting:
            node, above = waiting.pop()
            if isinstance(node, int):
                self._add_run(node, above, by_mark)
                continue
            if node.is_indirect:
                if node.objgen in seen:
                    continue
                seen.add(node.objgen)
            if "/Pg" in node:
                above = above._replace(page=self._number(node.Pg))
            kind = str(node.get("/Type", ""))
            if kind == "/MCR":
                self._add_run(int(node.MCID), above, by_mark)
            elif kind == "/OBJR":
                if above.link >= 0:
                    self._add_target(self.links[above.link], node.get("/Obj", {}))
            else:
                tag = str(node.get("/S", "")).removeprefix("/")
                has = frozenset(self._facts_of(node))
                self.tags.append(Tag(tag, (above.tags or ("",))[-1], above.page, has))
                if tag == "Link" and not self._is_within(node, above.link):
                    self.links.append(Link(len(self.links), above.page, above.tags))
                    above = above._replace(link=len(self.links) - 1)
                if tag == "Note":
                    above = above._replace(part=parts)
                    parts += 1
                if re.fullmatch(r"H\d?", tag):
                    self.headings += 1
                    above = above._replace(heading=self.headings)
                if tag == "Code":  # it runs from left to right in every language
                    above = above._replace(is_right_to_left=False)
                elif "/Lang" in node:
                    above = above._replace(is_right_to_left=_is_right_to_left(node.Lang))
                above = above._replace(tags=(*above.tags, tag))
                waiting += [(kid, above) for kid in _kids(node)[::-1]]

    def _facts_of(self, node: Any) -> Iterator[str]:
        if str(node.get("/Alt", "")).strip():
            yield "Alt"
        if "/ID" in node and self.identified.get(str(node.ID)) == node.objgen:
            yield "ID"
        owned = node.get("/A", {})
        if any("/Scope" in one for one in (owned if _is_array(owned) else [owned])):
            yield "Scope"

    def _add_run(self, mark: int, above: _Above, by_mark: list[dict[int, list[Piece]]]) -> None:
        """The words that a mark calls, as part of the text and of the link around them."""
        if above.page < 0:
            return
        self.tagged[above.page].add(mark)
        pieces = by_mark[above.page].get(mark, [])
        is_picture = not {"Figure", "Formula"}.isdisjoint(above.tags)
        words = "" if is_picture else self._words(mark, above, pieces)
        self.runs.append(
            Run(
                words,
                above.page,
                _around(pieces),
                above.tags,
                above.part,
                above.link,
                above.heading,
            )
        )
        if above.link >= 0:
            self.links[above.link].text += f" {words}"

    def _words(self, mark: int, above: _Above, pieces: list[Piece]) -> str:
        """The words that a mark calls, in the order of reading.

        What the page says of itself is believed where what is drawn bears it out.
        """
        if not self.is_right_to_left:
            return "".join(piece.text for piece in pieces)
        glyphs = self.seen[above.page].get(mark, [])
        own, said = (
            reading_order.as_read(letters, is_right_to_left=above.is_right_to_left)
            for letters in ([glyph.own for glyph in glyphs], [glyph.said for glyph in glyphs])
        )
        return said if reading_order.is_borne_out(said, own) else own

    def _is_within(self, node: Any, link: int) -> bool:
        """Whether a link leads where the one around it does: what a stylesheet adds is its part."""
        if link < 0:
            return False
        own = {
            _address(*self._action(kid.get("/Obj", {})))
            for kid in _kids(node)
            if _is_dictionary(kid) and kid.get("/Type") == "/OBJR"
        }
        return own <= set(self.links[link].targets)

    def _add_target(self, link: Link, annotation: Any) -> None:
        if getattr(annotation, "objgen", None) not in self.on_pages:
            return  # nobody can follow it
        kind, target = self._action(annotation)
        if kind in {"GoTo", "URI"}:
            link.targets.append(_address(kind, target))
        if link.box is None and "/Rect" in annotation:
            x, y, other_x, other_y = map(float, annotation.Rect)
            link.box = (min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))

    # --- links, destinations, outline ---------------------------------------------------------

    def _action(self, item: Any) -> tuple[str, str]:
        """The kind of what an annotation or a line of the outline does, and its target."""
        if "/Dest" in item:
            return "GoTo", self._name(item.Dest)
        action = item.get("/A", {})
        kind = str(action.get("/S", "")).removeprefix("/")
        if kind == "GoTo":
            return kind, self._name(action.get("/D", ""))
        return kind, str(action.get("/URI", action.get("/F", "")))

    def _name(self, destination: Any) -> str:
        """The name of a destination; one that has none is known by its number."""
        if not _is_array(destination) and not _is_dictionary(destination):
            return str(destination).removeprefix("/")
        name = f"\0{len(self.places)}"
        self.places[name] = self._place(destination)
        return name

    def _place(self, destination: Any) -> Place:
        if _is_dictionary(destination):
            destination = destination.get("/D", [])
        if not _is_array(destination) or not len(destination):
            return Place(-1, 0, 0)
        numbers = [float(n) if _is_number(n) else 0.0 for n in list(destination)[2:4]]
        x, y = (*numbers, 0.0, 0.0)[:2]
        return Place(self._number(destination[0]), x, y)

    def _number(self, page: Any) -> int:
        return self.numbers.get(getattr(page, "objgen", (0, 0)), -1)

    def _places(self) -> Iterator[tuple[str, Place]]:
        names = self.pdf.Root.get("/Names", {})
        if "/Dests" in names:
            for name, destination in pikepdf.NameTree(names.Dests).items():
                yield str(name), self._place(destination)
        for name, destination in self.pdf.Root.get("/Dests", {}).items():
            yield str(name).removeprefix("/"), self._place(destination)

    def _outline(self) -> Iterator[Line]:
        waiting = [(self.pdf.Root.get("/Outlines", {}).get("/First"), 1)]
        seen = set()
        while waiting:
            item, depth = waiting.pop()
            if item is None or item.objgen in seen:
                continue
            seen.add(item.objgen)
            kind, name = self._action(item)
            place = self.places.get(name) if kind == "GoTo" else None
            yield Line(str(item.get("/Title", "")), depth, place or Place(-1, 0, 0))
            waiting += [(item.get("/Next"), depth), (item.get("/First"), depth + 1)]

    def _annotations(self) -> Iterator[Annotation]:
        for number, page in enumerate(self.pdf.pages):
            for annotation in page.get("/Annots", []):
                kind, target = self._action(annotation)
                subtype = str(annotation.get("/Subtype", "")).removeprefix("/")
                owner = self.owners.get(int(annotation.get("/StructParent", -1)))
                words = str(annotation.get("/Contents", "")).strip()
                is_tagged = isinstance(owner, pikepdf.Dictionary) and owner.get("/S") == "/Link"
                yield Annotation(number, kind or subtype, target, words, is_tagged)
                if "/Next" in annotation.get("/A", {}):
                    yield Annotation(number, "chain of actions", "")

    # --- the file -----------------------------------------------------------------------------

    def _facts(self) -> Facts:
        root = self.pdf.Root
        with self.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp_title = str(xmp.get("dc:title", "") or "")
            standards = [
                f"PDF/UA-{xmp.get('pdfuaid:part', '')}",
                f"PDF/A-{xmp.get('pdfaid:part', '')}{xmp.get('pdfaid:conformance', '').lower()}",
            ]
            at_odds = [name for name, key in _TWICE.items() if self._is_at_odds(name, xmp.get(key))]
        return Facts(
            str(self.pdf.docinfo.get("/Title", "")),
            xmp_title,
            str(root.get("/Lang", "")),
            bool(root.get("/MarkInfo", {}).get("/Marked", False)),
            bool(self.runs),
            bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
            tuple(name for name in standards if not name.endswith("-")),
            any("/DestOutputProfile" in intent for intent in root.get("/OutputIntents", [])),
            tuple(at_odds),
        )

    def _is_at_odds(self, name: str, xmp: Any) -> bool:
        """Whether a fact is not the same in XMP; dates are compared by their figures."""
        own = str(self.pdf.docinfo.get(f"/{name}", ""))
        other = ", ".join(xmp) if isinstance(xmp, list) else str(xmp or "")
        if name.endswith("Date"):
            own, other = (re.sub(r"\D", "", date)[:14] for date in (own, other))
        return own != other

    def _beyond(self) -> Iterator[str]:
        root = self.pdf.Root
        names = root.get("/Names", {})
        yield from (
            key.removeprefix("/") for key in ("/JavaScript", "/EmbeddedFiles") if key in names
        )
        yield from (key.removeprefix("/") for key in ("/AA", "/AF", "/AcroForm") if key in root)
        opening = root.get("/OpenAction", [])
        if not _is_array(opening):
            yield from (k for k in [str(opening.get("/S", ""))[1:]] if k != "GoTo")
        for page in self.pdf.pages:
            if "/AA" in page or any("/AA" in one for one in page.get("/Annots", [])):
                yield "AA"


def _is_right_to_left(language: Any) -> bool:
    return locales.load(str(language) or "en").direction == "rtl"


def _address(kind: str, target: str) -> str:
    return f"#{target}" if kind == "GoTo" else target


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return list(kids) if _is_array(kids) else [kids]


def _is_array(value: Any) -> bool:
    return isinstance(value, (list, pikepdf.Array))


def _is_dictionary(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal))


def _around(pieces: list[Piece]) -> Box | None:
    return drawn.around([p.box for p in pieces if p.is_picture or p.text.strip()])
