"""Step 7: a finished file that lost something is found out. Each file here is broken by hand."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from samizdat import artifacts, rules
from samizdat.book import Book
from samizdat.findings import Location, Problem
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.source import read_source

from .conftest import SAMPLER, MakeBook, samizdat


@pytest.fixture(scope="session")
def book() -> Book:
    return prepare(read_book(read_source(SAMPLER)))


def prove(book: Book, opened: object) -> list[str]:
    return [f"{f.code} {f.message}" for f in rules.run(rules.Proof(book, opened))]


def rewritten(epub: Path, target: Path, old: str, new: str) -> Path:
    """A copy of the EPUB in whose pages `old`, a regular expression, became `new`."""
    with zipfile.ZipFile(epub) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith(".xhtml"):
                data = re.sub(old, new, data.decode(), flags=re.DOTALL).encode()
            out.writestr(name, data)
    return target


DAMAGE = {  # what is done to the file, and what the proof says
    "the note is gone": (r'<aside[^>]*id="note-flax".*?</aside>', "", "is missing"),
    "its text is cut": (r"Linum usitatissimum", "Linum", "is not whole"),
    "nobody says who speaks": (
        r'class="note translator" id="note-flax"',
        'class="note" id="note-flax"',
        "is not marked as the translator's",
    ),
    "its call is gone": (r'<a[^>]*href="#note-flax"[^>]*>a</a>', "a", "is linked from 0 of its 1"),
    "its call has a wrong mark": (r'(href="#note-flax"[^>]*>)a<', r"\1b<", "by the mark b"),
    "the way back is gone": (r'href="#call-note-flax"', 'href="#thread"', "no way back"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_note_that_lost_something_in_the_epub_is_found(
    damage: str, book: Book, sampler: Path, tmp_path: Path
) -> None:
    old, new, says = DAMAGE[damage]
    (epub,) = sampler.glob("*.epub")
    assert prove(book, artifacts.open_epub(epub)) == []
    broken = rewritten(epub, tmp_path / "broken.epub", old, new)
    said = prove(book, artifacts.open_epub(broken))
    assert [line for line in said if line.startswith("EP001 note a (flax)") and says in line], said


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_note_that_lost_something_in_the_web_page_is_found(
    damage: str, book: Book, sampler: Path, tmp_path: Path
) -> None:
    old, new, says = DAMAGE[damage]
    (page,) = sampler.glob("*.html")
    assert prove(book, artifacts.open_web(page)) == []
    broken = tmp_path / "broken.html"
    broken.write_text(re.sub(old, new, page.read_text("utf-8"), flags=re.DOTALL), "utf-8")
    said = prove(book, artifacts.open_web(broken))
    assert [line for line in said if line.startswith("HT001 note a (flax)") and says in line], said


def test_a_note_that_is_not_in_the_pdf_is_found(book: Book, sampler: Path) -> None:
    (path,) = sampler.glob("*.pdf")
    whole = artifacts.open_print(path)
    assert prove(book, whole) == []
    pages = tuple(page.replace("The plant is", "It is") for page in whole.pages)
    said = prove(book, artifacts.PrintEdition(path, pages, whole.outline))
    assert said == [f"PD001 note a (flax) is not whole in {path.name}"]


def test_what_the_typesetter_warns_about_is_a_finding() -> None:
    problem = Problem(Location("styles/print.css"), "WeasyPrint says: no", "", "print-warning")
    (finding,) = rules.run(rules.Report("print", (problem,)))
    assert (finding.code, finding.level) == ("PD002", "review")


def test_a_style_that_the_typesetter_does_not_know_is_a_finding(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book = make_book("A text.\n", {"styles/print.css": "p { colour: red }\n"})
    done = samizdat("build", book, "--out", tmp_path / "out", "--edition", "print")
    assert done.returncode == 0
    assert "PD002" in done.stdout
    assert "colour" in done.stdout


def test_a_table_that_is_wider_than_the_page_is_a_finding(
    make_book: MakeBook, tmp_path: Path
) -> None:
    row = "|" + "|".join(f" column{n} " for n in range(30)) + "|\n"
    table = row + "|" + "---|" * 30 + "\n" + row
    done = samizdat("build", make_book(table), "--out", tmp_path / "out", "--edition", "print")
    assert done.returncode == 0
    assert "PD003 (review)" in done.stdout


def test_a_note_taller_than_a_page_goes_to_the_end_of_its_chapter_and_is_whole(
    make_book: MakeBook, tmp_path: Path
) -> None:
    sentence = "Lorem ipsum dolor sit amet. "
    manuscript = f"# One\n\nA.[^n] {sentence * 90}\n\n[^n]: {sentence * 400}\n"
    out = tmp_path / "out"
    done = samizdat("build", make_book(manuscript), "--out", out, "--edition", "print")
    assert done.returncode == 0, done.stdout
    (path,) = out.rglob("*.pdf")
    words = artifacts.letters("".join(artifacts.open_print(path).pages))
    assert words.count(artifacts.letters("Lorem ipsum dolor sit amet.")) >= 480
