"""The tags of the print edition (step 5): what its words are, and in which order to read them.

WeasyPrint tags each page on its own: a paragraph over a page's turn becomes two, notes are no
notes, contents are lists, running heads are text that no tag knows. So `add_tags` stands in for
WeasyPrint's function of that name. It makes one tree of all pages from the same boxes, in which
whatever is one element of the book is one element of the tree (ISO 32000-1, sections 14.7 and
14.8), and notes follow their calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from samizdat import locales, print_words

_BLOCKS = {
    "main": "Part",
    "article": "Art",
    **dict.fromkeys(("section", "nav", "aside"), "Sect"),
    **dict.fromkeys(("div", "header", "footer", "figure"), "Div"),
    "blockquote": "BlockQuote",
    **dict.fromkeys(("p", "pre", "hr"), "P"),
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    **dict.fromkeys(("ul", "ol", "dl"), "L"),
    "li": "LI",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    **dict.fromkeys(("caption", "figcaption"), "Caption"),
}
_INLINES = {**dict.fromkeys(("code", "kbd", "samp"), "Code"), "q": "Quote"}
_HEADINGS = {f"H{level}" for level in range(1, 7)}
_GROUPS = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Note"}
"""Tags that hold no words themselves: words that stand in one are a paragraph of their own."""

_KEPT_EMPTY = {"TR", "TH", "TD"}
_POINTS = 0.75
"""Points in a pixel of CSS."""


class _Tag:
    """An element of the tree. `source` is the element of the book that it stands for.

    `kids` are other tags, marks (page and number of what is drawn) and annotations (with page).
    `link` is the nearest link around it or itself; `is_loose` marks a paragraph of words that
    stand in a group.
    """

    __slots__ = ("above", "entries", "in_contents", "is_loose", "kids", "link", "name", "source")

    def __init__(self, name: str, above: _Tag | None, source: Any = None) -> None:
        self.name = name
        self.above = above
        self.source = source
        self.kids: list[_Tag | tuple[int, int] | tuple[int, Any, None]] = []
        self.entries: dict[str, Any] = {}
        self.is_loose = False
        self.in_contents: bool = above is not None and above.in_contents
        self.link: _Tag | None = self if name == "Link" else above.link if above else None
        if above is not None:
            above.kids.append(self)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is drawn below it."""
        return self.name not in _KEPT_EMPTY and all(
            isinstance(kid, _Tag) and kid.is_empty for kid in self.kids
        )

    @property
    def page(self) -> int:
        """The first page on which something below it is drawn; -1 for none."""
        for kid in self.kids:
            page = kid.page if isinstance(kid, _Tag) else kid[0]
            if page >= 0:
                return page
        return -1


def add_tags(pdf: Any, document: Any, pdf_version: object, page_streams: list[Any]) -> None:
    """Adds the tree to a PDF that WeasyPrint is about to write; the arguments are WeasyPrint's."""
    tree = _Tree(document)
    glyphs = {font.hash: font.to_unicode for font in document.fonts.values()}
    for page, stream in enumerate(page_streams):
        tree.read(page, stream)
        document.runs_left = getattr(document, "runs_left", False) or bool(tree.leftward)
        print_words.add_words(stream.stream, tree.leftward, glyphs)
    tree.write(pdf)
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Tree:
    """The tree of one document."""

    def __init__(self, document: Any) -> None:
        self.pages = document.pages
        self.words = locales.load(document.metadata.lang or "en").words
        self.root = _Tag("Document", None)
        self.tags: dict[Any, _Tag] = {}
        self.page = -1
        self.marks: dict[Any, Any] = {}
        self.hidden: dict[int, str] = {}
        self.leftward: dict[int, str] = {}

    # --- reading the boxes --------------------------------------------------------------------

    def read(self, page: int, stream: Any) -> None:
        """Reads the boxes of a page; `stream` is what draws it."""
        self.page, self.marks, self.hidden, self.leftward = page, stream._tags, {}, {}
        self.feet: list[Any] = []
        self._read(self.pages[page]._page_box, self.root, "")
        for foot in self.feet:
            for box in foot.children:
                self._read(box, self.root, "")
        for box in list(self.marks):
            self._draw(box, self.root, "")
        stream.stream[:] = _with_artifacts(stream.stream, self.hidden)

    def _read(self, box: Any, above: _Tag, hidden: str) -> None:
        """`hidden` is the kind of artifact that the words are part of, and empty for text."""
        box = getattr(box, "_box", box)  # WeasyPrint's placeholder for what stands elsewhere
        kind = type(box).__name__
        if kind == "TextBox":
            self._draw(box, above, hidden)
            return
        if kind == "FootnoteAreaBox":
            self.feet.append(box)
            return
        if kind == "MarginBox":
            hidden = "Pagination"
        elif box.is_leader:
            hidden = "Layout"
        tag = above if hidden and not self._is_known(box) else self._tag(box, above)
        # The head of a table comes again on each page that the table goes on to.
        if tag.name in {"THead", "TFoot"} and tag.source is box.element and tag.page >= 0:
            hidden = hidden or ("Pagination" if tag.page != self.page else "")
        if box.link_annotation:
            (tag.link or tag).kids.append((self.page, box.link_annotation, None))
        if hasattr(box, "replacement"):
            is_shown = tag.name in {"Figure", "Formula"} and tag.source is box.element
            self._draw(box, tag, hidden or ("" if is_shown else "Layout"))
        for child in box.children:
            self._read(child, tag, hidden)

    def _is_known(self, box: Any) -> bool:
        return box.element in self.tags

    def _draw(self, box: Any, above: _Tag, hidden: str) -> None:
        """What a box draws belongs to a tag, or to none."""
        drawn = self.marks.pop(box, None)
        if drawn is None:
            return
        if not hidden and above.name in _GROUPS and not getattr(box, "text", "-").strip():
            hidden = "Layout"  # a space between blocks is no paragraph
        if hidden:
            self.hidden[drawn["mcid"]] = hidden
        else:
            self._for_words(above).kids.append((self.page, drawn["mcid"]))
            text = getattr(box, "text", "")
            if locales.runs_left(text) and box.style["direction"] == "rtl":
                self.leftward[drawn["mcid"]] = text

    def _for_words(self, above: _Tag) -> _Tag:
        """The tag for words that stand in another."""
        above = self._for_blocks(above)
        if above.name not in _GROUPS:
            return above
        last = above.kids[-1] if above.kids else None
        if not isinstance(last, _Tag) or not last.is_loose:
            last = _Tag("P", above)
            last.is_loose = True
        return last

    def _for_blocks(self, above: _Tag) -> _Tag:
        """The tag for blocks that stand in another: those of an item are its body."""
        if above.name != "LI":
            return above
        for kid in reversed(above.kids):
            if isinstance(kid, _Tag) and kid.name == "LBody":
                return kid
        return _Tag("LBody", above)

    def _tag(self, box: Any, above: _Tag) -> _Tag:
        """The tag for what is within a box: its own, or that of the box around it."""
        element = box.element
        if element is None:
            return above
        name, _, part = box.element_tag.partition("::")
        if part == "marker" and above.name == "LI" and above.source is element:
            return self._again((element, "Lbl")) or self._new("Lbl", above, (element, "Lbl"))
        if part:
            if part == "footnote-call":
                self._make_room(element, above)
            return above
        if element is above.source:
            return above
        return self._again(element) or self._first(box, name, above)

    def _again(self, source: Any) -> _Tag | None:
        return self.tags.get(source)

    def _new(self, name: str, above: _Tag, source: Any) -> _Tag:
        tag = self.tags[source] = _Tag(name, above, source)
        return tag

    def _first(self, box: Any, name: str, above: _Tag) -> _Tag:
        """The tag of an element that is met for the first time."""
        element = box.element
        classes = element.get("class", "").split()
        is_inline = type(box).__name__.startswith("Inline")
        tag: _Tag | None = None
        if _is_note(element):
            tag = self._note(element, above)
        elif name == "a" and box.link_annotation:
            tag = self._link(element, classes, above)
        elif hasattr(box, "replacement"):
            tag = self._picture(box, classes, above)
        elif name in {"dt", "dd"}:
            tag = self._definition(element, name, above)
        elif name in _INLINES:
            tag = self._new(_INLINES[name], self._for_words(above), element)
        elif name in _BLOCKS and not (name == "p" and is_inline):
            tag = self._block(element, name, above)
        language = _language(element)
        if language and name not in {"html", "body"}:
            if tag is None:
                around = self._for_words(above) if is_inline else self._for_blocks(above)
                tag = self._new("Span" if is_inline else "Div", around, element)
            tag.entries["Lang"] = pydyf.String(language)
        return tag or above

    def _block(self, element: Any, name: str, above: _Tag) -> _Tag:
        tag_name = _BLOCKS[name]
        if above.in_contents and tag_name in {"L", "LI"}:
            tag_name = {"L": "TOC", "LI": "TOCI"}[tag_name]
        if tag_name in _HEADINGS and any(one.name == "Note" for one in _path(above)):
            tag_name = "P"  # the headings of the book do not go on within a note
        around = above if tag_name == "LI" else self._for_blocks(above)
        tag = self._new(tag_name, around, element)
        if name == "nav":
            tag.in_contents = True
        if tag_name in {"TH", "TD"}:
            _describe_cell(tag, element)
        return tag

    def _definition(self, element: Any, name: str, above: _Tag) -> _Tag:
        """A term is the label of an item, and what is said of it is its body.

        The words of a term are a span, by which they are told from a figure that counts.
        """
        items = [kid for kid in above.kids if isinstance(kid, _Tag) and kid.name == "LI"]
        item = items[-1] if items else None
        has_body = item is not None and any(
            isinstance(kid, _Tag) and kid.name == "LBody" for kid in item.kids
        )
        if item is None or (name == "dt" and has_body):
            item = _Tag("LI", above)
        if name == "dt":
            return self._new("Span", _Tag("Lbl", item), element)
        return self._new("LBody", item, element)

    def _link(self, element: Any, classes: list[str], above: _Tag) -> _Tag:
        """A link; one to another place of the book is a reference, that before a note its label."""
        if "note-mark" in classes and above.name == "Note":
            around = _Tag("Lbl", above)
        elif above.in_contents or {"note-link", "long-call", "cross-reference"} & set(classes):
            around = above if above.in_contents else self._for_words(above)
            around = _Tag("Reference", around)
        else:
            around = self._for_words(above)
        return self._new("Link", around, element)

    def _picture(self, box: Any, classes: list[str], above: _Tag) -> _Tag | None:
        """A picture or a drawn formula; one that needs no words is none to the tree."""
        element = box.element
        words = element.get("alt") or _title(element)
        if not words:
            return None
        is_formula = "formula" in classes
        around = self._for_words(above) if is_formula else self._for_blocks(above)
        tag = self._new("Formula" if is_formula else "Figure", around, element)
        tag.entries["Alt"] = pydyf.String(words)
        height = self.pages[self.page].height
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, height - top - box.height, left + box.width, height - top)
        tag.entries["A"] = pydyf.Dictionary(
            {"O": "/Layout", "BBox": pydyf.Array(round(n * _POINTS, 3) for n in corners)}
        )
        return tag

    # --- notes --------------------------------------------------------------------------------

    def _make_room(self, element: Any, above: _Tag) -> None:
        """Makes the tag of a note where its call stands, before the foot of the page is read."""
        if element in self.tags:
            return
        around = above
        for one in _path(above):
            if one.name == "Reference":
                around = one.above or one
                break
        heading = next((one for one in _path(above) if one.name in _HEADINGS), None)
        if heading is not None and heading.above is not None:
            # Not within the heading, whose words are a title in themselves.
            around = _Tag("NonStruct", heading.above)
        self._note(element, around)

    def _note(self, element: Any, above: _Tag) -> _Tag:
        return self._new("Note", self._for_blocks(above), element)

    # --- writing the tree ---------------------------------------------------------------------

    def write(self, pdf: Any) -> None:
        """Writes the tree, and which marks and annotations belong to which of its elements."""
        self.pdf = pdf
        self.parents: list[dict[int, bytes]] = [{} for _ in self.pages]
        self.annotations: list[tuple[Any, bytes]] = []
        self.notes: list[tuple[str, bytes]] = []
        root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        pdf.add_object(root)
        root["K"] = pydyf.Array([self._write(self.root, root.reference)])
        numbers = pydyf.Array()
        for page, marks in enumerate(self.parents):
            owners = [marks.get(mark, "null") for mark in range(max(marks, default=-1) + 1)]
            numbers += [page, pydyf.Array(owners)]
        for number, (annotation, owner) in enumerate(self.annotations, len(self.pages)):
            numbers += [number, owner]
            annotation["StructParent"] = number
        tree = pydyf.Dictionary({"Nums": numbers})
        pdf.add_object(tree)
        root["ParentTree"] = tree.reference
        root["ParentTreeNextKey"] = len(self.pages) + len(self.annotations)
        if self.notes:
            names = pydyf.Array()
            for key, note in sorted(self.notes):
                names += [pydyf.String(key), note]
            root["IDTree"] = pydyf.Dictionary({"Names": names})
        pdf.catalog["StructTreeRoot"] = root.reference

    def _write(self, tag: _Tag, parent: bytes) -> bytes:
        """Writes an element and those below it; returns a reference to it."""
        name = tag.name
        if name == "Link" and not any(_is_annotation(kid) for kid in tag.kids):
            name = "Span"
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{name}", "P": parent})
        self.pdf.add_object(element)
        own: bytes = element.reference
        element.update(tag.entries)
        page = tag.page
        if page >= 0:
            element["Pg"] = self.pdf.page_references[page]
        if name == "Note":
            # What stands for a note that goes to the chapter's end has no id of its own.
            key = tag.source.get("id") or f"at-{tag.source[0].get('href', '')[1:]}"
            self.notes.append((key, own))
            element["ID"] = pydyf.String(key)
        kids = pydyf.Array(self._kids(tag, page, own))
        if kids:
            element["K"] = kids
        return own

    def _kids(self, tag: _Tag, page: int, own: bytes) -> Iterator[Any]:
        for kid in tag.kids:
            if isinstance(kid, _Tag):
                if not kid.is_empty:
                    yield self._write(kid, own)
            elif len(kid) == 3:
                annotation = kid[1]
                if tag.source is not None:
                    annotation["Contents"] = pydyf.String(self._description(tag.source, annotation))
                self.annotations.append((annotation, own))
                pages = self.pdf.page_references
                yield pydyf.Dictionary(
                    {"Type": "/OBJR", "Obj": annotation.reference, "Pg": pages[kid[0]]}
                )
            else:
                self.parents[kid[0]][kid[1]] = own
                yield self._mark(kid, page)

    def _mark(self, kid: tuple[int, int], page: int) -> Any:
        if kid[0] == page:
            return kid[1]
        pages = self.pdf.page_references
        return pydyf.Dictionary({"Type": "/MCR", "Pg": pages[kid[0]], "MCID": kid[1]})

    def _description(self, element: Any, annotation: Any) -> str:
        """What a link is, for who does not see it."""
        classes = element.get("class", "").split()
        if "note-mark" in classes:
            return self.words["back-to-text"]
        if "note-link" in classes or "long-call" in classes:
            foot = next((one for one in element if one.get("data-mark")), element)
            series = foot.get("class", "").split()
            word = self.words["translators-note" if "translator" in series else "note"]
            return f"{word} {foot.get('data-mark') or _words(element)}"
        words = " ".join(_words(element).split())
        action = annotation.get("A")
        address = element.get("href", "") if action is not None else ""
        if not words or not address or words == address:
            return words or element.get("href", "").removeprefix("#")
        return f"{words} ({address})"


def _path(tag: _Tag | None) -> Iterator[_Tag]:
    """The tag and those above it."""
    while tag is not None:
        yield tag
        tag = tag.above


def _is_annotation(kid: Any) -> bool:
    return isinstance(kid, tuple) and len(kid) == 3


def _is_note(element: Any) -> bool:
    """Whether an element is a note of the book: its mark is the first thing within it."""
    first = next(iter(element), None)
    return first is not None and "note-mark" in first.get("class", "").split()


def _language(element: Any) -> str:
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    return str(element.get("lang") or element.get(xml) or "")


def _title(element: Any) -> str:
    """The title of a drawing that stands in the text itself."""
    title = element.find("{http://www.w3.org/2000/svg}title")
    return str(title.text or "") if title is not None else ""


def _words(element: Any) -> str:
    """The words of a link without notes in it, pictures by their alternative texts."""
    if _is_note(element):
        return ""
    inner = "".join(_words(child) + (child.tail or "") for child in element)
    return str(element.get("alt") or "") + (element.text or "") + inner


def _describe_cell(tag: _Tag, element: Any) -> None:
    entries: dict[str, Any] = {}
    if tag.name == "TH":
        in_head = any(one.name == "THead" for one in _path(tag))
        is_of_row = element.get("scope") == "row" or not (in_head or element.get("scope"))
        entries["Scope"] = "/Row" if is_of_row else "/Column"
    for key in ("ColSpan", "RowSpan"):
        number = element.get(key.lower(), "")
        if number.isdecimal() and int(number) > 1:
            entries[key] = int(number)
    if entries:
        tag.entries["A"] = pydyf.Dictionary({"O": "/Table", **entries})


def _with_artifacts(operations: list[Any], hidden: dict[int, str]) -> list[Any]:
    """What draws a page; the marks that no tag knows become artifacts (section 14.8.2.2).

    An artifact within something tagged, such as the line below words, belongs to it.
    """
    kept: list[Any] = []
    is_kept: list[bool] = []
    for operation in operations:
        if operation == b"BMC" and is_kept:
            kept.pop()
            is_kept.append(False)
            continue
        if operation == b"BDC":
            kind = hidden.get(kept[-1].get("MCID", -1))
            if kind:
                kept[-2:] = ["/Artifact", pydyf.Dictionary({"Type": f"/{kind}"})]
        if operation == b"EMC" and not is_kept.pop():
            continue
        if operation in (b"BMC", b"BDC"):
            is_kept.append(True)
        kept.append(operation)
    return kept
