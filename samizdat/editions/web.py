"""Step 6, write: the web edition, one HTML file that needs nothing beside it."""

from __future__ import annotations

import base64

from samizdat import fonts, markup, pages, screens, shown_pictures
from samizdat.book import Image
from samizdat.editions import Commission
from samizdat.findings import Problem
from samizdat.lettering import CutFace
from samizdat.stylesheets import house_style


def render(commission: Commission) -> list[Problem]:
    """Writes the file. Pictures and subsets of the fonts are in it as data."""
    book, files = shown_pictures.for_screens(commission.book, commission.folder, "web")

    def address(image: Image) -> str:
        data = base64.b64encode(files[image.path]).decode()
        return f"data:{image.media_type};base64,{data}"

    composed = markup.compose(book, address)
    cover = book.cover
    faces, names = _font_faces(commission.faces)
    page = pages.fill(
        "web.html",
        book,
        style=pages.trusted(faces + house_style("web") + commission.style),
        cover=address(cover) if cover else "",
        others=pages.contributors(book),
        entries=pages.nested(composed.contents),
        address=lambda entry: f"#{entry.id}",
        chapters=screens.linked_chapters(composed, epub=False),
        date=pages.formatted_date(book),
        fonts=names,
        draft=commission.draft,
    )
    commission.target.write_text(page.lstrip(), "utf-8")
    return []


def _font_faces(cut_faces: tuple[CutFace, ...]) -> tuple[str, list[str]]:
    css, names = "", []
    for cut in cut_faces:
        face = cut.face
        data = base64.b64encode(fonts.as_woff2(cut.data)).decode()
        css += fonts.font_face(face, f"data:font/woff2;base64,{data}")
        names += [face.family] * (face.family not in names)
    return css, names
