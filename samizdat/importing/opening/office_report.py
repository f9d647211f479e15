"""The end of opening a file of a word processor: places found, and lost words told of."""

from __future__ import annotations

from collections.abc import Iterable

from samizdat.importing.incoming import Remark
from samizdat.importing.opening.lost_words import lost_words
from samizdat.importing.opening.noticed import Noticed
from samizdat.importing.opening.places import without_places


def tell_of_lost_words(
    source: Iterable[str], markdown: str, noticed: Noticed
) -> tuple[str, tuple[Remark, ...]]:
    """The text without places, and all remarks; one of them has the words that got lost, if any."""
    lost = lost_words(source, without_places(markdown), noticed.taken)
    if lost:
        words = " ".join(lost)
        noticed.add(
            f"{len(lost)} words of the file are not in the text: {words[:200]}",
            "look for them in the file, and put back what belongs to the text",
            words,
        )
    return noticed.settled(markdown)
