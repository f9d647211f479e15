"""The stylesheet of the print edition: typefaces, house style, the book's page, its own style."""

from __future__ import annotations

from samizdat import fonts, locales, pages
from samizdat.book import Book
from samizdat.metadata import TRIMS
from samizdat.stylesheets import house_style
from samizdat.typesetting.shelf import Shelf


def whole(book: Book, own_style: str, shelf: Shelf) -> str:
    """The stylesheet as CSS; the files of the typefaces are put on the shelf."""
    faces = "".join(
        fonts.font_face(face, shelf.put(f"samizdat:font/{face.path.name}", face.path, "font/ttf"))
        for face in fonts.FACES
    )
    return faces + house_style("print") + _page(book) + own_style


def _page(book: Book) -> str:
    """What the metadata says of the page."""
    facts = book.metadata
    size, bleed = TRIMS[facts.print.trim].size, facts.print.bleed
    margins = facts.print.white
    # Full pages end on a line of the grid; a table on its side is as wide as they are high.
    height = f"{size.split()[1]} - {margins.top} - {margins.bottom}"
    bottom = f"calc({margins.bottom} + {height} - round(down, {height}, var(--leading)))"
    page = (
        f"@page{{size:{size};margin-top:{margins.top};margin-bottom:{bottom};bleed:{bleed}}}"
        f"@page :left{{margin-right:{margins.inner};margin-left:{margins.outer}}}"
        f"@page :right{{margin-left:{margins.inner};margin-right:{margins.outer}}}\n"
        f":root{{--text-height:round(down, {height}, var(--leading));"
        f"{TRIMS[facts.print.trim].style}}}\n"
    )
    if (
        locales.load(facts.language).direction == "rtl"
    ):  # the verso, with the title, is on the right
        page += (
            "@page text:left{@top-left{content:string(chapter, first-except)}}"
            "@page text:right{@top-right{content:string(book, first-except)}}\n"
        )
    style = pages.figures(book).style
    if style != "decimal":
        page += (
            f"@page{{@bottom-center{{content:counter(page,{style})}}}}"
            # Roman ones among them would be read as others: v looks like the Arabic 7.
            "@page front{@bottom-center{content:none}}"
            f".continued::after{{content:target-counter(attr(href),page,{style})}}"
            'main a.cross-reference.near::after{content:"\\a0(" attr(data-page-before) '
            f"target-counter(attr(href),page,{style}) attr(data-page-behind) ')'}}\n"
        )
    return page
