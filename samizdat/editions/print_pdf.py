"""Step 5, typeset: the print edition, a PDF, and the page map beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial

from samizdat import page_map, print_facts
from samizdat.commission import Commission
from samizdat.findings import Location, Problem
from samizdat.metadata import PATH
from samizdat.page_map import Place, PrintedPage
from samizdat.typesetting import binding, engine
from samizdat.typesetting.compositor import Compositor
from samizdat.typesetting.course import Course
from samizdat.typesetting.drawing import Part, described, drawn
from samizdat.typesetting.keeping import Keeping
from samizdat.typesetting.letters import WholeFonts

_VALUES = (100, 90, 50, 40, 10, 9, 5, 4, 1)
_SIGNS = ("c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")


def render(commission: Commission) -> list[Problem]:
    """Writes the PDF, and beside it `pages.json`, the page map."""
    with engine.gathered_warnings() as said:
        compositor = Compositor(commission)
        chapters = range(len(commission.book.chapters))
        keeping = Keeping(
            commission.kept, {number: compositor.digest(number) for number in chapters}
        )
        course = Course(compositor, keeping)
        course.run()
        parts = [course.parts[number] for number in chapters]
        blank = cache(partial(_blank, compositor))
        body, places = _body(course, blank)
        back = drawn(
            compositor.document(compositor.markup.back(), len(places) + 1), 0, compositor.ids
        )
        front, fonts = _front(compositor, course, [*body, back])
        before = [blank(0)] * (len(front.names) % 2)
        binding.bound([front, *before, *body, back], fonts, commission.target)
    romans = range(1, len(front.names) + len(before) + 1)
    printed = [PrintedPage(_roman(number), None) for number in romans]
    printed += [
        PrintedPage(str(number), place)
        for number, place in enumerate([*places, *(None for _ in back.names)], 1)
    ]
    commission.target.with_name("pages.json").write_text(page_map.dump(printed), "utf-8")
    keeping.sweep()
    settings = [course.settings[number] for number in chapters]
    for setting, part in zip(settings, parts, strict=True):
        said += [*setting.said, *part.said]
    # A character without a glyph is found by its own rule, in the text.
    return [
        *dict.fromkeys(
            [
                *compositor.markup.problems,
                *(one for setting in settings for one in setting.problems),
            ]
        ),
        *(_warning(text) for text in dict.fromkeys([*said, *back.said]) if ".notdef" not in text),
    ]


def _body(course: Course, blank: Callable[[int], Part]) -> tuple[list[Part], list[Place | None]]:
    """The chapters, and where in the text each of their pages begins.

    Before a chapter that begins on one side alone there may be a page with nothing on it.
    """
    body, places = list[Part](), list[Place | None]()
    for number, first in enumerate(course.firsts()):
        if first > len(places) + 1:
            body.append(blank(len(places) % 2))
            places.append(None)
        body.append(course.parts[number])
        places += course.settings[number].places
    return body, places


def _blank(compositor: Compositor, is_verso: int) -> Part:
    """A page with nothing on it."""
    return drawn(compositor.blank(1 + is_verso), 0, compositor.ids)


def _front(
    compositor: Compositor, course: Course, others: Sequence[Part]
) -> tuple[Part, WholeFonts]:
    """What comes before the text, with the typefaces of all parts, and these."""
    document = compositor.document(compositor.markup.front(course.labels))
    engine.add_margins(document.pages)
    letters = [part.letters for part in others]
    fonts = WholeFonts(compositor.engine.configuration, letters)
    finish = partial(print_facts.finish, compositor.book.metadata)
    pdf = engine.written_front(document, compositor.ids, fonts, finish)
    return Part(pdf, **described(document.pages), letters=(), runs_left=False), fonts


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
