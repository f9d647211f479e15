"""The book as documents for paper (step 5): one of each chapter, those before and behind them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

from lxml import etree

from samizdat import formulas, lettering, locales, markup, pages
from samizdat.book import Book, Note
from samizdat.findings import Location, Problem
from samizdat.markup import ChapterMarkup, Markup
from samizdat.remedies import Remedies

_X = f"{{{markup.XHTML}}}"
_LETTERS = 16
"""How many letters of a running head have room in an inch, capitals and all."""

_UNKNOWN = "00"
"""Stands for the number of a page that is not set yet; most numbers are as wide."""


class PrintMarkup:
    """Makes the documents, several times if places have to change; formulas are drawn only once.

    `put` takes an address, the octets of a picture and its media type. `problems` are filled
    while formulas are drawn.
    """

    def __init__(
        self, composed: Markup, put: Callable[[str, bytes, str], object], *, draft: bool
    ) -> None:
        self.book: Book = composed.book
        self.composed = composed
        self.words = locales.load(self.book.metadata.language).words
        self.figures = pages.figures(self.book)
        self.put = put
        self.draft = draft
        self.drawn: dict[str, formulas.Drawing | str] = {}
        self.problems: list[Problem] = []

    # --- before and behind the text -----------------------------------------------------------

    def front(self, labels: Mapping[str, str]) -> ElementTree.Element:
        """Half-title, title page, imprint page and contents; `labels` are page numbers by id."""
        return self._document(
            "print-front.html",
            others=pages.credited(self.book),
            entries=pages.nested(self.composed.contents),
            address=lambda entry: f"#{entry.id}",
            page_of=lambda entry: self.figures.write(labels.get(entry.id, "")),
            date=pages.formatted_date(self.book),
            draft=self.draft,
            fonts=self._families,
        )

    def case(self) -> ElementTree.Element:
        """A page with nothing on it, and the facts of the book in its head."""
        tree = self.front({})
        body = tree.find("body")
        assert body is not None  # noqa: S101  # the template has one
        body.clear()
        ElementTree.SubElement(body, "div", {"class": "blank"})
        return tree

    def back(self) -> ElementTree.Element:
        """The colophon."""
        return self._document(
            "print-back.html",
            date=pages.formatted_date(self.book),
            fonts=self._families,
        )

    @cached_property
    def _families(self) -> list[str]:
        """The names of the typefaces that the book is set in."""
        return list(dict.fromkeys(face.family for face, _ in lettering.faces(self.book)))

    # --- the text -----------------------------------------------------------------------------

    def far_references(self, number: int) -> set[str]:
        """The ids outside the chapter that it names with their page."""
        return self._references(number) - self._ids(self.composed.chapters[number])

    def names_itself(self, number: int, remedies: Remedies) -> bool:
        """Whether a page of the chapter says in its text which number another one of them has."""
        own = self._ids(self.composed.chapters[number])
        return bool(remedies.moved or self._references(number) & own)

    def _references(self, number: int) -> set[str]:
        """The ids that a chapter and its notes name with their page."""
        part = self.composed.chapters[number]
        trees = [part.heading, part.body, *(self.composed.notes[n.key] for n in self.notes(number))]
        links = (link for tree in trees for link in tree.iter(f"{_X}a"))
        return {link.get("href", "")[1:] for link in links if _is_cross_reference(link)}

    def _ids(self, part: ChapterMarkup) -> set[str]:
        return ({part.chapter.id} | _ids_in(part.body)) - {""}

    def ids(self) -> frozenset[str]:
        """All ids in the text and the notes to which a link may lead."""
        found = {identifier for part in self.composed.chapters for identifier in self._ids(part)}
        for note in self.book.notes:
            found |= {note.key, markup.call_id(note, 1)} | _ids_in(self.composed.notes[note.key])
        return frozenset(found)

    def notes(self, number: int) -> list[Note]:
        """The notes that are called first in the chapter, in the order of their calls."""
        return self._notes_of[number]

    @cached_property
    def _notes_of(self) -> list[list[Note]]:
        """The notes that are called first in each chapter."""
        homes: dict[str, int] = {}
        for number, keys in enumerate(self._calls_in):
            for key in keys:
                homes.setdefault(key, number)
        found: list[list[Note]] = [[] for _ in self.composed.chapters]
        for note in self.book.notes:
            if note.key in homes:
                found[homes[note.key]].append(note)
        return found

    @cached_property
    def _calls_in(self) -> list[list[str]]:
        """The notes called in each chapter and in the notes that are called first in it."""
        known: set[str] = set()
        found = []
        for part in self.composed.chapters:
            keys = [key for tree in (part.heading, part.body) for key in _called(tree)]
            for key in keys:  # grows meanwhile
                if key not in known:
                    known.add(key)
                    keys += _called(self.composed.notes[key])
            found.append(keys)
        return found

    def calls_before(self, number: int) -> dict[str, int]:
        """How often each note of a chapter is called in the chapters before; -1 is none of them."""
        return dict(self._calls_before[number]) if number >= 0 else {}

    @cached_property
    def _calls_before(self) -> list[dict[str, int]]:
        found, so_far = [], Counter[str]()
        for keys in self._calls_in:
            found.append({key: so_far[key] for key in keys if key in so_far})
            so_far.update(keys)
        return found

    def chapter(
        self, number: int, remedies: Remedies, labels: Mapping[str, str]
    ) -> ElementTree.Element:
        """A chapter with its notes at the foot, or at its end where the remedies say so.

        `labels` are the page numbers of `far_references`.
        """
        part = self.composed.chapters[number]
        heading, body = markup.copied(part.heading), markup.copied(part.body)
        self._apply(remedies, heading, body)
        # A note called in several chapters is numbered by its calls from the first of them on.
        calls = _Calls(self, number, remedies)
        for tree in (heading, body):
            markup.place_calls(tree, self.book, calls.make, calls.counts)
        order = {note.key: place for place, note in enumerate(self.book.notes)}
        found = {note.key: self._end_note(note, calls) for note in calls.waiting}  # grows meanwhile
        ends = [found[key] for key in sorted(found, key=order.__getitem__)]
        self._apply(remedies, *ends)
        for tree in (heading, body, *ends):
            self._prepare_blocks(tree, self._ids(part), labels)
        return self._document(
            "print-chapter.html",
            chapter=part.chapter,
            running=self._running(part.chapter.title),
            running_book=self._running(pages.shown_facts(self.book).title),
            block=part.heading.get("data-block"),
            heading=markup.inner(heading),
            body=markup.inner(body),
            end_notes=pages.trusted("".join(markup.outer(note) for note in ends)),
        )

    def can_turn(self, number: int, block: str) -> bool:
        """Whether a table may stand on its side: it is no part of another block, and calls no note.

        The foot of its page would stand the other way.
        """
        for table in self.composed.chapters[number].body.iterchildren(f"{_X}table"):
            if table.get("data-block") == block:
                return not _called(table)
        return False

    def table_words(self, number: int, block: str) -> str:
        """The first words of a table, by which a person finds it."""
        for table in self.composed.chapters[number].body.iter(f"{_X}table"):
            if table.get("data-block") == block:
                return " ".join(" ".join(map(str, table.itertext())).split()[:6])
        return ""

    def measured(self, keys: list[str]) -> ElementTree.Element:
        """The notes one below the other, each as the foot of a page would show it."""
        calls = _Calls(self, -1, Remedies())
        notes = [self._note(self.book.note(key), calls) for key in keys]
        for note in notes:
            note.set("class", f"footnote measured {note.get('class')}")
            self._prepare_blocks(note, set(), {})
        return self._document(
            "print-notes.html", notes=pages.trusted("".join(markup.outer(note) for note in notes))
        )

    def _document(self, template: str, **values: Any) -> ElementTree.Element:
        page = pages.fill(template, self.book, **values)
        # Elements instead of text: HTML's parser would close a paragraph before a note's own.
        tree = ElementTree.fromstring(page.strip())  # noqa: S314  # our own markup
        for node in tree.iter():
            node.tag = node.tag.removeprefix(_X)
        return tree

    def _running(self, title: str) -> str:
        """A title as a running head, which has one line: cut between words where it is longer."""
        most = int(self.book.metadata.print.text_width * _LETTERS)
        if len(title) <= most:
            return title
        return title[:most].rpartition(" ")[0].rstrip(" ,;:.–—") + "…"

    # --- notes --------------------------------------------------------------------------------

    def _note(self, note: Note, calls: _Calls) -> Any:
        """The note with its mark, whose text begins in the line of the mark."""
        whole = markup.element("span", id=note.key, _class=note.series)
        mark = markup.element(
            "a", note.mark, _class="note-mark", href=f"#{markup.call_id(note, 1)}"
        )
        mark.tail = " "
        whole.append(mark)
        body = markup.copied(self.composed.notes[note.key])
        markup.place_calls(body, self.book, calls.make_within, calls.counts)
        if note.series == "translator":
            speaker = markup.element("span", f"{self.words['translators-note']}:", _class="speaker")
            speaker.tail = " "
            whole.append(speaker)
        for child in list(body):
            whole.append(child)
        return whole

    def _end_note(self, note: Note, calls: _Calls) -> Any:
        whole = self._note(note, calls)
        whole.tag = f"{_X}div"
        whole.set("class", f"note {note.series}")
        return whole

    def _pointer(self, note: Note) -> Any:
        """What stands at the foot in place of a note that goes to the chapter's end."""
        before, _, behind = self.words["continued-on"].partition("{page}")
        whole = markup.element("span", _class=f"footnote pointer {note.series}")
        mark = markup.element(
            "a", note.mark, _class="note-mark", href=f"#{markup.call_id(note, 1)}"
        )
        mark.tail = " "
        link = markup.element("a", before, _class="continued", href=f"#{note.key}")
        link.tail = behind
        whole.extend([mark, link])
        return whole

    # --- blocks -------------------------------------------------------------------------------

    def _apply(self, remedies: Remedies, *trees: Any) -> None:
        """Writes into the blocks what the remedies say of them."""
        styles = [(block, f"orphans:{lines}") for block, lines in remedies.begun]
        styles += [(block, "word-spacing:0.012em") for block in remedies.nudged]
        styles += [(block, f"padding-top:{pixels:.3f}px") for block, pixels in remedies.padded]
        styles += [(block, f"--narrow:{percent}%") for block, percent in remedies.narrowed]
        undivided: dict[str, list[int]] = {}
        for block, offset in sorted(remedies.undivided):
            undivided.setdefault(block, []).append(offset)
        if not (styles or undivided or remedies.turned):
            return
        by_id = {
            e.get("data-block"): e for tree in trees for e in tree.iter() if e.get("data-block")
        }
        for block, style in styles:
            if block in by_id:
                element = by_id[block]
                element.set("style", f"{element.get('style', '')};{style}".lstrip(";"))
        for block in remedies.turned & by_id.keys():
            _turn(by_id[block])
        for block, offsets in undivided.items():
            for offset in reversed(offsets):
                if block in by_id:
                    markup.enclose_word(by_id[block], offset, "undivided")

    def _prepare_blocks(self, body: Any, own: set[str], labels: Mapping[str, str]) -> None:
        for link in body.iter(f"{_X}a"):
            if _is_cross_reference(link):
                target = link.get("href", "")[1:]
                before, _, behind = self.words["page-short"].partition("{page}")
                link.set("data-page-before", before)
                link.set("data-page-behind", behind)
                if target in own:
                    _add_class(link, "near")
                else:
                    link.set("data-page", self.figures.write(labels.get(target, _UNKNOWN)))
        for name in ("pre", "table"):
            for element in body.iter(f"{_X}{name}"):
                if _is_short(element):
                    _add_class(element, "short")
        for box in list(body.iter(f"{_X}input")):
            # WeasyPrint sets what follows a box on a line of its own.
            tick = markup.element("span", "☑ " if box.get("checked") is not None else "☐ ")
            tick.set("class", "tick-box")
            tick.tail = box.tail
            box.getparent().replace(box, tick)
        for level in range(2, 7):
            for heading in body.iter(f"{_X}h{level}"):
                heading.set("data-title", _heading_text(heading))

    def draw_formulas(self, tree: ElementTree.Element) -> None:
        """Puts a picture where each formula of a document stands, in headings and contents too."""
        parents = {child: parent for parent in tree.iter() for child in parent}
        for math in list(tree.iter(f"{{{markup.MATHML}}}math")):
            parent, tail = parents[math], math.tail
            math.tail = None
            source = ElementTree.tostring(math, encoding="unicode")
            words = math.get("alttext", "")
            if source not in self.drawn:
                self.drawn[source] = _drawing(source)
            drawing = self.drawn[source]
            if isinstance(drawing, str):
                self.problems.append(self._undrawn(words, drawing))
                new = ElementTree.Element("span", {"class": "formula-text"})
                new.text = words
            else:
                digest = hashlib.sha256(source.encode()).hexdigest()
                address = f"samizdat:formula/{digest}"
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

    def _undrawn(self, words: str, reason: str) -> Problem:
        return Problem(
            Location(self.book.chapters[0].location.path),
            f"formula {words} can't be drawn for print: {reason}",
            "say it with simpler TeX",
            "print-formula",
        )


def _drawing(source: str) -> formulas.Drawing | str:
    """The drawing of a formula, or why there is none."""
    try:
        return formulas.draw(source)
    except ValueError as error:
        return str(error)


class _Calls:
    """The calls of one chapter while it is made.

    `counts` are how often each note was called so far, in earlier chapters too; `waiting` are the
    notes that go to the chapter's end.
    """

    def __init__(self, whole: PrintMarkup, number: int, remedies: Remedies) -> None:
        self.whole = whole
        self.remedies = remedies
        self.counts = whole.calls_before(number)
        self.waiting: list[Note] = []

    def make(self, note: Note, count: int) -> Any:
        """The call, and within it the note, which the stylesheet moves to the page's foot."""
        if count > 1:
            return self._link(note, count)
        call = markup.element("a", _class="note-link", href=f"#{note.key}")
        call.set("id", markup.call_id(note, count))
        call.text = "\u2060"  # no line ends between a word and its call
        if note.key in self.remedies.moved:
            self.waiting.append(note)
            foot = self.whole._pointer(note)
        else:
            foot = self.whole._note(note, self)
            foot.set("class", f"footnote {note.series}")
            if note.key in self.remedies.whole:
                foot.set("style", "footnote-policy:block")
        foot.set("data-mark", note.mark)
        call.append(foot)
        return call

    def make_within(self, note: Note, count: int) -> Any:
        """A call within a note: the foot of a page has no foot, so the chapter's end has it."""
        if count == 1:
            self.waiting.append(note)
        return self._link(note, count)

    def _link(self, note: Note, count: int) -> Any:
        link = markup.element("a", note.mark, _class=f"long-call {note.series}")
        link.set("href", f"#{note.key}")
        link.set("id", markup.call_id(note, count))
        return link


def _ids_in(tree: Any) -> set[str]:
    return {element.get("id") for element in tree.iter() if element.get("id")}


def _called(tree: Any) -> list[str]:
    """The keys of the notes that are called in a tree."""
    return [s.get("data-note", "") for s in tree.iter(f"{_X}span") if s.get("class") == "note-call"]


def _is_cross_reference(link: Any) -> bool:
    return "cross-reference" in link.get("class", "").split()


def _turn(table: Any) -> None:
    """Puts a table on its side, on a page of its own."""
    page, side = markup.element("div", _class="turned"), markup.element("div", _class="side")
    page.append(side)
    page.tail, table.tail = table.tail, None
    table.getparent().replace(table, page)
    side.append(table)


def _add_class(element: Any, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _is_short(element: Any) -> bool:
    """Whether code or a table is so short that it should not be divided."""
    if etree.QName(element).localname == "table":
        rows = sum(1 for _ in element.iter(f"{_X}tr"))
        return rows <= 9 and len("".join(map(str, element.itertext()))) < 900
    return "".join(element.itertext()).count("\n") < 8


def _heading_text(heading: Any) -> str:
    """The words of a heading for running heads and outline: no notes, formulas as letters."""
    parts = [heading.text or ""]
    for child in heading:
        if "note-link" not in child.get("class", "") and "long-call" not in child.get("class", ""):
            parts.append(child.get("alttext") or _heading_text(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())
