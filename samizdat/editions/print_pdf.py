"""Step 5, typeset: the print edition, a PDF, and the page map beside it."""

from __future__ import annotations

import gc
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from xml.etree import ElementTree

from samizdat import page_map, print_facts
from samizdat.commission import Commission
from samizdat.findings import Location, Problem
from samizdat.metadata import PATH
from samizdat.page_map import Place, PrintedPage
from samizdat.typesetting import binding, engine, letters
from samizdat.typesetting.compositor import Compositor
from samizdat.typesetting.course import Course
from samizdat.typesetting.drawing import Part, drawn
from samizdat.typesetting.keeping import Keeping
from samizdat.typesetting.letters import Letters

_VALUES = (100, 90, 50, 40, 10, 9, 5, 4, 1)
_SIGNS = ("c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")


@dataclass(frozen=True)
class _Sheets:
    """What is to be bound, and what is said of it."""

    case: bytes
    parts: list[Part]
    letters: Mapping[str, Letters]
    pages: list[PrintedPage]
    problems: list[Problem]


def render(commission: Commission) -> list[Problem]:
    """Writes the PDF, and beside it `pages.json`, the page map."""
    sheets = _typeset(commission)
    gc.collect()  # the elements of the book make room for its parts, which are opened all at once
    binding.bound(sheets.case, sheets.parts, sheets.letters, commission.target)
    commission.target.with_name("pages.json").write_text(page_map.dump(sheets.pages), "utf-8")
    return sheets.problems


def _typeset(commission: Commission) -> _Sheets:
    with engine.gathered_warnings() as said:
        compositor = Compositor(commission)
        chapters = range(len(commission.book.chapters))
        digests = {number: compositor.digest(number) for number in chapters}
        keeping = Keeping(commission.kept, digests)
        course = Course(compositor, keeping)
        course.run()
        others = _Others(compositor, keeping)
        body, places = _body(course, others)
        front = others.pages(compositor.markup.front(course.labels))
        back = others.pages(compositor.markup.back(), len(places) + 1)
        before = [others.blank(0)] * (len(front.names) % 2)
        parts = [front, *before, *body, back]
        whole = letters.merged(part.letters for part in parts)
        case = others.case(whole)
    romans = range(1, len(front.names) + len(before) + 1)
    printed = [PrintedPage(_roman(number), None) for number in romans]
    printed += [
        PrintedPage(str(number), place)
        for number, place in enumerate([*places, *(None for _ in back.names)], 1)
    ]
    keeping.sweep()
    settings = [course.settings[number] for number in chapters]
    problems = [*compositor.markup.problems, *(one for come in settings for one in come.problems)]
    said += [text for come in settings for text in come.said]
    said += [text for part in parts for text in part.said]
    # A character without a glyph is found by its own rule, in the text.
    problems = [
        *dict.fromkeys(problems),
        *(_warning(text) for text in dict.fromkeys(said) if ".notdef" not in text),
    ]
    return _Sheets(case, parts, whole, printed, problems)


def _body(course: Course, others: _Others) -> tuple[list[Part], list[Place | None]]:
    """The chapters, and where in the text each of their pages begins.

    Before a chapter that begins on one side alone there may be a page with nothing on it.
    """
    body, places = list[Part](), list[Place | None]()
    for number, first in enumerate(course.firsts()):
        if first > len(places) + 1:
            body.append(others.blank(len(places) % 2))
            places.append(None)
        body.append(course.parts[number])
        places += course.settings[number].places
    return body, places


class _Others:
    """The parts of the book that are no chapters."""

    def __init__(self, compositor: Compositor, keeping: Keeping) -> None:
        self.compositor = compositor
        self.keeping = keeping

    def pages(self, tree: ElementTree.Element, start: int = 1) -> Part:
        """Pages before and behind the text; the first has the number `start`."""

        def made() -> Part:
            return drawn(self.compositor.document(tree, start), 0, self.compositor.ids)

        made_of = ElementTree.tostring(tree, "unicode"), self.compositor.style, str(start)
        return self.keeping.other(made_of, made)

    def blank(self, is_verso: int) -> Part:
        """A page with nothing on it."""
        return self.pages(self.compositor.blank(), 1 + is_verso)

    def case(self, whole: Mapping[str, Letters]) -> bytes:
        """A PDF with the facts of the book, and with the typefaces of its parts."""
        facts = self.compositor.book.metadata

        def made() -> Part:
            document = self.compositor.document(self.compositor.markup.case())
            engine.add_margins(document.pages)
            fonts = letters.WholeFonts(self.compositor.engine.configuration, whole.values())
            pdf = engine.written_whole(document, fonts, partial(print_facts.finish, facts))
            return Part(pdf)

        told = json.dumps([letters.to_json(one) for one in whole.values()])
        return self.keeping.other([told, facts.model_dump_json()], made).pdf


def _roman(number: int) -> str:
    """The number as front matter has it: i, ii, iii, iv."""
    letters = ""
    for value, sign in zip(_VALUES, _SIGNS, strict=True):
        letters += sign * (number // value)
        number %= value
    return letters


def _warning(text: str) -> Problem:
    return Problem(
        Location("styles/print.css" if "style" in text.lower() else PATH),
        f"WeasyPrint says: {text}",
        "",
        "print-warning",
    )
