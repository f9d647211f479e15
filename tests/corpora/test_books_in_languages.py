"""A small book in each of several languages, in every edition: no finding, no missing glyph.

A build runs EPUBCheck and the Nu HTML checker, and all rules over the finished files. The books
have both series of notes, a quotation within a quotation, a foreign passage, a list, a table, verse
and a link with its page.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from samizdat import locales, opened_print
from samizdat.metadata import EDITIONS
from samizdat.printed import PrintEdition
from tests.conftest import HERE, samizdat

BOOKS = sorted((HERE / "books").glob("fold-*"))


def test_the_languages_that_are_promised_have_a_book() -> None:
    assert {b.name for b in BOOKS} == {
        f"fold-{tag}" for tag in ("fr", "de", "pt-BR", "ru", "el", "he", "fa")
    }


@pytest.mark.parametrize("folder", BOOKS, ids=lambda folder: folder.name)
def test_a_book_has_all_its_editions_and_no_finding(folder: Path, tmp_path: Path) -> None:
    done = samizdat("build", folder, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    checked = samizdat("check", folder, "--format", "json")
    assert checked.stdout.strip() == "[]"
    tag = folder.name.removeprefix("fold-")
    files = {path.name.partition(tag)[2] for path in (tmp_path / "out" / tag).iterdir()}
    assert len(files) == len(EDITIONS)
    direction = locales.load(tag).direction
    assert_pages_turn(tmp_path / "out" / tag, direction)
    (printed,) = [p for p in (tmp_path / "out" / tag).glob("*.pdf") if "booklet" not in p.name]
    edition = opened_print.open_print(printed)
    assert isinstance(edition, PrintEdition)
    assert not any(sheet.missing_glyphs for sheet in edition.sheets)


def assert_pages_turn(folder: Path, direction: str) -> None:
    """The pages of EPUB and web turn and run in the direction."""
    (publication,) = folder.glob("*.epub")
    with zipfile.ZipFile(publication) as archive:
        (name,) = [n for n in archive.namelist() if n.endswith(".opf")]
        spine = re.search("<spine[^>]*>", archive.read(name).decode())
        assert spine
        assert ('page-progression-direction="rtl"' in spine[0]) == (direction == "rtl")
        for page in archive.namelist():
            if page.endswith(".xhtml"):
                assert f'dir="{direction}"' in archive.read(page).decode()[:600]
    (web,) = folder.glob("*.html")
    assert f'dir="{direction}"' in web.read_text("utf-8")[:600]
