"""`samizdat import` as people meet it: what it writes, says, asks, and leaves alone."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from samizdat.importing.cleaning import Step
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.proof import lost
from samizdat.importing.revising import WordsLostError, revised
from samizdat.importing.traced import Piece, TracedText
from samizdat.scanner import TextFile

from .conftest import samizdat

TEXT = """\
# The Weavers

Anna Keller

1911

# The Loom

In the spring the weavers of the town had no bread, and walked down to the

river in the evening.

# The Strike

They sang [a song of the time. Translator's note] all night.
"""
MANUSCRIPT = """\
# The Loom

In the spring the weavers of the town had no bread, and walked down to the river in the evening.

# The Strike

They sang[^song] all night.
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "weavers.md"
    path.write_text(TEXT, "utf-8")
    return path


def files_of(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".build" not in path.parts
    }


# --- what it writes -------------------------------------------------------------------------------


def test_a_text_becomes_a_book_folder_that_builds(text: Path, tmp_path: Path) -> None:
    done = samizdat("import", text, "--into", tmp_path / "book")
    assert (done.returncode, done.stderr) == (0, "")
    book = tmp_path / "book"
    assert files_of(book) == {
        *("metadata.yaml", "manuscript/manuscript.md", "manuscript/notes.md", "dodo.py")
    }
    assert (book / "manuscript/manuscript.md").read_text("utf-8") == MANUSCRIPT
    assert (book / "manuscript/notes.md").read_text("utf-8") == "[^song]: a song of the time.\n"
    facts = YAML(typ="safe").load((book / "metadata.yaml").read_text("utf-8"))
    assert facts["title"] == "The Weavers"
    assert facts["creators"] == [{"name": "Anna Keller", "role": "author"}]
    assert (facts["date"], facts["language"]) == ("1911", "en")
    built = samizdat("build", book, "--out", tmp_path / "out", "--edition", "text")
    assert built.returncode == 0, built.stdout + built.stderr


def test_the_same_text_gives_the_same_bytes(text: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert samizdat("import", text, "--into", tmp_path / name).returncode == 0
    for path in files_of(tmp_path / "one") | {".build/import-report.json"}:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()


def test_several_files_are_chapters_in_their_natural_order(tmp_path: Path) -> None:
    for number in (1, 2, 10):
        words = f"# Chapter {number}\n\nWords.[^1]\n\n[^1]: Note {number}.\n"
        (tmp_path / f"chapter-{number}.md").write_text(words, "utf-8")
    paths = sorted(tmp_path.glob("chapter-*.md"))  # 10 before 2, as a shell gives them
    assert samizdat("import", *paths, "--into", tmp_path / "book").returncode == 0
    text = (tmp_path / "book/manuscript/manuscript.md").read_text("utf-8")
    assert re.findall(r"# Chapter (\d+)", text) == ["1", "2", "10"]
    labels = re.findall(r"^\[\^([^\]]+)\]: Note (\d+)\.$", text, re.MULTILINE)
    assert [number for _, number in labels] == ["1", "2", "10"]
    assert len({label for label, _ in labels}) == 3
    for label, _ in labels:
        assert text.count(f"[^{label}]") == 2


def test_pictures_beside_the_text_come_along_and_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "in/map.png").write_bytes(b"picture")
    words = "# One\n\n![A map](map.png)\n\n![](../secret.png)\n\n![](/etc/passwd)\n"
    (tmp_path / "in/text.md").write_text(words, "utf-8")
    done = samizdat("import", tmp_path / "in/text.md", "--into", tmp_path / "book")
    assert done.returncode == 0
    assert (tmp_path / "book/manuscript/images/map.png").read_bytes() == b"picture"
    assert [p.name for p in (tmp_path / "book/manuscript/images").iterdir()] == ["map.png"]
    assert done.stdout.count("is not beside the text") == 2


def test_another_encoding_is_found_and_said(tmp_path: Path) -> None:
    path = tmp_path / "alt.txt"
    words = "Die Mühle läuft über Gänge und Höfe. Früher hörte man sie müßig klappern.\n\n" * 8
    path.write_bytes(words.encode("cp1252"))
    done = samizdat("import", path, "--into", tmp_path / "book", "--language", "de")
    assert "alt.txt was read as cp125" in done.stdout
    text = (tmp_path / "book/manuscript/manuscript.md").read_text("utf-8")
    assert "Mühle läuft über Gänge" in text


# --- trying it out, and being asked ---------------------------------------------------------------


def test_a_dry_run_shows_the_difference_and_writes_nothing(text: Path, tmp_path: Path) -> None:
    done = samizdat("import", text, "--into", tmp_path / "book", "--dry-run")
    assert done.returncode == 0
    assert not (tmp_path / "book").exists()
    assert "-They sang [a song of the time. Translator's note] all night." in done.stdout
    assert "+They sang[^song] all night." in done.stdout
    assert "+title: The Weavers" in done.stdout


def test_a_skipped_step_is_left_out(text: Path, tmp_path: Path) -> None:
    done = samizdat("import", text, "--into", tmp_path / "book", "--skip", "translators,paragraphs")
    assert done.returncode == 0
    written = (tmp_path / "book/manuscript/manuscript.md").read_text("utf-8")
    assert "[a song of the time. Translator's note]" in written
    assert "down to the\n\nriver" in written


def test_steps_are_listed_and_unknown_ones_are_told(text: Path, tmp_path: Path) -> None:
    listed = samizdat("import", "--steps")
    assert "translators   the translator's notes go to notes.md" in listed.stdout
    wrong = samizdat("import", text, "--into", tmp_path / "book", "--skip", "nothing")
    assert wrong.returncode == 2
    assert "no such step of cleaning: nothing" in wrong.stderr
    assert not (tmp_path / "book").exists()


def test_json_is_all_that_is_printed(text: Path, tmp_path: Path) -> None:
    done = samizdat("import", text, "--into", tmp_path / "book", "--format", "json")
    data = json.loads(done.stdout)
    assert {change["step"] for change in data["changes"]} >= {"matter", "translators", "paragraphs"}


def answered(command: list[str], answers: Iterator[str]) -> tuple[int, str]:
    """The exit status and the output of a command at a terminal, each question answered."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, close_fds=True
    ) as process:
        os.close(follower)
        shown, answered_until, end = "", 0, time.monotonic() + 60
        while time.monotonic() < end:
            ready, _, _ = select.select([leader], [], [], 1)
            try:
                got = os.read(leader, 65_536).decode("utf-8", "replace") if ready else ""
            except OSError:  # the other side has closed it
                break
            shown += got
            asked = shown.find("as proposed]", answered_until)
            if asked >= 0:
                answered_until = asked + 1
                os.write(leader, next(answers).encode())
            if not ready and process.poll() is not None:
                break
        os.close(leader)
        return process.wait(10), shown


ASKED = """\
# The Loom

He fled (Figs, p. 3) to the river, and she (Figes, p. 4) came (Figes, p. 5).

The shuttle flies
The master lies
And who shall pay
"""


@pytest.mark.parametrize(
    ("answers", "has_verse", "has_figs"),
    [("yy", True, False), ("nn", False, True), ("q", True, True), ("a", True, False)],
)
def test_what_is_not_sure_is_asked_at_the_terminal(
    answers: str, has_verse: bool, has_figs: bool, tmp_path: Path
) -> None:
    (tmp_path / "text.md").write_text(ASKED, "utf-8")
    command = [sys.executable, "-m", "samizdat", "import", str(tmp_path / "text.md")]
    command += ["--into", str(tmp_path / "book"), "--interactive", "--language", "en"]
    status, shown = answered(command, iter([f"{answer}\n" for answer in answers]))
    assert status == 0, shown
    written = (tmp_path / "book/manuscript/manuscript.md").read_text("utf-8")
    assert ("flies\\" in written, "Figs" in written) == (has_verse, has_figs)


def test_nothing_is_written_when_the_questions_are_broken_off(tmp_path: Path) -> None:
    (tmp_path / "text.md").write_text(ASKED, "utf-8")
    command = [sys.executable, "-m", "samizdat", "import", str(tmp_path / "text.md")]
    command += ["--into", str(tmp_path / "book"), "--interactive"]
    status, shown = answered(command, iter(["\x04"]))
    assert (status, (tmp_path / "book").exists()) == (1, False), shown
    assert "nothing was written" in shown


# --- importing again ------------------------------------------------------------------------------


def test_an_edited_file_is_left_and_the_new_one_written_beside_it(
    text: Path, tmp_path: Path
) -> None:
    book = tmp_path / "book"
    samizdat("import", text, "--into", book)
    manuscript = book / "manuscript/manuscript.md"
    manuscript.write_text(MANUSCRIPT.replace("bread", "work"), "utf-8")
    text.write_text(TEXT.replace("evening", "morning"), "utf-8")
    done = samizdat("import", text, "--into", book)
    assert manuscript.read_text("utf-8") == MANUSCRIPT.replace("bread", "work")
    beside = (book / "manuscript/manuscript.md.imported").read_text("utf-8")
    assert beside == MANUSCRIPT.replace("evening", "morning")
    assert "manuscript/manuscript.md was edited since it was imported" in done.stdout
    assert "no work, and" in done.stdout
    assert "in the morning" in done.stdout


def test_a_file_that_nobody_edited_is_imported_anew(text: Path, tmp_path: Path) -> None:
    samizdat("import", text, "--into", tmp_path / "book")
    text.write_text(TEXT.replace("evening", "morning"), "utf-8")
    samizdat("import", text, "--into", tmp_path / "book")
    written = (tmp_path / "book/manuscript/manuscript.md").read_text("utf-8")
    assert written == MANUSCRIPT.replace("evening", "morning")


def test_without_a_record_of_the_last_import_every_other_file_is_somebodys_work(
    text: Path, tmp_path: Path
) -> None:
    manuscript = tmp_path / "book/manuscript/manuscript.md"
    manuscript.parent.mkdir(parents=True)
    manuscript.write_text("# My own text\n", "utf-8")
    samizdat("import", text, "--into", tmp_path / "book")
    assert manuscript.read_text("utf-8") == "# My own text\n"
    assert manuscript.with_name("manuscript.md.imported").read_text("utf-8") == MANUSCRIPT


# --- wrong use, and files that are none -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.md", None, "is not there"),
        ("empty.txt", b"", "is empty"),
        ("scan.png", b"\x89PNG\r\n\x1a\n0000", "is a picture"),
        (
            "old.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            ".doc",
        ),
        ("junk.txt", bytes(range(256)) * 40, "junk.txt is"),
    ],
)
def test_what_is_no_text_is_told_in_a_sentence(
    name: str, content: bytes | None, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    done = samizdat("import", path, "--into", tmp_path / "book")
    assert done.returncode in {1, 2}
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "book").exists()


def test_a_file_in_place_of_the_folder_is_told(text: Path) -> None:
    done = samizdat("import", text, "--into", text)
    assert done.returncode == 2
    assert "is a file; give the folder" in done.stderr


# --- the proof ------------------------------------------------------------------------------------


def dropping(draft: Draft) -> Iterator[Edit]:
    start = draft.text.index("bread")
    yield Edit(start, start + 5, "", "a step with a fault in it")


def doubling(draft: Draft) -> Iterator[Edit]:
    start = draft.text.index("bread")
    yield Edit(start, start, "bread ", "a step with a fault in it", "taken out")


@pytest.mark.parametrize("fault", [dropping, doubling])
def test_a_step_that_loses_or_doubles_a_word_is_stopped(fault: object) -> None:
    step = Step("faulty", "nothing good", fault)  # type: ignore[arg-type]
    with pytest.raises(WordsLostError, match="step faulty would change words"):
        revised(TextFile("text.md", TEXT), (), {}, frozenset(), (), steps=(step,))


def test_the_proof_sees_a_word_that_is_missing_and_one_that_came_from_nowhere() -> None:
    assert lost("one two", [TracedText.of("one two")], ()) == []
    faults = lost("one two", [TracedText("one three", (Piece(0, 9, 0, 1),))], ())
    assert faults == ["words of the source are missing: two", "words came from nowhere: three"]


def test_the_proof_sees_words_that_changed_their_place() -> None:
    turned = TracedText("two one ", (Piece(0, 4, 4), Piece(4, 8, 0)))
    assert lost("one two ", [turned], ()) == ["“one ” changed its place"]
