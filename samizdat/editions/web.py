"""Step 6, write: the web edition, one HTML file that needs nothing beside it."""

from __future__ import annotations

import base64
import hashlib
import re

from samizdat import fonts, markup, pages, screens, shown_pictures
from samizdat.book import Book, Image
from samizdat.commission import Commission
from samizdat.findings import Problem
from samizdat.lettering import CutFace
from samizdat.stylesheets import house_script, house_style


def render(commission: Commission) -> list[Problem]:
    """Writes the file. Pictures and subsets of the fonts are in it as data."""
    book, files = shown_pictures.for_screens(commission.book, commission.folder, "web")

    def address(image: Image) -> str:
        data = base64.b64encode(files[image.path]).decode()
        return f"data:{image.media_type};base64,{data}"

    composed = markup.compose(book, address, commission.html)
    cover = book.cover
    script = house_script()
    faces, names = _font_faces(commission.faces)
    chapters = screens.linked_chapters(
        composed, commission.pages, epub=False, named_blocks=commission.named_blocks
    )
    page = pages.fill(
        "web.html",
        book,
        key=pages.identifier(book.metadata),
        script=pages.trusted(script),
        script_digest=pages.trusted(_digest(script)),
        notes_style=base64.b64encode(house_style("web-notes").encode()).decode(),
        style=pages.trusted(faces + house_style("web") + commission.style),
        cover=address(cover) if cover else "",
        others=pages.credited(book),
        entries=pages.nested(composed.contents),
        address=lambda entry: f"#{entry.id}",
        chapters=chapters,
        has_pages=bool(commission.pages),
        date=pages.formatted_date(book),
        fonts=names,
        draft=commission.draft,
    )
    commission.target.write_text(_with_notes(page.lstrip(), book, chapters), "utf-8")
    return []


def _digest(script: str) -> str:
    """The script's digest, by which the page lets it run and no other (CSP 3, section 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _with_notes(page: str, book: Book, chapters: list[screens.LinkedChapter]) -> str:
    """The page with each note where it is to stand."""
    note = pages.macros("parts.html", book).note
    shown = {item.note.key: str(note(item)) for chapter in chapters for item in chapter.notes}
    return re.sub(r"<\?note (\S+)\?>", lambda place: shown[place[1]], page)


def _font_faces(cut_faces: tuple[CutFace, ...]) -> tuple[str, list[str]]:
    css, names = "", []
    for cut in cut_faces:
        face = cut.face
        data = base64.b64encode(fonts.as_woff2(cut.data)).decode()
        css += fonts.font_face(face, f"data:font/woff2;base64,{data}")
        names += [face.family] * (face.family not in names)
    return css, names
