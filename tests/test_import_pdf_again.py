"""The handbook comes back from PDFs: samizdat's own, WeasyPrint's and LibreOffice's.

What a PDF says is compared with what the edition that it was made from *prints*. A link without
words prints the title of what it leads to, and a page of HTML prints formulas as they are typed.
Typographic quotation marks, dashes and the order of combining marks are not compared.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from samizdat import surroundings
from samizdat.book import text, walk
from samizdat.importing.opening.pdf import open_pdf
from samizdat.pandoc import pandoc
from samizdat.scanner import TextFile
from tests import by_weasyprint, read_again
from tests.office_texts import ROOT, handbook, share_of_equal, write_handbook

# --- samizdat's own print edition ----------------------------------------------------------------


def _with_titles(markdown: str, all_of_it: str) -> str:
    """A manuscript in which links without words have those that the edition gives them."""
    titles = {
        name: re.sub(r"\[\^[^\]]*\]", "", said)
        for said, name in re.findall(r"^#+ (.*?) *\{#([\w-]+)\}$", all_of_it, re.MULTILINE)
    }
    return re.sub(
        r"\[\]\(([\w.]*#([\w-]+))\)", lambda m: f"[{titles.get(m[2], '')}]({m[1]})", markdown
    )


def _printed_handbook(folder: Path) -> read_again.Compared:
    """What the print edition of the handbook prints."""
    shutil.copytree(ROOT / "manuscript", folder / "manuscript")
    shutil.copy(ROOT / "metadata.yaml", folder)
    files = sorted((folder / "manuscript").glob("*.md"))
    all_of_it = "\n".join(file.read_text("utf-8") for file in files)
    for file in files:
        file.write_text(_with_titles(file.read_text("utf-8"), all_of_it), "utf-8")
    return read_again.book_in(folder)


def _letters(paragraphs: list[str]) -> list[str]:
    # The guillemets of a French passage are not compared, and so neither is the space in them.
    return [unicodedata.normalize("NFC", p.replace(" .", ".")) for p in paragraphs]


@pytest.mark.slow
def test_the_print_edition_of_the_handbook_is_its_manuscript_again(tmp_path: Path) -> None:
    incoming = open_pdf(ROOT / "dist/en/the-samizdat-handbook-en.pdf")
    again = read_again.imported(incoming, tmp_path / "again")
    was = _printed_handbook(tmp_path)
    assert again.headings == was.headings
    assert sorted(again.notes.values()) == sorted(was.notes.values())
    assert [link for link in again.links if not link.startswith("#")] == [
        link for link in was.links if not link.startswith("#")
    ]
    assert len(again.links) == len(was.links)
    assert [caption for caption, _ in again.pictures] == [caption for caption, _ in was.pictures]
    assert [alt for _, alt in again.pictures] == [alt for _, alt in was.pictures]
    equal = read_again.equal_part(_letters(was.paragraphs), _letters(again.paragraphs))
    assert equal >= 0.997
    assert incoming.facts["language"] == "en"
    translators = TextFile("notes.md", (ROOT / "manuscript/notes.md").read_text("utf-8")).notes
    assert len(incoming.translators) == len(translators.definitions)


# --- PDFs of others ------------------------------------------------------------------------------


def _said(markdown: str, *, formulas: bool = False, tables: bool = True) -> dict[str, Any]:
    """What a text says; `formulas` as they are typed, and without `tables` if so wished."""
    tree = json.loads(pandoc(["-f", "markdown-smart", "-t", "json"], markdown)[0])["blocks"]
    if formulas:
        for formula in walk(tree, "Math"):
            sign = {"DisplayMath": "$$", "InlineMath": "$"}[formula["c"][0]["t"]]
            sign = "" if formula["c"][1].isalnum() else sign  # which pandoc writes as letters
            formula.update(t="Str", c=sign + formula["c"][1] + sign)
    if not tables:
        for table in walk(tree, "Table"):
            table.update(t="Null", c=[])
    addresses = [link["c"][2][0] for link in walk(tree, "Link")]
    lines = [
        " ".join(map(text, block["c"])) if block["t"] == "LineBlock" else text(block)
        for block in walk(tree, "Para", "Plain", "CodeBlock", "LineBlock")
        if not _is_picture(block)
    ]
    return {
        "headings": [(h["c"][0], _folded(text(h["c"][2]))) for h in walk(tree, "Header")],
        "notes": [_folded(text(note["c"])) for note in walk(tree, "Note")],
        "links": [address for address in addresses if not address.startswith("#")],
        "links within": sum(address.startswith("#") for address in addresses),
        "pictures": len(list(walk(tree, "Image"))),
        "paragraphs": [words for words in map(_folded, lines) if words],
    }


def _is_picture(block: Any) -> bool:
    return block["t"] in {"Para", "Plain"} and [one["t"] for one in block["c"]] == ["Image"]


def _folded(words: str) -> str:
    return unicodedata.normalize("NFC", read_again.folded(words))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook as HTML and DOCX, as pandoc writes it."""
    folder = tmp_path_factory.mktemp("pdf")
    write_handbook(folder, "html", "docx")
    return folder


def _by_weasyprint(folder: Path, *, tags: bool) -> Path:
    path = folder / f"weasyprint-{tags}.pdf"
    page = folder / "handbook.html"
    by_weasyprint.write_pdf(page.read_text("utf-8"), path, base=page, tags=tags)
    return path


def _by_libreoffice(folder: Path, *, tags: bool) -> Path:
    options = json.dumps({"UseTaggedPDF": {"type": "boolean", "value": str(tags).lower()}})
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}"),
            *("--convert-to", f"pdf:writer_pdf_Export:{options}"),
            *("--outdir", str(folder / f"tags-{tags}"), str(folder / "handbook.docx")),
        ],
        check=True,
        capture_output=True,
        env=surroundings.for_programs(),
    )
    return folder / f"tags-{tags}" / "handbook.pdf"


# The title of the book is no heading of the manuscript; LibreOffice has it as a paragraph.
TITLE = (1, "The samizdat Handbook")


@pytest.mark.slow
def test_a_tagged_pdf_of_weasyprint_is_the_handbook_again(folder: Path) -> None:
    was = _said(handbook(), formulas=True)
    again = _said(open_pdf(_by_weasyprint(folder, tags=True)).text)
    for key in ("notes", "links", "links within", "pictures"):
        assert again[key] == was[key], key
    assert again["headings"] == [TITLE, *was["headings"]]
    assert share_of_equal(was["paragraphs"], again["paragraphs"]) >= 0.994


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_tagged_pdf_of_libreoffice_is_the_handbook_again(folder: Path) -> None:
    was = _said(handbook())
    again = _said(open_pdf(_by_libreoffice(folder, tags=True)).text)
    for key in ("headings", "notes", "links", "links within", "pictures"):
        assert again[key] == was[key], key
    # LibreOffice draws formulas, and small capitals as capitals.
    assert share_of_equal(was["paragraphs"], again["paragraphs"]) >= 0.99


@pytest.mark.slow
def test_the_looks_of_a_pdf_of_weasyprint_tell_most_of_the_handbook(folder: Path) -> None:
    was = _said(handbook(), formulas=True, tables=False)
    again = _said(open_pdf(_by_weasyprint(folder, tags=False)).text)
    for key in ("links", "pictures"):
        assert again[key] == was[key], key
    # The number of a note that begins a page is taken for a call in it.
    assert read_again.equal_part(was["notes"], again["notes"]) >= 0.98
    assert again["headings"] == [TITLE, *was["headings"]]
    assert read_again.equal_part(was["paragraphs"], again["paragraphs"]) >= 0.96


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_looks_of_a_pdf_of_libreoffice_tell_most_of_the_handbook(folder: Path) -> None:
    was = _said(handbook(), tables=False)
    again = _said(open_pdf(_by_libreoffice(folder, tags=False)).text)
    for key in ("notes", "links", "pictures"):
        assert again[key] == was[key], key
    assert [title for _, title in again["headings"]] == [
        TITLE[1],
        *(title for _, title in was["headings"]),
    ]
    assert read_again.equal_part(was["paragraphs"], again["paragraphs"]) >= 0.94
