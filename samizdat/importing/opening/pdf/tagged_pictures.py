"""The pictures of a tagged PDF, and those that are only drawn."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.importing.opening.pdf.blocks import Figure, Saying
from samizdat.importing.opening.pdf.links import Box
from samizdat.importing.opening.pdf.pictures import Pictures, is_flat
from samizdat.importing.opening.pdf.tagged_words import TaggedWords
from samizdat.importing.opening.pdf.tags import Element


def tagged_picture(
    element: Element, drawn: TaggedWords, pictures: Pictures
) -> Iterator[Figure | Saying]:
    """The pictures of an element, or what is to be said of one that has none."""
    marks = list(element.marks())
    page = marks[0][0] if marks else element.page
    paths = [path for mark in marks for path in pictures.at_mark(*mark)]
    box = drawn.box(marks) or element.box  # whose unit WeasyPrint has wrong
    if not paths and box is not None and page >= 0:
        paths = pictures.within(page, box)
    for path in paths:
        yield Figure(path, element.alternate, (), page, box[3] if box else 0.0)
    if not paths and (element.alternate or not is_flat(box)):
        yield from _drawing(element, page, box, pictures)


def _drawing(
    element: Element, page: int, box: Box | None, pictures: Pictures
) -> Iterator[Figure | Saying]:
    """A picture that is drawn with lines."""
    path = pictures.taken(page, box) if box is not None and page >= 0 else ""
    if path and box is not None:
        yield Figure(path, element.alternate, (), page, box[3])
        done, hint = "was made one of dots", "put the drawing itself here, if you have it"
    else:
        done, hint = "can't be taken out", "put a picture of your own here"
    said = f": {element.alternate}" if element.alternate else ""
    message = f"a picture on page {page + 1} is drawn with lines and {done}"
    yield Saying(message, hint, f"picture{said}")
