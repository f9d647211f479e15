"""What a book may say of its accessibility: each claim follows from the book or from the edition.

Source: EPUB Accessibility 1.1 (W3C Recommendation, 2023), section 2, and the vocabulary of
schema.org, "Schema.org Accessibility Properties for Discoverability" (W3C).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samizdat import locales
from samizdat.book import Book
from samizdat.holdings import Holdings

CONFORMS_TO = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
"""What a publication conforms to, in the words of EPUB Accessibility 1.1, section 4.1."""


@dataclass(frozen=True)
class Checked:
    """That Ace by DAISY, in a version, has read this very edition, and whether it found faults."""

    version: str
    is_clean: bool


@dataclass(frozen=True)
class Shown:
    """What an edition has beyond the book.

    `cover` says that it shows a cover, which has the title as its words; `pages` that it lists and
    marks the printed pages; `moves` that a picture in it moves; `yields` that its styles give way
    to the reader's own; `checked` what Ace said of it, None where it was not asked.
    """

    cover: bool
    pages: bool
    moves: bool
    yields: bool = True
    checked: Checked | None = None


@dataclass(frozen=True)
class Claims:
    """Values of schema.org's properties, and what the edition conforms to, or nothing.

    `language` is that of the summary, which may be another one than the book's.
    """

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str
    language: str
    conforms_to: str = ""
    certified_by: str = ""


def claims(book: Book, held: Sequence[Holdings], shown: Shown) -> Claims:
    """What may be said of an edition of the book that has what `shown` says.

    `held` is what the trees of the book hold, which themselves are not looked at.
    """
    lacking = sum(one.lacking for one in held)
    pictures = sum(one.described for one in held) + lacking + shown.cover
    formulas = {tex for one in held for tex in one.formulas}
    # One that goes beyond letters has its TeX in place of words.
    formulas_read = not any("\\" in book.formulas.get(tex, tex) for tex in formulas)
    is_read = not lacking  # whether words stand for whatever is seen
    checked = shown.checked
    # No machine alone can say more, but each of these would make it untrue.
    conforms = bool(checked and checked.is_clean and is_read and not shown.moves)
    features = [
        "tableOfContents",
        "readingOrder",
        "structuralNavigation",
        "ARIA",
        "unlocked",
        *["displayTransformability"] * shown.yields,
        # Its older name printPageNumbers is not written any more.
        *["pageNavigation", "pageBreakMarkers"] * shown.pages,
        *["alternativeText"] * (pictures > 0 and is_read),
        *["MathML"] * bool(formulas),
        *["describedMath"] * (bool(formulas) and formulas_read),
    ]
    return Claims(
        modes=("textual", "visual") if pictures else ("textual",),
        sufficient=(*["textual"] * is_read, *["textual,visual"] * (pictures > 0)),
        features=tuple(sorted(features, key=str.lower)),
        hazards=("unknown",) if shown.moves else ("none",),
        summary=" ".join(_sentences(book, shown, pictures, lacking, len(formulas))),
        language=locales.nearest(book.metadata.language) or locales.FALLBACK,
        conforms_to=CONFORMS_TO if conforms else "",
        # A party that certifies is asked for (section 4.2), and there was none but these tools.
        certified_by=f"Ace by DAISY {checked.version}, samizdat" if conforms and checked else "",
    )


def _sentences(
    book: Book, shown: Shown, pictures: int, lacking: int, formulas: int
) -> Iterator[str]:
    words = locales.load(book.metadata.language).words
    if shown.yields:
        yield words["access-text"]
    if shown.pages:
        yield words["access-pages"]
    if lacking:
        yield words["access-pictures-lacking"]
    elif pictures:
        yield words["access-pictures"]
    if formulas:
        yield words["access-formulas"]
    if shown.moves:
        yield words["access-motion"]
    if shown.checked is None:
        yield words["access-unchecked"]
    else:
        kind = "access-clean" if shown.checked.is_clean else "access-faults"
        yield words[kind].format(version=shown.checked.version)
