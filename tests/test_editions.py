"""The sampler in every edition, opened as its readers would."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from lxml import etree, html

from samizdat.stylesheets import house_script

CHAPTERS = ["Cloth and E = mc²", "Thread", "Thread", "Bibliography"]
NOTES = {  # words of each note, and who speaks
    "Woven from flax": "author",
    "Latin, “let it stand”": "translator",
    "It is as short as it says": "author",
    "This is the second file’s own": "author",
    "The plant is": "translator",
}


def edition(folder: Path, ending: str) -> Path:
    (path,) = folder.glob(f"*-en-GB{ending}")
    return path


def words(element: Any) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


@pytest.fixture(scope="session")
def web(sampler: Path) -> Any:
    return html.fromstring(edition(sampler, ".html").read_bytes())


@pytest.fixture(scope="session")
def pages(sampler: Path) -> dict[str, Any]:
    """The pages of the EPUB by name."""
    with zipfile.ZipFile(edition(sampler, ".epub")) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith(".xhtml")
        }


@pytest.fixture(scope="session")
def sheets(sampler: Path) -> list[str]:
    """The text of each page of the PDF."""
    document = pypdfium2.PdfDocument(edition(sampler, ".pdf"))
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


# --- web --------------------------------------------------------------------------------------


def test_web_has_title_contents_and_all_chapters(web: Any) -> None:
    assert web.get("lang") == "en-GB"
    assert "A Sampler of Everything" in words(web.find(".//h1"))
    titles = [words(h) for h in web.iterfind(".//main/section/h1")]
    assert [re.sub(r"^(Cloth).*", r"\1", t) for t in titles] == ["Cloth", *CHAPTERS[1:]]
    contents = [words(a) for a in web.iterfind(".//nav[@id='contents']//a")]
    assert "By the square" in contents  # toc-depth: 3


def test_web_notes_are_linked_both_ways_and_say_who_speaks(web: Any) -> None:
    ids = {e.get("id"): e for e in web.iter() if e.get("id")}
    notes = {words(n): n for n in web.iterfind(".//*[@role='doc-footnote']")}
    assert len(notes) == len(NOTES)
    for begin, speaker in NOTES.items():
        (note,) = (n for text, n in notes.items() if begin in text)
        assert speaker in note.get("class", "")
        assert ("Translator’s note" in words(note)) == (speaker == "translator")
        for back in note.iterfind("a[@role='doc-backlink']"):
            call = ids[back.get("href", "")[1:]]
            assert call.get("href") == f"#{note.get('id')}"


def test_a_note_called_twice_has_two_ways_back(web: Any) -> None:
    (note,) = (
        n for n in web.iterfind(".//*[@role='doc-footnote']") if "second file’s own" in words(n)
    )
    assert len(note.findall("a[@role='doc-backlink']")) == 2


def test_web_needs_nothing_beside_it_and_runs_its_own_script_alone(web: Any) -> None:
    assert [script.text for script in web.iter("script")] == [house_script()]
    assert all(link.get("href").startswith("data:text/css;") for link in web.iter("link"))
    for element in web.iter():
        assert element.tag not in {"iframe", "object"}
        assert not [name for name in element.attrib if str(name).startswith("on")]
        if "src" in element.attrib:
            assert element.get("src", "").startswith("data:")
    style = "".join(map(words, web.iter("style")))
    assert set(re.findall(r"url\(\W?(\w+:)", style)) == {"data:"}


def test_web_keeps_formulas_languages_and_directions(web: Any) -> None:
    assert len(web.findall(".//main//math")) >= 3
    arabic = web.find(".//main//div[@dir='rtl']")
    assert arabic is not None
    assert arabic.get("lang") == "ar"
    assert web.find(".//main//*[@lang='fr']") is not None


# --- EPUB -------------------------------------------------------------------------------------


def test_epub_says_who_made_it_and_when(sampler: Path) -> None:
    with zipfile.ZipFile(edition(sampler, ".epub")) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        package = archive.read("EPUB/content.opf").decode()
    assert "Ana Pressa" in package
    assert ">trl<" in package
    assert "2026-03-01T12:00:00Z" in package
    assert "urn:uuid:0b1f9c3e" in package
    assert 'properties="cover-image"' in package


def test_epub_notes_stand_where_they_are_called_and_lead_back(
    pages: dict[str, Any],
) -> None:
    xhtml = "{http://www.w3.org/1999/xhtml}"
    found = {}
    for name, page in pages.items():
        for note in page.iter(f"{xhtml}aside"):
            for back in note.iterfind(f"{xhtml}a"):
                (call,) = page.xpath(f"//*[@id='{back.get('href', '')[1:]}']")
                assert call.get("href") == f"#{note.get('id')}"
            found[words(note)] = name
    for begin in NOTES:
        assert [name for text, name in found.items() if begin in text], begin


def test_epub_links_lead_from_file_to_file(pages: dict[str, Any]) -> None:
    for name, page in pages.items():
        for link in page.iter("{http://www.w3.org/1999/xhtml}a"):
            address = link.get("href", "")
            if ":" in address:
                continue
            file, _, identifier = address.partition("#")
            target = pages[f"EPUB/{file}" if file else name]
            assert not identifier or target.xpath(f"//*[@id='{identifier}']"), address


def test_epub_nav_has_formulas_as_letters(pages: dict[str, Any]) -> None:
    nav = pages["EPUB/nav.xhtml"]
    (link,) = nav.xpath("//*[local-name()='nav'][1]//*[contains(@href, '#cloth')]")
    assert "$" not in words(link)
    assert link.xpath(".//*[local-name()='math']/@alttext") == ["E\u2004=\u2004mc²"]


# --- print ------------------------------------------------------------------------------------


def test_print_notes_stand_at_the_foot_of_the_page_of_their_call(sheets: list[str]) -> None:
    for begin, speaker in NOTES.items():
        (page,) = (s for s in sheets if begin.partition(" “")[0] in s)
        if speaker == "translator":
            assert "Translator’s note" in page
    (page,) = (s for s in sheets if "Latin, “let it stand”" in s)
    assert page.index("comes first") < page.index("Latin")


def test_print_contents_have_the_numbers_of_their_pages(sheets: list[str]) -> None:
    contents = next(s for s in sheets if s.lstrip().startswith("Contents"))
    rows = dict(re.findall(r"([A-Z][^\n.]+?)[ .]{4,}(\d+)", contents))
    first = next(n for n, s in enumerate(sheets) if "comes first" in s)
    (square,) = (n for n, s in enumerate(sheets) if "A cloth of side" in s)
    assert int(rows["By the square"]) == square - first + 1


def test_print_has_running_heads_but_not_where_a_chapter_opens(sheets: list[str]) -> None:
    first = next(n for n, s in enumerate(sheets) if "comes first" in s)
    foot = [sheet.strip().splitlines()[-2:] for sheet in sheets]
    assert "Cloth" not in " ".join(foot[first])
    assert foot[first + 1] == ["A Sampler of Everything", "2"]


def test_print_outline_has_formulas_as_letters(sampler: Path) -> None:
    document = pypdfium2.PdfDocument(edition(sampler, ".pdf"))
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    document.close()
    assert [title for title in titles if title in CHAPTERS] == CHAPTERS


def test_print_embeds_its_fonts_and_names_its_language(sampler: Path) -> None:
    with pikepdf.open(edition(sampler, ".pdf")) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        fonts = [
            o
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
        names = {str(font.FontName).partition("+")[2] for font in fonts}
    assert any("Amiri" in name for name in names), names
    assert not any("DejaVu" in name for name in names), names


# --- text -------------------------------------------------------------------------------------


def test_text_reads_as_it_is(sampler: Path) -> None:
    text = edition(sampler, ".txt").read_text("utf-8")
    assert "Linen[1] comes first" in text
    assert "[a] Translator’s note: Latin, “let it stand”." in text
    assert "A needle with its thread." in text
    assert all(len(line) <= 72 for line in text.splitlines())
    assert not re.search(r"\{#|\]\(", text)
