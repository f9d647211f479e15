"""Step 6, write: the web edition, one HTML file that needs nothing beside it."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from markupsafe import Markup

from samizdat import fonts, kept, pages, screens, shown_pictures
from samizdat import written as pandocs
from samizdat.commission import Commission
from samizdat.findings import Problem
from samizdat.lettering import CutFace
from samizdat.markup import Sheets
from samizdat.stylesheets import house_script, house_style

# An address with a picture's digest stands for its own until the end, which has all of it in it.
_STAND_IN = re.compile(rf'(<img src="){pandocs.PICTURE}([0-9a-f]+)(?=")')


def render(commission: Commission) -> list[Problem]:
    """Writes the file. Pictures and subsets of the fonts are in it as data."""
    written = commission.written or pandocs.of(commission.book)
    book, files = shown_pictures.for_screens(
        written.outline, commission.folder, "web", commission.pictures
    )
    images = {image.digest: image for image in book.images}

    @cache
    def address(digest: str) -> str:
        image = images[digest]
        data = base64.b64encode(files[image.path]).decode()
        return f"data:{image.media_type};base64,{data}"

    def with_pictures(text: str) -> Markup:
        return pages.trusted(_STAND_IN.sub(lambda found: found[1] + address(found[2]), text))

    sheets = Sheets(written, book, lambda image: pandocs.PICTURE + image.digest)
    parts = pages.macros("parts.html", book)

    def make(chapter: screens.LinkedChapter, again: int) -> str:
        """The chapter with each note where it is to stand."""
        shown = {item.note.key: str(parts.note(item)) for item in chapter.notes}
        text = str(parts.chapter(chapter, again=again))
        return re.sub(r"<\?note (\S+)\?>", lambda place: shown[place[1]], text)

    shelf = kept.Shelf(commission.shelf)
    chapters = screens.finished_chapters(
        sheets,
        commission.pages,
        make,
        shelf,
        screens.made_with(book, "editions/web.py"),
        epub=False,
        named_blocks=commission.named_blocks,
    )
    cover = book.cover
    script = house_script()
    faces, names = _font_faces(commission.faces)
    page = pages.fill(
        "web.html",
        book,
        key=pages.identifier(book.metadata),
        script=pages.trusted(script),
        script_digest=pages.trusted(_digest(script)),
        notes_style=base64.b64encode(house_style("web-notes").encode()).decode(),
        style=pages.trusted(faces + house_style("web") + commission.style),
        cover=address(cover.digest) if cover else "",
        others=pages.credited(book),
        entries=pages.nested(sheets.contents),
        address=lambda entry: f"#{entry.id}",
        chapters=[with_pictures(chapter.made) for chapter in chapters],
        has_pages=bool(commission.pages),
        date=pages.formatted_date(book),
        fonts=names,
        draft=commission.draft,
    )
    commission.target.write_text(page.lstrip(), "utf-8")
    shelf.close()
    return []


def _digest(script: str) -> str:
    """The script's digest, by which the page lets it run and no other (CSP 3, section 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _font_faces(cut_faces: tuple[CutFace, ...]) -> tuple[str, list[str]]:
    css, names = "", []
    for cut in cut_faces:
        face = cut.face
        data = base64.b64encode(cut.woff2).decode()
        css += fonts.font_face(face, f"data:font/woff2;base64,{data}")
        names += [face.family] * (face.family not in names)
    return css, names
