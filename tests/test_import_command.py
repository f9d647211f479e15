"""`samizdat import` as people meet it: what it says, what it writes, and what it leaves alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from samizdat.importing import book_folder

from .conftest import samizdat
from .terminal import END_OF_INPUT, INTERRUPT, at_a_terminal

TEXT = """\
THE LOCK KEEPER

by Ana Pressa

The keeper wrote down each boat that came through the lock, in a book of two hun-
dred leaves, which nobody has read since the
water went away from the valley.

The water stood low that year [the year of the long wait. Translator's note] until the autumn.
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A text of a few lines that has something for several steps."""
    path = tmp_path / "lock keeper – ö.txt"
    path.write_text(TEXT, "utf-8")
    return path


def files_in(folder: Path) -> dict[str, bytes]:
    """All files of a folder by their paths, hidden ones too."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_what_is_not_sure_is_told_before_what_was_done_and_the_last_line_says_what_is_next(
    text: Path, tmp_path: Path
) -> None:
    done = samizdat("import", text, "--into", tmp_path / "my book")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines.index("to look at") < lines.index("done")
    assert any(line.split()[:2] == ["1", "hyphens"] for line in lines)
    assert lines[-1] == f"then type: samizdat build '{tmp_path / 'my book'}'"
    assert (tmp_path / "my book/manuscript/notes.md").exists()


def test_a_book_folder_that_was_imported_can_be_built_at_once(text: Path, tmp_path: Path) -> None:
    samizdat("import", text, "--into", tmp_path / "book")
    done = samizdat("check", tmp_path / "book")
    assert done.returncode == 0, done.stdout
    assert "metadata" not in done.stdout


def test_a_dry_run_shows_text_and_metadata_and_writes_nothing_at_all(
    text: Path, tmp_path: Path
) -> None:
    before = files_in(tmp_path)
    done = samizdat("import", text, "--into", tmp_path / "book", "--dry-run")
    assert done.returncode == 0
    assert "  + title: THE LOCK KEEPER" in done.stdout
    assert "  - The keeper wrote down" in done.stdout
    assert "two hundred leaves, which nobody has read since the water" in done.stdout
    assert files_in(tmp_path) == before
    assert not (tmp_path / "book").exists()


def test_json_is_all_that_stands_on_the_standard_output(text: Path, tmp_path: Path) -> None:
    for more in ((), ("--dry-run",)):
        done = samizdat("import", text, "--into", tmp_path / "book", "--format", "json", *more)
        assert json.loads(done.stdout)["facts"]["title"] == "THE LOCK KEEPER"


WRONG = {
    "no file": (["--into", "book"], "give the text"),
    "no folder": (["{text}"], "--into BOOK"),
    "a file that is not there": (["nope.txt", "--into", "book"], "nope.txt is not there"),
    "an empty folder": (["empty", "--into", "book"], "a folder without a text"),
    "no such step": (
        ["{text}", "--into", "book", "--skip", "foo"],
        "no such step of cleaning",
    ),
    "no language": (
        ["{text}", "--into", "book", "--language", "klingon tongue"],
        "no language tag",
    ),
    "no encoding": (["{text}", "--into", "book", "--encoding", "utf-99"], "no encoding such as"),
    "a file as the folder": (["{text}", "--into", "{text}"], "is a file; give the folder"),
    "below a file": (["{text}", "--into", "{text}/book"], "is a file; give a folder"),
    "a folder of other things": (["{text}", "--into", "other"], "(letter.odt is in it)"),
    "a file twice": (["{text}", "{text}", "--into", "book"], "is given twice"),
    "a device": (["/dev/zero", "--into", "book"], "a device or a pipe"),
    "a pipe": (["fifo", "--into", "book"], "a device or a pipe"),
    "nobody to ask": (["{text}", "--into", "book", "--interactive"], "there is none"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_use_ends_with_one_sentence_and_writes_nothing(
    case: str, text: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other/letter.odt").write_bytes(b"")
    os.mkfifo(tmp_path / "fifo")
    arguments, said = WRONG[case]
    given = [one.replace("{text}", str(text)) for one in arguments]
    before = sorted(path.name for path in tmp_path.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-m", "samizdat", "import", *given],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
        timeout=30,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode in {1, 2}
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_the_steps_are_listed_without_any_file() -> None:
    done = samizdat("import", "--steps")
    assert done.returncode == 0
    assert "hyphens       words that a line's end divided are joined" in done.stdout


def test_a_file_of_the_book_itself_is_not_imported_over_itself(text: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    samizdat("import", text, "--into", book)
    before = files_in(book)
    done = samizdat("import", book / "manuscript/manuscript.md", "--into", book)
    assert done.returncode == 1
    assert "a file of the book that is to be written" in done.stderr
    assert files_in(book) == before


def test_a_book_within_the_folder_of_its_sources_is_none_of_them(
    text: Path, tmp_path: Path
) -> None:
    first = samizdat("import", tmp_path, "--into", tmp_path / "book")
    before = files_in(tmp_path)
    again = samizdat("import", tmp_path, "--into", tmp_path / "book")
    assert again.stdout == first.stdout
    assert files_in(tmp_path) == before


# Importing again


def test_what_somebody_edited_stays_and_the_import_is_written_beside_it(
    text: Path, tmp_path: Path
) -> None:
    book = tmp_path / "book"
    samizdat("import", text, "--into", book)
    for name in ("manuscript/manuscript.md", "metadata.yaml"):
        path = book / name
        path.write_text(path.read_text("utf-8") + "# mine\n", "utf-8")
    mine = files_in(book)
    text.write_text(TEXT.replace("autumn", "winter"), "utf-8")
    done = samizdat("import", text, "--into", book)
    now = files_in(book)
    for name in ("manuscript/manuscript.md", "metadata.yaml"):
        assert now[name] == mine[name]
        assert f"{name} was edited since it was imported" in done.stdout
    assert b"until the winter" in now["manuscript/manuscript.md.imported"]
    assert "  +The water stood low that year[^" in done.stdout
    # What was only imported is replaced, without a word.
    assert "notes.md" not in done.stdout.partition("/import-report.html")[0].partition("winter")[2]
    # As soon as the file is as the import makes it, nothing stands beside it any more.
    (book / "manuscript/manuscript.md").write_bytes(now["manuscript/manuscript.md.imported"])
    samizdat("import", text, "--into", book)
    assert "manuscript/manuscript.md.imported" not in files_in(book)
    assert "metadata.yaml.imported" in files_in(book)


def test_without_its_record_every_file_that_differs_counts_as_edited(
    text: Path, tmp_path: Path
) -> None:
    book = tmp_path / "book"
    samizdat("import", text, "--into", book)
    (book / ".build/import.json").unlink()
    old = (book / "manuscript/manuscript.md").read_bytes()
    text.write_text(TEXT.replace("autumn", "winter"), "utf-8")
    samizdat("import", text, "--into", book)
    assert (book / "manuscript/manuscript.md").read_bytes() == old
    assert (book / "manuscript/manuscript.md.imported").exists()


@pytest.mark.slow
def test_what_this_import_has_no_more_is_taken_away_unless_it_was_edited(
    text: Path, tmp_path: Path
) -> None:
    book = tmp_path / "book"
    samizdat("import", text, "--into", book)
    done = samizdat("import", text, "--into", book, "--skip", "translators")
    assert "notes.md is no more a part of this import, and was taken away" in done.stdout
    assert not (book / "manuscript/notes.md").exists()
    samizdat("import", text, "--into", book)
    (book / "manuscript/notes.md").write_text("[^long]: Mine.\n", "utf-8")
    done = samizdat("import", text, "--into", book, "--skip", "translators")
    assert "was edited, and was left" in done.stdout
    assert (book / "manuscript/notes.md").read_text("utf-8") == "[^long]: Mine.\n"


def test_a_file_that_was_written_beside_and_edited_there_is_not_overwritten(tmp_path: Path) -> None:
    book_folder.write(tmp_path, {"a.md": b"one"})
    (tmp_path / "a.md").write_bytes(b"mine")
    book_folder.write(tmp_path, {"a.md": b"two"})
    (tmp_path / "a.md.imported").write_bytes(b"mine, too")
    found = book_folder.write(tmp_path, {"a.md": b"three"})
    assert found[0].beside == "a.md.imported-2"
    assert (tmp_path / "a.md.imported").read_bytes() == b"mine, too"


def test_a_record_that_somebody_sent_leads_to_no_file_outside(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(b"mine")
    book = tmp_path / "book"
    (book / ".build").mkdir(parents=True)
    record = {"../mine.txt": book_folder._digest(b"mine")}
    (book / ".build/import.json").write_text(json.dumps(record), "utf-8")
    book_folder.write(book, {"a.md": b"one"})
    assert (tmp_path / "mine.txt").read_bytes() == b"mine"


def test_the_same_files_become_the_same_octets(text: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        samizdat("import", text, "--into", tmp_path / name)
    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")


def test_a_book_that_is_imported_once_more_stays_as_it_is(text: Path, tmp_path: Path) -> None:
    samizdat("import", text, "--into", tmp_path / "one")
    clean = tmp_path / "one/manuscript/manuscript.md"
    done = samizdat("import", clean, "--language", "en", "--into", tmp_path / "two")
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "two/manuscript/manuscript.md").read_bytes() == clean.read_bytes()


# Asking


def asked(text: Path, book: Path, *answers: str) -> tuple[int, str]:
    """The exit status and all that a terminal shows while somebody types the answers."""
    return at_a_terminal("import", "--interactive", text, "--into", book, answers=answers)


VERSE = "\n".join(["# A", "", *("The keeper of the lock", "And all his silent boats", "Went away")])
PLAY = TEXT + "\n" + "\n".join(VERSE.split("\n")[2:]) + "\n"


def test_a_person_is_asked_once_for_each_decision_with_the_words_around(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(PLAY, "utf-8")
    status, seen = asked(text, tmp_path / "book", "n", "n")
    assert status == 0, seen
    assert seen.count("make it?") == 2
    assert "a.txt:1 the title page tells the title" in seen
    assert "and at 1 more places, all or none" in seen
    manuscript = (tmp_path / "book/manuscript/manuscript.md").read_text("utf-8")
    assert manuscript.startswith("THE LOCK KEEPER")
    assert "\\" not in manuscript


def test_whoever_stops_being_asked_gets_the_rest_as_without_questions(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(PLAY, "utf-8")
    status, seen = asked(text, tmp_path / "book", "q")
    assert status == 0
    assert seen.count("make it?") == 1
    samizdat("import", text, "--into", tmp_path / "plain")
    for name in ("manuscript/manuscript.md", "metadata.yaml"):
        assert (tmp_path / "book" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes()


@pytest.mark.parametrize("key", [INTERRUPT, END_OF_INPUT], ids=["interrupt", "end of input"])
def test_whoever_breaks_off_has_written_nothing(key: str, text: Path, tmp_path: Path) -> None:
    status, seen = asked(text, tmp_path / "book", key)
    assert status == 1
    assert "nothing was written" in seen
    assert "Traceback" not in seen
    assert not (tmp_path / "book").exists()
