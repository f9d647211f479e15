"""What is told while a build, a check or an import runs, and to whom."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from samizdat import progress
from samizdat.progress import Progress

from .conftest import MakeBook, samizdat
from .terminal import INTERRUPT, at_a_terminal

ON_TERMINALS = pytest.mark.skipif(sys.platform == "win32", reason="there are no terminals")
LIVE = {
    **{name: value for name, value in os.environ.items() if name != "NO_COLOR"},
    "TERM": "xterm-256color",
    "COLUMNS": "100",
}
TEXT = "# One\n\nA text with a note.[^a]\n\n[^a]: A note.\n"


@pytest.fixture
def book(make_book: MakeBook) -> Path:
    return make_book(TEXT)


def test_the_line_says_what_is_done_what_runs_and_how_long_the_rest_takes() -> None:
    told = Progress(["a", "b", "c"], {"a": 2, "b": 70, "c": 10})
    told.begin("a", 0)
    told.end("a")
    told.begin("b", 2)
    assert told.line(12) == "1 of 3 · b 10 s · about 1 min 10 s left"


def test_what_runs_side_by_side_shares_the_rest() -> None:
    told = Progress(["a", "b", "c"], {"a": 10, "b": 20, "c": 30})
    told.begin("a", 0)
    told.begin("b", 0)
    assert told.left(0) == 30
    told.end("c")
    assert told.left(0) == 20, "nothing is faster than by itself"
    assert told.left(60) == 0


def test_nothing_is_guessed_of_what_was_never_done() -> None:
    told = Progress(["a", "b"], {"a": 10})
    told.begin("a", 0)
    assert told.left(0) is None
    assert told.line(3) == "0 of 2 · a 3 s"
    told.end("b")
    assert told.left(4) == 6


def test_a_line_of_many_tasks_names_three() -> None:
    told = Progress("abcde", {})
    for name in "abcde":
        told.begin(name, 0)
    assert told.line(0) == "0 of 5 · a 0 s, b 0 s, c 0 s and 2 more"


def test_a_line_between_two_tasks_says_what_is_done() -> None:
    told = Progress("ab", {})
    told.begin("a", 0)
    told.end("a")
    assert told.line(1) == "1 of 2"


@pytest.mark.parametrize("kept", ["", "[]", '{"a": "x"}', "{"])
def test_broken_records_of_the_last_time_are_none(kept: str, tmp_path: Path) -> None:
    (tmp_path / progress.NAME).write_text(kept, "utf-8")
    assert progress.durations(tmp_path) == {}


def build(book: Path, *options: str) -> str:
    """What a build of two editions says that is not at a terminal."""
    out = book.parent / "out"
    arguments = ["--out", out, "--unvalidated", "--edition", "text", "--edition", "epub"]
    done = samizdat("build", book, *arguments, *options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_build_keeps_how_long_each_task_took_apart_from_the_editions(book: Path) -> None:
    build(book)
    kept = progress.durations(book.parent / ".build/out")
    assert {"parse:en", "epub:en", "ready:en"} <= set(kept)
    assert not list((book.parent / "out").rglob(progress.NAME))


def test_elsewhere_than_at_a_terminal_each_task_is_a_plain_line(book: Path) -> None:
    said = build(book)
    assert re.search(r"^epub:en$", said, re.MULTILINE)
    assert not set(said) & set("\x1b\r")


@pytest.mark.slow
def test_verbose_tells_how_long_each_task_took_and_what_was_up_to_date(book: Path) -> None:
    assert re.search(r"^epub:en took \d+\.\d s$", build(book, "--verbose"), re.MULTILINE)
    assert "epub:en is up to date\n" in build(book, "-v")


def test_a_build_that_has_nothing_to_do_says_so(book: Path) -> None:
    build(book)
    assert build(book) == "nothing to do: nothing has changed since the last build\n"
    assert build(book, "--quiet") == ""


@pytest.mark.slow
def test_quiet_tells_of_what_is_wrong_and_of_nothing_else(book: Path) -> None:
    assert build(book, "--quiet") == ""
    (book / "manuscript/manuscript.md").write_text(f"{TEXT}\n[^b]: Never called.\n", "utf-8")
    done = samizdat("build", book, "-q", "--out", book.parent / "out", "--edition", "text")
    assert done.returncode == 1
    assert "FN002" in done.stdout
    assert "parse:en" not in done.stdout
    assert "report:" not in done.stdout


@ON_TERMINALS
def test_at_a_terminal_one_line_lives_while_a_build_runs_and_is_gone_in_the_end(
    book: Path,
) -> None:
    build(book)
    (book / "manuscript/manuscript.md").write_text(f"{TEXT}\nMore.\n", "utf-8")
    status, said = at_a_terminal(
        *("build", book, "--out", book.parent / "out", "--unvalidated"),
        *("--edition", "epub", "--edition", "text"),
        environment=LIVE,
    )
    assert status == 0, said
    assert re.search(r"\d of \d+ · \w+:en \d s.* · about \d+ s left", said)
    assert not re.search(r"^epub:en\r?$", said, re.MULTILINE)
    assert said.count("\x1b[?25l") == 1
    _, _, rest = said.partition("\x1b[?25h")
    assert "report: " in rest, "the cursor comes back before anything else is told"
    assert " · " not in rest


@ON_TERMINALS
@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_a_terminal_that_takes_no_codes_gets_plain_lines(
    environment: dict[str, str], book: Path
) -> None:
    _, said = at_a_terminal(
        *("build", book, "--out", book.parent / "out", "--unvalidated", "--edition", "text"),
        environment=LIVE | environment,
    )
    assert re.search(r"^text:en\r?$", said, re.MULTILINE)
    assert "\x1b" not in said


@ON_TERMINALS
def test_who_breaks_a_build_off_is_told_so_in_a_line(book: Path) -> None:
    status, said = at_a_terminal(
        *("build", book, "--out", book.parent / "out", "--unvalidated"),
        answers=[INTERRUPT],
        prompt="print:en\r\n",
    )
    assert status == 1
    assert said.endswith("\nsamizdat: stopped\r\n")
    assert "Traceback" not in said


@ON_TERMINALS
def test_a_check_at_a_terminal_says_what_it_is_at(book: Path) -> None:
    status, said = at_a_terminal("check", book, environment=LIVE)
    assert status == 0
    assert "checking book en · 0 s" in said
    _, _, rest = said.rpartition("checking book en")
    assert "\x1b[2K" in rest, "the line is taken away"
    assert rest.endswith("no findings\r\n")


@ON_TERMINALS
@pytest.mark.slow
def test_what_compares_or_builds_again_says_at_a_terminal_for_how_long_already(
    book: Path,
) -> None:
    build(book)
    out = book.parent / "out"
    status, said = at_a_terminal("changes", out, book, environment=LIVE)
    assert (status, "comparing · 0 s" in said) == (0, True), said
    status, said = at_a_terminal("verify", out, environment=LIVE)
    assert (status, "building · 0 s" in said) == (0, True), said


def test_nothing_but_json_is_on_standard_output_where_json_was_asked_for(
    book: Path, tmp_path: Path
) -> None:
    checked = samizdat("check", book, "--format", "json")
    assert json.loads(checked.stdout) == []
    assert checked.stderr == ""
    (tmp_path / "letter.txt").write_text("A LETTER\n\nDear Ana, it rained.\n", "utf-8")
    imported = samizdat(
        *("import", tmp_path / "letter.txt", "--into", tmp_path / "b", "--format", "json")
    )
    assert json.loads(imported.stdout)["schema"] == 1
    assert imported.stderr == ""
    status = samizdat("locale", "status", "--format", "json", "--book", book)
    json.loads(status.stdout)
