"""PD018 booklet unlike the print."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from samizdat import locales
from samizdat.findings import Location, Problem
from samizdat.folded import (
    BookletEdition,
    BookletSide,
    Half,
    PrintedPage,
    Thing,
    centre,
    moved,
)
from samizdat.metadata import PATH
from samizdat.printed import Box, PrintEdition, Sheet
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import REPORT

Content = tuple[str, ...]
_WHITE: Content = ()

# ISO 216, and ANSI/ASME Y14.1; in points, lying on their longer side.
_SHEETS = {
    "-booklet-a4.pdf": ("A4", 297 / 25.4 * 72, 210 / 25.4 * 72),
    "-booklet-letter.pdf": ("Letter", 11 * 72, 8.5 * 72),
}
_SLACK = 1.0
"""Points by which a thing may stand elsewhere, or a letter's ink out of its line."""

_ENLARGED = 1.001
_AS_PRINTED = (1.0, 0.0, 0.0, 1.0)


@rule("PD018", level="error", reads=BookletEdition)
def booklet_unlike_the_print(proof: Proof) -> Iterator[Problem]:
    """A folded booklet would not have the pages of the print edition, whole and in their order.

    Why: the fault is seen when the paper is printed, folded and stapled, and the paper is lost. So
    the booklet is folded here first: every page has to be there once, in its place, upright, and
    with nothing beyond the edge of the sheet or over the fold.
    """
    booklet: BookletEdition = proof.artifact
    is_mirrored = locales.load(proof.book.metadata.language).direction == "rtl"
    if proof.printed and _is_whole(booklet, proof.printed, is_mirrored=is_mirrored):
        return
    sentences = list(_sheet_faults(booklet, len(booklet.pages)))
    if booklet.pages and not sentences:
        halves = _halves_in_order(booklet.sides, booklet.pages, is_mirrored=is_mirrored)
        if halves is None:
            sentences = list(_order_faults(booklet))
        else:
            sentences = [
                f"page {number} of the file {fault} in {booklet.path.name}"
                for number, (page, half) in enumerate(zip(booklet.pages, halves, strict=True), 1)
                if (fault := _fault_of(page, half))
            ]
    for sentence in sentences:
        yield Problem(Location(PATH), sentence, REPORT)


def _is_whole(booklet: BookletEdition, printed: PrintEdition, *, is_mirrored: bool) -> bool:
    """Whether nothing is wrong, as far as is seen by the octets of the pages; else more is to read.

    That is so where each page stands in its place as it is, upright, no larger, and with all that
    is drawn on it on its half of a sheet.
    """
    whole, sizes = booklet.whole or (), booklet.sizes
    if len(whole) != len(sizes) or any(_sheet_faults(booklet, len(printed.sheets))):
        return False
    reaches = {sheet.digest: sheet.reach for sheet in printed.sheets}
    sides = []
    for (width, height), placed in zip(sizes, whole, strict=True):
        middle, sheet = width / 2, (0.0, 0.0, width, height)
        halves = {True: Half((0, 0, middle, height), sheet, ())}
        halves[False] = Half((middle, 0, width, height), sheet, ())
        for page in placed:
            if page.digest not in reaches:
                return False
            if (reach := reaches[page.digest]) is None:  # nothing is drawn on it
                continue
            box, linear = moved(reach, page.matrix), page.matrix[:4]
            is_left = centre(box) < middle
            half = halves[is_left]
            is_upright = linear == (linear[0], 0, 0, linear[0]) and 0 < linear[0] <= 1
            if half.things or not is_upright or not _is_within(box, half.edge, 0):
                return False
            halves[is_left] = replace(half, things=(Thing(page.digest, False, linear, box),))
        sides.append(BookletSide(width, height, halves[True], halves[False]))
    pages = [PrintedPage(sheet.edge, things=_as_one(sheet)) for sheet in printed.sheets]
    return _halves_in_order(sides, pages, is_mirrored=is_mirrored) is not None


def _as_one(sheet: Sheet) -> tuple[Thing, ...]:
    """All that is drawn on a page, as one thing."""
    return (Thing(sheet.digest, False, _AS_PRINTED, sheet.reach),) if sheet.reach else ()


def _sheet_faults(booklet: BookletEdition, pages: int) -> Iterator[str]:
    """What is wrong with the sheets, whatever stands on them; the book has so many `pages`."""
    name, sides = booklet.path.name, len(booklet.sizes)
    needed = 2 * math.ceil(pages / 4)
    if pages and sides != needed:
        yield f"{name} has {sides} sides in place of {needed}"
    for ending, (size, width, height) in _SHEETS.items():
        if name.endswith(ending):
            for number, side in enumerate(booklet.sizes, 1):
                if abs(side[0] - width) > 0.01 or abs(side[1] - height) > 0.01:
                    yield f"side {number} of {name} is not a sheet of {size} on its longer edge"


def _halves_in_order(
    sides: Sequence[BookletSide], pages: Sequence[PrintedPage], *, is_mirrored: bool
) -> list[Half] | None:
    """The halves on which the pages stand, in their order, if the sheets can be folded so.

    The booklet does not say how many sheets go into a signature. So whatever can be folded is
    tried: the first sheets that give the first pages, then the next.
    """
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    contents = [page.content for page in pages]
    white = [_WHITE] * (4 * len(sheets) - len(pages))
    for wanted in ([*contents, *white], [*contents[:-1], *white, contents[-1]]):
        folded = _signatures(sheets, wanted, is_mirrored=is_mirrored)
        if folded is not None:
            places = [*range(len(pages))]
            if wanted[: len(pages)] != contents:
                places[-1] = len(wanted) - 1
            return [folded[place] for place in places]
    return None


def _signatures(
    sheets: Sequence[tuple[BookletSide, BookletSide]],
    wanted: Sequence[Content],
    *,
    is_mirrored: bool,
) -> list[Half] | None:
    """The halves of the folded sheets, one signature behind another, if they are as wanted."""
    reached: dict[int, list[Half]] = {0: []}
    for end in range(1, len(sheets) + 1):
        for start in sorted(reached, reverse=True):
            halves = _folded(sheets[start:end], is_mirrored=is_mirrored)
            here = wanted[4 * start : 4 * end]
            if all(half.content == one for half, one in zip(halves, here, strict=True)):
                reached[end] = [*reached[start], *halves]
                break
    return reached.get(len(sheets))


def _folded(sheets: Sequence[tuple[BookletSide, BookletSide]], *, is_mirrored: bool) -> list[Half]:
    """The halves as one reads them when the sheets lie one inside another and are folded.

    One comes from the outermost sheet to the innermost, over both sides of the leaves before the
    fold, and back over those behind it.
    """
    before, behind = [], []
    for front, back in sheets:
        if is_mirrored:
            before += [front.left, back.right]
            behind += [front.right, back.left]
        else:
            before += [front.right, back.left]
            behind += [front.left, back.right]
    return before + behind[::-1]


def _order_faults(booklet: BookletEdition) -> Iterator[str]:
    """Which pages are lost or come twice, or that the order is wrong if none is."""
    name = booklet.path.name
    there = Counter(half.content for side in booklet.sides for half in (side.left, side.right))
    wanted = Counter(page.content for page in booklet.pages)
    is_complete = True
    for number, page in enumerate(booklet.pages, 1):
        count = there[page.content]
        if page.content and count != wanted[page.content]:
            is_complete = False
            how = "comes too often in" if count > wanted[page.content] else "is not whole in"
            yield f"page {number} of the file {how} {name}"
    if is_complete:
        yield f"the sheets of {name} can't be folded so that the pages are in order"


def _fault_of(page: PrintedPage, half: Half) -> str:
    """What is wrong with how a page stands on its half of a sheet, in words, or nothing."""
    if not page.things:
        return ""
    factor = _length(half.things[0]) / (_length(page.things[0]) or 1)
    if factor > _ENLARGED:
        return "is enlarged"
    shift = [a - factor * b for a, b in zip(half.things[0].box, page.things[0].box, strict=True)]
    for thing, original in zip(half.things, page.things, strict=True):
        is_upright = all(
            abs(a - factor * b) <= 0.01 * _length(thing) + 0.001
            for a, b in zip(thing.linear, original.linear, strict=True)
        )
        is_there = all(
            abs(a - factor * b - c) <= _SLACK
            for a, b, c in zip(thing.box, original.box, shift[:2] * 2, strict=True)
        )
        if not (is_upright and is_there):
            return "is turned or distorted"
        # A picture that fills its page may lose at the fold what creep takes, but no word may.
        edge = half.edge if thing.is_text else half.sheet
        if _is_within(original.box, page.edge) and not _is_within(thing.box, edge):
            return "is cut off at the fold or at the edge of the sheet"
    return ""


def _length(thing: Thing) -> float:
    return math.hypot(*thing.linear[:2])


def _is_within(box: Box, edge: Box, slack: float = _SLACK) -> bool:
    return (
        box[0] >= edge[0] - slack
        and box[1] >= edge[1] - slack
        and box[2] <= edge[2] + slack
        and box[3] <= edge[3] + slack
    )
