"""The book as one document for paper (step 5): notes within their calls, formulas as drawings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from lxml import etree

from samizdat import formulas, lettering, locales, markup, pages
from samizdat.book import Book, Note
from samizdat.findings import Location, Problem
from samizdat.markup import Markup


class PrintMarkup:
    """Makes the document, several times if notes have to move; formulas are drawn only once.

    `put` takes an address, the octets of a picture and its media type. `problems` are filled
    while formulas are drawn.
    """

    def __init__(
        self, composed: Markup, put: Callable[[str, bytes, str], object], *, draft: bool
    ) -> None:
        self.book: Book = composed.book
        self.composed = composed
        self.put = put
        self.draft = draft
        self.drawn: dict[str, formulas.Drawing | None] = {}
        self.problems: list[Problem] = []

    def tree(self, long_notes: set[str]) -> ElementTree.Element:
        """The document as elements without namespace; `long_notes` go to the ends of chapters."""
        counts: dict[str, int] = {}
        chapters = []
        for part in self.composed.chapters:
            waiting: list[Note] = []

            def call(note: Note, count: int, waiting: list[Note] = waiting) -> Any:
                return self._call(note, count, counts, long_notes, waiting)

            heading, body = markup.copied(part.heading), markup.copied(part.body)
            markup.place_calls(heading, self.book, call, counts)
            markup.place_calls(body, self.book, call, counts)
            long = [self._long_note(note) for note in waiting]
            for element in (heading, body, *long):
                self._prepare_blocks(element)
            chapters.append(
                {
                    "id": part.chapter.id,
                    "title": part.chapter.title,
                    "heading": markup.inner(heading),
                    "body": markup.inner(body),
                    "long_notes": pages.trusted("".join(markup.outer(note) for note in long)),
                }
            )
        page = pages.fill(
            "print.html",
            self.book,
            chapters=chapters,
            others=pages.contributors(self.book),
            entries=pages.nested(self.composed.contents),
            address=lambda entry: f"#{entry.id}",
            date=pages.formatted_date(self.book),
            draft=self.draft,
            fonts=_family_names(self.book),
        )
        # Elements instead of text: HTML's parser would close a paragraph before a note's own.
        tree = ElementTree.fromstring(page.strip())  # noqa: S314  # our own markup
        for node in tree.iter():
            node.tag = node.tag.removeprefix(f"{{{markup.XHTML}}}")
        self._draw_formulas(tree)
        return tree

    def _draw_formulas(self, tree: ElementTree.Element) -> None:
        """Puts a picture where each formula stands, in headings and contents too."""
        parents = {child: parent for parent in tree.iter() for child in parent}
        for math in list(tree.iter(f"{{{markup.MATHML}}}math")):
            parent, tail = parents[math], math.tail
            math.tail = None
            source = ElementTree.tostring(math, encoding="unicode")
            words = math.get("alttext", "")
            if source not in self.drawn:
                self.drawn[source] = self._drawing(source, words)
            drawing = self.drawn[source]
            if drawing is None:
                new = ElementTree.Element("span", {"class": "formula-text"})
                new.text = words
            else:
                address = f"samizdat:formula/{list(self.drawn).index(source)}"
                self.put(address, drawing.svg.encode(), "image/svg+xml")
                new = ElementTree.Element(
                    "img",
                    {
                        "class": "formula",
                        "src": address,
                        "alt": words,
                        "style": (
                            f"width:{drawing.width:.3f}em;height:{drawing.height:.3f}em;"
                            f"vertical-align:{-drawing.depth:.3f}em"
                        ),
                    },
                )
            if math.get("display") == "block":
                display = ElementTree.Element("span", {"class": "display-formula"})
                display.append(new)
                new = display
            new.tail = tail
            parent[list(parent).index(math)] = new

    def _drawing(self, source: str, words: str) -> formulas.Drawing | None:
        try:
            return formulas.draw(source)
        except ValueError as error:
            self.problems.append(
                Problem(
                    Location(self.book.chapters[0].location.path),
                    f"formula {words} can't be drawn for print: {error}",
                    "say it with simpler TeX",
                    "print-formula",
                )
            )
            return None

    def _call(
        self,
        note: Note,
        count: int,
        counts: dict[str, int],
        long_notes: set[str],
        waiting: list[Note],
    ) -> Any:
        """The call, and within it the note, which the stylesheet moves to the page's foot."""
        identifier = markup.call_id(note, count)
        if count > 1 or note.key in long_notes:
            if count == 1:
                waiting.append(note)
            return markup.element(
                "a",
                note.mark,
                _class=f"long-call {note.series}",
                href=f"#{note.key}",
                id=identifier,
            )
        link = markup.element("a", _class="note-link", href=f"#{note.key}", id=identifier)
        link.text = "\u2060"  # no line ends between a word and its call
        foot = self._note(note, counts, long_notes, waiting)
        foot.set("class", f"footnote {note.series}")
        foot.set("data-mark", note.mark)
        link.append(foot)
        return link

    def _note(
        self, note: Note, counts: dict[str, int], long_notes: set[str], waiting: list[Note]
    ) -> Any:
        whole = markup.element("span", id=note.key)
        whole.append(self._mark(note, 1))
        body = markup.copied(self.composed.notes[note.key])
        markup.place_calls(
            body,
            self.book,
            lambda inner, count: self._call(
                inner, count, counts, long_notes | {inner.key}, waiting
            ),
            counts,
        )
        if note.series == "translator":
            word = locales.load(self.book.metadata.language).words["translators-note"]
            speaker = markup.element("span", f"{word}:", _class="speaker")
            speaker.tail = " "
            whole.append(speaker)
        for child in list(body):
            whole.append(child)
        return whole

    def _long_note(self, note: Note) -> Any:
        whole = self._note(note, {}, {n.key for n in self.book.notes}, [])
        whole.tag = f"{{{markup.XHTML}}}div"
        whole.set("class", f"note {note.series}")
        return whole

    def _mark(self, note: Note, count: int) -> Any:
        mark = markup.element(
            "a", note.mark, _class="note-mark", href=f"#{markup.call_id(note, count)}"
        )
        mark.tail = " "
        return mark

    def _prepare_blocks(self, body: Any) -> None:
        word = locales.load(self.book.metadata.language).words["page-short"]
        for link in body.iter(f"{{{markup.XHTML}}}a"):
            if "cross-reference" in link.get("class", ""):
                link.set("data-page-word", word)
        for name in ("pre", "table"):
            for element in body.iter(f"{{{markup.XHTML}}}{name}"):
                if _is_short(element):
                    element.set("class", f"{element.get('class', '')} short".strip())
        for level in range(2, 7):
            for heading in body.iter(f"{{{markup.XHTML}}}h{level}"):
                heading.set("data-title", _heading_text(heading))


def _is_short(element: Any) -> bool:
    """Whether code or a table is so short that it should not be divided."""
    if etree.QName(element).localname == "table":
        return sum(1 for _ in element.iter(f"{{{markup.XHTML}}}tr")) <= 9
    return "".join(element.itertext()).count("\n") < 8


def _heading_text(heading: Any) -> str:
    """The words of a heading for running heads and outline: no notes, formulas as letters."""
    parts = [heading.text or ""]
    for child in heading:
        if "note-link" not in child.get("class", "") and "long-call" not in child.get("class", ""):
            parts.append(child.get("alttext") or _heading_text(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _family_names(book: Book) -> list[str]:
    return list(dict.fromkeys(face.family for face, _ in lettering.faces(book)))
