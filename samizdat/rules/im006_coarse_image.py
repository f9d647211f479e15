"""IM006 coarse image."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.book import Book, Image, attributes, walk
from samizdat.findings import Problem
from samizdat.metadata import inches
from samizdat.rules import rule

_LEAST = 150
"""Pixels to the inch below which the grain of a picture is seen at reading distance."""

_NATURAL = 96
"""Pixels to the inch of a picture whose size is not said (CSS Values and Units, 6.2)."""


@rule("IM006", level="review", reads=Book)
def coarse_image(book: Book) -> Iterator[Problem]:
    """A picture has too few pixels for the size at which it is printed.

    Why: on a screen it passes; on paper it shows steps and fog. Printers ask for 300 pixels to the
    inch, and below 150 everybody sees it.

    Good:
        ![A drawing has no pixels.](map.svg){width=100%}
        --- manuscript/map.svg
        <svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h9v9"/></svg>
    """
    if not book.images:
        return
    trees = [chapter.blocks for chapter in book.chapters] + [note.blocks for note in book.notes]
    seen: set[str] = set()
    for element in walk(trees, "Image"):
        image = book.image(element["c"][2][0])
        if image is None or not image.width or image.media_type == "image/svg+xml":
            continue
        density = image.width / _printed_width(attributes(element), image, book)
        if density < _LEAST - 0.5 and image.path not in seen:
            seen.add(image.path)
            yield Problem(
                image.location,
                f"picture {image.path} is printed at {density:.0f} pixels to the inch",
                "take a larger file, or print it smaller, as with {width=40%} behind it",
            )


def _printed_width(said: dict[str, str], image: Image, book: Book) -> float:
    """The width of the picture on paper, in inches."""
    text = book.metadata.print.text_width
    width, height = said.get("width", ""), said.get("height", "")
    if match := re.fullmatch(r"([\d.]+)%", width):
        return max(0.01, text * float(match[1]) / 100)
    if found := inches(width):
        return min(found, text)
    if found := inches(height):
        return min(found * image.width / max(1, image.height), text)
    return min(image.width / _NATURAL, text)
