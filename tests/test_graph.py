"""The task graph: `doit` in a book folder, as a volunteer types it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import samizdat

EDITIONS = ["print", "epub", "web", "text", "booklet-a4", "booklet-letter"]
BEFORE = ["parse", "prepare", "compose", "scan", "check", "cover", "letter"]
FLOW = [*BEFORE, *EDITIONS, "validate", "prove", "ready"]


def doit(book: Path, *arguments: str) -> str:
    """What `doit` says in the book's folder; it has to end well."""
    done = subprocess.run(
        [sys.executable, "-m", "doit", *arguments],
        cwd=book,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def done_tasks(output: str) -> set[str]:
    return set(re.findall(r"^([\w-]+):en$", output, re.MULTILINE))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A new book, as `samizdat new` makes it."""
    folder = tmp_path / "pamphlet"
    assert samizdat("new", folder).returncode == 0
    return folder


def test_the_list_of_tasks_reads_like_the_flow(book: Path) -> None:
    lines = doit(book, "list").splitlines()
    assert [line.split()[0] for line in lines if ":en" in line.split()[0]] == [
        f"{step}:en" for step in FLOW
    ]
    assert "typeset the PDF" in next(line for line in lines if line.startswith("print:en"))


def test_the_report_shows_the_printed_pages_when_they_are_proved(book: Path) -> None:
    report, text = book / ".build" / "report.html", book / "manuscript" / "manuscript.md"
    style = book / "styles" / "print.css"
    style.parent.mkdir(exist_ok=True)
    style.write_text("p { hyphens: auto }\n", "utf-8")
    doit(book, "print:en")
    assert "data:image/jpeg" not in report.read_text("utf-8")
    doit(book)
    assert "data:image/jpeg" in report.read_text("utf-8")
    # The same pages, made again, need no other proof.
    style.write_text("/* A comment. */ p { hyphens: auto }\n", "utf-8")
    done = done_tasks(doit(book))
    assert ("print" in done, "prove" in done) == (True, False)
    assert "data:image/jpeg" in report.read_text("utf-8")
    text.write_text(text.read_text("utf-8") + "\nOne more paragraph.\n", "utf-8")
    doit(book, "print:en")
    assert "data:image/jpeg" not in report.read_text("utf-8")


def test_without_page_numbers_editions_for_screens_do_not_wait_for_print(book: Path) -> None:
    facts = book / "metadata.yaml"
    asked = {edition: done_tasks(doit(book, f"{edition}:en")) for edition in ("web", "epub")}
    assert "print" in asked["web"]
    facts.write_text(facts.read_text("utf-8") + "page-numbers: false\n", "utf-8")
    for edition in asked:
        done = done_tasks(doit(book, f"{edition}:en"))
        assert edition in done
        assert "print" not in done


def test_help_says_what_a_task_does(book: Path) -> None:
    said = doit(book, "help", "print:en")
    assert "typeset the PDF" in said
    assert "styles/print.css" in said


def test_a_second_doit_does_nothing(book: Path) -> None:
    assert done_tasks(doit(book)) == set(FLOW)
    assert done_tasks(doit(book)) == set()


@pytest.mark.slow
def test_a_changed_style_builds_its_own_edition_again_and_no_other(book: Path) -> None:
    doit(book)
    (book / "styles" / "epub.css").write_text("p { text-indent: 2em }\n", "utf-8")
    assert done_tasks(doit(book)) & set(EDITIONS) == {"epub"}
    (book / "styles" / "epub.css").write_text("p { text-indent: 3em }\n", "utf-8")
    assert done_tasks(doit(book)) & set(EDITIONS) == {"epub"}


def test_a_changed_text_builds_all_editions_again(book: Path) -> None:
    doit(book)
    with (book / "manuscript" / "manuscript.md").open("a") as file:
        file.write("\nOne more paragraph.\n")
    assert done_tasks(doit(book)) == set(FLOW)


def test_tasks_run_side_by_side(book: Path) -> None:
    assert done_tasks(doit(book, "-n", "2")) == set(FLOW)
    assert len(list((book / "dist" / "en").iterdir())) == 6


@pytest.mark.slow
def test_clean_leaves_nothing_behind(book: Path) -> None:
    before = sorted(path for path in book.rglob("*"))
    doit(book)
    assert (book / "dist").exists()
    doit(book, "clean")
    assert sorted(p for p in book.rglob("*") if "__pycache__" not in p.parts) == before


def test_the_summary_says_what_was_built_where_how_big_how_long_and_what_was_found(
    book: Path,
) -> None:
    said = doit(book)
    assert re.search(r"edition +file +size +time +findings", said)
    for edition in EDITIONS:
        assert re.search(rf"{edition}:en +en/\S+ +[1-9][\d.]* [kM]B +[\d.]+ s +0", said)
    assert said.endswith("\n\nrelease: dist/index.html\nreport: .build/report.html\n")
    assert (book / ".build" / "report.html").is_file()


def test_a_build_elsewhere_leaves_the_book_folder_alone(book: Path, tmp_path: Path) -> None:
    before = sorted(book.rglob("*"))
    done = samizdat("build", book, "--out", tmp_path / "out", "--edition", "text")
    assert done.returncode == 0
    assert sorted(book.rglob("*")) == before
    assert [path.suffix for path in (tmp_path / "out" / "en").iterdir()] == [".txt"]


def test_an_error_stops_the_release_and_a_draft_says_that_it_is_one(
    book: Path, tmp_path: Path
) -> None:
    with (book / "manuscript" / "manuscript.md").open("a") as file:
        file.write("\nA call without a note.[^nowhere]\n")
    out = tmp_path / "out"
    assert samizdat("build", book, "--out", out).returncode == 1
    assert not out.exists() or not list(out.rglob("*.pdf"))
    done = samizdat("build", book, "--out", out, "--draft")
    assert done.returncode == 0
    assert "FN001 note [^nowhere] is referenced but never defined" in done.stdout
    (text,) = out.rglob("*.txt")
    assert "draft" in text.read_text("utf-8").lower()


@pytest.mark.slow
def test_a_translation_has_tasks_and_editions_of_its_own(book: Path) -> None:
    folder = book / "translations" / "fr"
    folder.mkdir(parents=True)
    shutil.copy(book / "manuscript" / "manuscript.md", folder)
    shutil.copy(book / "manuscript" / "notes.md", folder)
    (folder / "metadata.yaml").write_text("title: Un livre\n", "utf-8")
    said = doit(book, "-n", "1") if os.cpu_count() == 1 else doit(book)
    assert "ready:fr" in said
    (text,) = (book / "dist" / "fr").glob("*-fr.txt")
    assert "Note du traducteur" in text.read_text("utf-8")
    assert "UN LIVRE" in text.read_text("utf-8")


def test_check_prints_a_list_that_programs_read(book: Path) -> None:
    done = samizdat("check", book, "--format", "json")
    assert (done.returncode, done.stdout) == (0, "[]\n")


def test_explain_prints_a_page_or_the_list_of_rules() -> None:
    assert "FN001" in samizdat("explain").stdout
    assert samizdat("explain", "fn001").stdout.startswith("FN001 undefined-note (error)")
    assert samizdat("explain", "ZZ999").returncode == 2


def test_new_leaves_a_folder_with_something_in_it_alone(book: Path) -> None:
    done = samizdat("new", book)
    assert done.returncode == 2
    assert "is not empty" in done.stderr
