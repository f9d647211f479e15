"""A PDF becomes Markdown: by its tags, or by its looks. WeasyPrint makes the files here."""

from __future__ import annotations

import io
import itertools
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from samizdat.importing.incoming import Incoming, UnusableFileError
from samizdat.importing.opening.pdf import open_pdf

from . import by_weasyprint

PAGE = "@page { size: 120mm 170mm; margin: 20mm } body { font: 10pt/1.3 'DejaVu Serif' }"
WORDS = (
    "The press stood in the cellar and the paper lay above it in the loft so that every sheet "
    "went down the stairs white and came up again black before anybody had slept. "
)


def varied(number: int) -> str:
    """Words of which no two numbers have the same on a line."""
    words = WORDS.split()
    return " ".join(words[(place * (number + 3)) % len(words)] for place in range(31)) + "."


def opened(folder: Path, body: str, style: str = "", *, tags: bool = False) -> Incoming:
    """HTML set by WeasyPrint, and opened again."""
    page = f"<html lang=en><head><style>{PAGE}{style}</style></head><body>{body}</body></html>"
    path = folder / "made.pdf"
    by_weasyprint.write_pdf(page, path, tags=tags)
    return open_pdf(path)


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    body = f"<h1>Above</h1><div><p>First. {WORDS * 3}</p><p>Last. {WORDS * 3}</p></div>"
    text = opened(tmp_path, body, "div { columns: 2; column-gap: 8mm } p { margin: 0 }").text
    flat = " ".join(text.split())
    assert flat == f"# Above First. {WORDS * 3}Last. {WORDS * 3}".strip()


def test_running_heads_and_page_numbers_are_taken_out_and_told(tmp_path: Path) -> None:
    style = (
        "@page { @top-center { content: 'The Cellar Press' }"
        "@bottom-center { content: counter(page) } } p { margin: 0; text-indent: 1.5em }"
    )
    body = "".join(f"<p>{number}th. {varied(number)}</p>" for number in range(20))
    incoming = opened(tmp_path, body, style)
    assert "The Cellar Press" not in incoming.text
    assert [p.split()[0] for p in incoming.text.strip().split("\n\n")] == [
        f"{number}th." for number in range(20)
    ]
    (said,) = [r.words for r in incoming.remarks if "running heads" in r.message]
    assert said.split("\n")[:3] == ["The Cellar Press", "1", "2"]


@pytest.mark.parametrize("size", ["10pt", "12pt"])
def test_headings_at_the_head_of_each_page_are_no_running_heads(tmp_path: Path, size: str) -> None:
    style = f"@page {{ @bottom-center {{ content: counter(page) }} }} h2 {{ font-size: {size} }}"
    section = "<div style='break-before: page'><h2>Letter {0}</h2><p>{1}</p></div>"
    body = "".join(section.format(number, varied(number) * 3) for number in range(1, 7))
    text = opened(tmp_path, body, style).text
    assert re.findall(r"^# Letter (\d)$", text, re.MULTILINE) == list("123456")


def test_paragraphs_at_the_head_of_each_page_are_no_running_heads(tmp_path: Path) -> None:
    style = "@page { @bottom-center { content: counter(page) } } p { margin: 0; text-indent: 1em }"
    page = "<div style='break-before: page'><p>Day {0}</p><p>{1}</p></div>"
    body = "".join(page.format(number, varied(number) * 3) for number in range(1, 7))
    text = opened(tmp_path, body, style).text
    assert re.findall(r"\bDay (\d)\b", text) == list("123456")


@pytest.mark.parametrize("content", ["'Page ' counter(page) ' of 9'", "string(title)"])
def test_running_heads_with_numbers_are_taken_out(tmp_path: Path, content: str) -> None:
    style = f"@page {{ @top-center {{ content: {content} }} }} h2 {{ string-set: title content() }}"
    section = "<div style='break-before: page'><h2>Part {0}</h2><p>{1}</p></div>"
    body = "".join(section.format(number, varied(number) * 9) for number in range(1, 5))
    text = opened(tmp_path, body, style).text
    assert "Page" not in text
    assert re.findall(r"Part (\d)", text) == list("1234")


@pytest.mark.parametrize("tags", [False, True])
def test_notes_at_the_foot_become_notes(tmp_path: Path, tags: bool) -> None:
    style = (
        ".n { float: footnote; font-size: 7.5pt } "
        "@page { @footnote { border-top: 0.5pt solid black; padding-top: 2pt } }"
    )
    body = "".join(
        f"<p>{WORDS}Here{n}<span class=n>{varied(n)}</span> it goes on. {WORDS}</p>"
        for n in range(1, 7)
    )
    text = opened(tmp_path, body, style, tags=tags).text
    for number in range(1, 7):
        assert f"Here{number}[^{number}] it goes on" in text
        assert f"[^{number}]: {varied(number)}\n" in text


@pytest.mark.parametrize("tags", [False, True])
@pytest.mark.parametrize("first", ["", "“"])
def test_a_drop_cap_belongs_to_its_word(tmp_path: Path, tags: bool, first: str) -> None:
    style = "p::first-letter { font-size: 30pt; float: left; line-height: 1; padding-right: 2pt }"
    words = (first + WORDS * 2).strip()
    paragraphs = opened(tmp_path, f"<p>{words}</p>" * 2, style, tags=tags).text.split("\n\n")
    assert [paragraph.strip() for paragraph in paragraphs] == [words] * 2


@pytest.mark.parametrize("tags", [False, True])
def test_a_paragraph_goes_on_over_the_page(tmp_path: Path, tags: bool) -> None:
    words = f"{varied(1)} {WORDS * 14}".strip()
    assert opened(tmp_path, f"<p>{words}</p>", tags=tags).text.strip() == words


def test_words_are_joined_at_hyphens_of_the_typesetter(tmp_path: Path) -> None:
    style = "p { hyphens: auto; text-align: justify; width: 42mm }"
    words = "Extraordinary circumstances notwithstanding, well-known typographers congratulated. "
    text = opened(tmp_path, f"<p>{words * 4}</p>", style).text
    assert " ".join(text.split()) == (words * 4).strip()


def test_a_hyphen_of_which_nobody_is_sure_stays_at_its_line_end(tmp_path: Path) -> None:
    text = opened(tmp_path, "<p>They read the manu-<br>script aloud.</p>", "p { width: 32mm }").text
    assert "manu-\nscript" in text


def test_emphasis_links_and_lists_are_kept(tmp_path: Path) -> None:
    body = (
        "<h1>One</h1><p>A <em>slanted</em> and a <b>heavy</b> word, "
        "<a href='https://example.org/'>a link</a>, <a href='#two'>another</a>.</p>"
        "<ul><li>bread<li>salt</ul><h1 id=two>Two</h1><p>End.</p>"
    )
    for tags in (False, True):
        text = opened(tmp_path, body, tags=tags).text
        assert "A *slanted* and a **heavy** word" in text
        assert "[a link](https://example.org/), [another](#two)." in text
        assert re.search(r"^- +bread\n- +salt$", text, re.MULTILINE)


def test_a_picture_comes_out_as_it_went_in(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(picture, "JPEG")
    (tmp_path / "press.jpg").write_bytes(picture.getvalue())
    body = f"<p>{WORDS}</p><img src='{(tmp_path / 'press.jpg').as_uri()}' alt='A press' width=200>"
    for tags in (False, True):
        incoming = opened(tmp_path, body, tags=tags)
        ((path, content),) = incoming.pictures.items()
        assert f"]({path})" in incoming.text
        assert Image.open(io.BytesIO(content)).size == (256, 256)


def scanned(made: Path, path: Path) -> None:
    """Makes a scan with letters that nobody sees, as programs for OCR do, of a PDF."""
    heights = itertools.cycle([b" -1 ", b" -1.2 "])  # as badly as lines are measured

    def measured(match: re.Match[bytes]) -> bytes:
        return b"1 0 0" + next(heights) + match[1] + b" Tm"

    with pikepdf.open(made) as pdf, pypdfium2.PdfDocument(made) as document:
        for page, seen in zip(pdf.pages, document, strict=True):
            picture = io.BytesIO()
            seen.render(scale=1).to_pil().convert("L").save(picture, "JPEG")
            width, height = seen.get_size()
            image = pdf.make_stream(picture.getvalue(), Type=pikepdf.Name.XObject)
            image.Subtype, image.Filter = pikepdf.Name.Image, pikepdf.Name.DCTDecode
            image.Width, image.Height = Image.open(picture).size
            image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
            page.Resources.XObject = pikepdf.Dictionary(Scan=image)
            unseen = page.Contents.read_bytes().replace(b"BT", b"BT 3 Tr")
            text = re.sub(rb"1 0 0 -1 ([\d.]+ [\d.]+) Tm", measured, unseen)
            shown = b"q %f 0 0 %f 0 0 cm /Scan Do Q " % (width, height)
            page.Contents = pdf.make_stream(shown + text)
        pdf.save(path)


def test_the_letters_of_ocr_are_read_and_the_scans_are_no_pictures(tmp_path: Path) -> None:
    body = "<h1>The Loft</h1>" + "".join(f"<p>{n}th. {varied(n)}</p>" for n in range(9))
    text = opened(tmp_path, body).text
    scanned(tmp_path / "made.pdf", tmp_path / "scan.pdf")
    incoming = open_pdf(tmp_path / "scan.pdf")
    assert incoming.text == text
    assert not incoming.pictures


def test_a_pdf_without_text_needs_ocr(tmp_path: Path) -> None:
    Image.new("L", (300, 400), 255).save(tmp_path / "scan.pdf")
    with pytest.raises(UnusableFileError, match="has no text, only pictures of pages: it needs"):
        open_pdf(tmp_path / "scan.pdf")


def test_a_locked_and_a_broken_pdf_are_told_apart(tmp_path: Path) -> None:
    opened(tmp_path, "<p>Secret.</p>")
    with pikepdf.open(tmp_path / "made.pdf") as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="u", owner="o"))
    with pytest.raises(UnusableFileError, match="locked with a password"):
        open_pdf(tmp_path / "locked.pdf")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(UnusableFileError, match="broken or no PDF"):
        open_pdf(tmp_path / "broken.pdf")


@pytest.mark.slow
def test_a_page_that_unpacks_to_more_than_there_is_room_for_ends_with_a_sentence(
    tmp_path: Path,
) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pdf.make_stream(b"q " * 700_000_000)
        pdf.save(tmp_path / "bomb.pdf")
    with pytest.raises(UnusableFileError, match=r"can't be read|no text|longer than"):
        open_pdf(tmp_path / "bomb.pdf")


def test_a_tree_of_pages_that_goes_in_circles_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "circle.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )
    with pytest.raises(UnusableFileError):
        open_pdf(tmp_path / "circle.pdf")


HEBREW = (
    "המכבש עמד במרתף והנייר היה מונח מעליו (בעליית הגג), כך שכל גיליון ירד לבן ועלה שחור. "
    "בשנת 1931 נדפסו כאן 240 עותקים של Samizdat Press, ואיש לא ישן."
)
ARABIC = (
    "كانت المطبعة في القبو، والورق فوقها في العلية (تحت السقف)، فتنزل كل ورقة بيضاء وتصعد سوداء. "
    "وفي سنة 1931 طُبعت هنا نسخ من Samizdat Press، ولم ينم أحد."
)


@pytest.mark.parametrize("words", [HEBREW, ARABIC])
@pytest.mark.parametrize("tags", [False, True])
def test_lines_from_right_to_left_keep_their_order(tmp_path: Path, words: str, tags: bool) -> None:
    style = "body { direction: rtl; font-family: 'DejaVu Sans' }"
    text = opened(tmp_path, f"<p>{words}</p><p>{words}</p>", style, tags=tags).text
    assert [" ".join(part.split()) for part in text.strip().split("\n\n")] == [words] * 2


@pytest.mark.parametrize("tags", [False, True])
def test_a_passage_from_right_to_left_keeps_its_place(tmp_path: Path, tags: bool) -> None:
    words = "The saying הספר נקרא משערו, a book is read from its title (as they say), is of use."
    style = "p { font-family: 'DejaVu Sans' }"
    text = opened(tmp_path, f"<p>{words}</p>", style, tags=tags).text
    assert " ".join(text.split()) == words
