"""The drawn cover: what is on it, that all of it fits, and where it goes."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from samizdat import cover, outlines
from samizdat.book import Book
from samizdat.metadata import TRIMS, Metadata, inches
from samizdat.ornaments import FLOWERS, GROUNDS, PAPER, contrast
from samizdat.sheet import bounds

from .conftest import FACTS, MakeBook, samizdat

AUTHOR = {"name": "Ana Pressa"}
LONG = (
    "An Inquiry into the Printing of Forbidden Books, with Remarks on Paper, Ink and Patience, "
    "and a True Account of the Journey of Nine Hundred Pamphlets over Two Borders in a Bicycle Bag"
)
BOOKS: dict[str, dict[str, Any]] = {
    "short": {"title": "We", "creators": [AUTHOR], "publisher": "Nine Hands"},
    "usual": {
        "title": "A Small Book of Hedges",
        "subtitle": "How they are laid, and for whom",
        "creators": [AUTHOR, {"name": "Jan Setter", "role": "translator"}],
        "publisher": "Nine Hands",
    },
    "long": {"title": LONG, "subtitle": LONG, "creators": [AUTHOR], "publisher": LONG},
    "Cyrillic": {"title": "Книга об изгородях", "language": "ru", "creators": [{"name": "Аня Щ."}]},
    "Greek": {"title": "Ὁ φράχτης", "language": "el", "creators": [{"name": "Ἄννα Ἰωάννου"}]},
    "Arabic": {
        "title": "كتاب الأسيجة (1917)",
        "subtitle": "الطبعة الثانية",
        "language": "ar",
        "creators": [{"name": "آنا"}, {"name": "Jan Setter", "role": "translator"}],
    },
    "one very long word": {"title": "Hecken" * 30, "language": "de"},
    "no author": {"title": "A Small Book of Hedges", "publisher": "Nine Hands"},
    "nothing but a title": {"title": "Ἆ"},
    "a crowd": {
        "title": "Hedges",
        "creators": [{"name": f"Person Number {number} of Many"} for number in range(40)],
    },
}


def book(**facts: Any) -> Book:
    """A book of which only the metadata matters."""
    metadata = Metadata.model_validate(facts)
    return Book(metadata.language, metadata, (), (), (), {}, {})


@pytest.mark.parametrize("facts", BOOKS.values(), ids=list(BOOKS))
@pytest.mark.parametrize("trim", TRIMS)
def test_all_ink_lies_on_its_label_and_all_labels_on_the_sheet(
    trim: str, facts: dict[str, Any]
) -> None:
    sheet = cover.drawn(book(**facts, print={"trim": trim}))
    papers = [bounds(shape.path) for shape in sheet.shapes if shape.colour == PAPER]
    inks = [bounds(shape.path) for shape in sheet.shapes if shape.colour == sheet.ground]
    assert len(papers) == len(inks) == 1 + ("publisher" in facts)
    for paper, ink in zip(papers, inks, strict=True):
        assert 0 < paper[0] < ink[0] < ink[2] < paper[2] < sheet.size[0]
        assert 0 < paper[1] < ink[1] < ink[3] < paper[3] < sheet.size[1]
    assert papers[0][3] <= min([p[1] for p in papers[1:]], default=sheet.size[1])


@pytest.mark.parametrize("facts", BOOKS.values(), ids=list(BOOKS))
def test_letters_stay_within_the_rules_of_the_label(facts: dict[str, Any]) -> None:
    sheet = cover.drawn(book(**facts))
    (paper, *_) = [bounds(shape.path) for shape in sheet.shapes if shape.colour == PAPER]
    (ink, *_) = [shape.path for shape in sheet.shapes if shape.colour == sheet.ground]
    rules, letters = ink[:20], ink[20:]  # two frames of two rectangles of five commands
    inner = bounds(rules[15:])
    box = bounds(letters)
    assert paper[0] < inner[0] < box[0] < box[2] < inner[2] < paper[2]
    assert inner[1] < box[1] < box[3] < inner[3]


def test_a_word_alone_is_big_and_a_long_title_small() -> None:
    def height(name: str) -> float:
        sheet = cover.drawn(book(title=BOOKS[name]["title"]))
        paper = bounds(next(s.path for s in sheet.shapes if s.colour == PAPER))
        return (paper[3] - paper[1]) / sheet.size[1]

    assert height("short") < height("usual") < height("long") < 0.85


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda ground: ground.name)
def test_words_have_the_contrast_that_wcag_asks_for(ground: Any) -> None:
    assert contrast(ground.colour, PAPER) >= 7  # enhanced, where 4.5 is the least
    assert contrast(ground.colour, ground.accent) >= 3  # graphics


def test_contrast_is_what_wcag_says_it_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("flower", FLOWERS)
@pytest.mark.parametrize("odd", [False, True])
def test_flowers_stay_in_their_squares(flower: str, odd: bool) -> None:
    drawn = FLOWERS[flower](odd)
    left, top, right, bottom = bounds(drawn.tint + drawn.accent)
    assert 0 <= left < right <= 1
    assert 0 <= top < bottom <= 1


def test_a_book_keeps_its_face_and_books_differ() -> None:
    one = book(**BOOKS["usual"])
    assert cover.front(one) == cover.front(one)
    assert cover.picture(one) == cover.picture(one)
    faces = {cover.choice(book(title=f"Book {number}")) for number in range(200)}
    assert len(faces) > len(GROUNDS) * len(FLOWERS) / 2
    assert {ground for ground, _ in faces} == set(GROUNDS)


def test_the_svg_is_of_the_size_of_the_book_and_tells_what_it_shows() -> None:
    root = etree.fromstring(cover.front(book(**BOOKS["usual"])).encode())
    assert (root.get("width"), root.get("height")) == ("148mm", "210mm")
    _, _, width, height = map(int, root.get("viewBox", "").split())
    assert height / width == pytest.approx(inches("210mm") / inches("148mm"), abs=0.001)
    assert root.get("role") == "img"
    ids = {e.get("id"): e.text for e in root if e.get("id")}
    said = [ids[name] for name in root.get("aria-labelledby", "").split()]
    assert said[0] == "A Small Book of Hedges"
    for words in ("How they are laid", "Ana Pressa", "Translated by Jan Setter", "Nine Hands"):
        assert words in str(said[1])


def test_the_svg_needs_no_font_and_nothing_beside_it() -> None:
    root = etree.fromstring(cover.front(book(**BOOKS["Arabic"])).encode())
    kinds = {etree.QName(e).localname for e in root.iter()}
    assert kinds == {"svg", "title", "desc", "rect", "defs", "path", "g", "use"}
    assert all(e.get("href", "#").startswith("#") for e in root.iter())


def test_arabic_is_joined_and_runs_from_the_right() -> None:
    def line(text: str) -> outlines.Line:
        return outlines.line(text, outlines.ROMAN, "ar", rtl=True)

    assert line("سسس").width < 0.95 * 3 * line("س").width
    # The letter stands at the right end, and the year at the left is read from the left.
    letter, one, year = line("ا"), line("ا 1"), line("ا 1917")
    assert bounds(one.path[-len(letter.path) :])[0] > bounds(one.path[: -len(letter.path)])[2]
    first = len(one.path) - len(letter.path)
    assert year.path[:first] == one.path[:first]
    # A range of years is read from the right, as Unicode's algorithm has it.
    later = len(line("ا 3").path) - len(letter.path)
    assert line("ا 12–34").path[:later] == line("ا 3").path[:later]


def test_a_title_without_a_typeface_leaves_a_field_of_flowers() -> None:
    sheet = cover.drawn(book(title="生籬之書", publisher="Nine Hands"))
    assert len([s for s in sheet.shapes if s.colour == PAPER]) == 1  # the publisher's
    assert sheet.title == "生籬之書"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["usual", "long"])
def test_the_png_is_large_enough_for_shops_and_small_enough_for_a_pamphlet(name: str) -> None:
    for number in range(12):  # some colours and flowers
        data = cover.picture(book(**BOOKS[name], identifier=f"urn:x:{number}"))
        assert len(data) < 150_000
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.width >= 1600
        assert picture.height >= 2000


def test_the_png_shows_the_same_as_the_svg() -> None:
    one = book(**BOOKS["usual"])
    sheet = cover.drawn(one)
    with Image.open(io.BytesIO(cover.picture(one))) as picture:
        pixels = picture.convert("RGB")
        scale = pixels.width / sheet.size[0]
        for shape in sheet.shapes:
            if shape.colour == PAPER:
                left, top, _, _ = bounds(shape.path)
                inside = round((left + 40) * scale), round((top + 40) * scale)
                outside = round((left - 20) * scale), round((top - 20) * scale)
                assert pixels.getpixel(inside) == tuple(bytes.fromhex(PAPER[1:]))
                assert pixels.getpixel(outside) != tuple(bytes.fromhex(PAPER[1:]))


# --- where it goes ----------------------------------------------------------------------------


def build(folder: Path, *arguments: str) -> tuple[zipfile.ZipFile, Path]:
    """The EPUB of a book, and the folder of its work files."""
    out = folder.parent / "out"
    done = samizdat("build", folder, "--out", out, "--edition", "epub", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = (out / "en").glob("*.epub")
    return zipfile.ZipFile(path), folder.parent / ".build" / "out" / "en"


def covers(archive: zipfile.ZipFile) -> list[str]:
    """The files that the package says are its cover."""
    package = etree.fromstring(archive.read("EPUB/content.opf"))
    items = {e.get("id"): e for e in package.iter("{*}item")}
    (old,) = [e.get("content") for e in package.iter("{*}meta") if e.get("name") == "cover"]
    found = [e for e in items.values() if "cover-image" in e.get("properties", "").split()]
    assert found == [items[old]]
    return [f"EPUB/{e.get('href')}" for e in found]


def test_an_epub_without_a_picture_has_the_drawn_cover_first(make_book: MakeBook) -> None:
    archive, work = build(make_book("# One\n\nWords.\n"))
    with archive:
        (name,) = covers(archive)
        assert archive.read(name) == (work / "cover.png").read_bytes()
        package = archive.read("EPUB/content.opf").decode()
        assert package.index('idref="i-cover-xhtml"') < package.index('idref="i-title-xhtml"')
        assert b'epub:type="cover" href="cover.xhtml"' in archive.read("EPUB/nav.xhtml")
        assert b'alt="A Small Book"' in archive.read("EPUB/cover.xhtml")
    assert (work / "cover.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.slow
def test_a_picture_of_the_books_own_is_its_cover_untouched(make_book: MakeBook) -> None:
    out = io.BytesIO()
    Image.new("RGB", (600, 900), "#224466").save(out, "JPEG")
    files: dict[str, str | bytes] = {
        "metadata.yaml": FACTS + "cover: manuscript/images/front.jpg\n",
        "manuscript/images/front.jpg": out.getvalue(),
    }
    archive, work = build(make_book("# One\n\nWords.\n", files))
    with archive:
        (name,) = covers(archive)
        assert archive.read(name) == out.getvalue()
        assert [n for n in archive.namelist() if n.startswith("EPUB/images/")] == [name]
    assert (work / "cover.jpg").read_bytes() == out.getvalue()
    assert not (work / "cover.svg").exists()
    assert json.loads((work / "cover.json").read_text("utf-8"))["file"] == "cover.jpg"


@pytest.mark.slow
def test_a_draft_whose_picture_is_refused_has_the_drawn_cover(make_book: MakeBook) -> None:
    files: dict[str, str | bytes] = {
        "metadata.yaml": FACTS + "cover: manuscript/images/front.jpg\n",
        "manuscript/images/front.jpg": b"no picture at all",
    }
    archive, work = build(make_book("# One\n\nWords.\n", files), "--draft")
    with archive:
        (name,) = covers(archive)
        assert archive.read(name) == (work / "cover.png").read_bytes()
