"""How commands start: what is loaded only where it is used, and kept for the next time.

What is kept must never be taken for what is there now.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from doit.dependency import get_file_md5

import samizdat as package
from samizdat import graph, state, summary
from samizdat.press import Press

from .conftest import FACTS, MakeBook, write_book

LIBRARIES = {
    *("pydantic", "ruamel", "jinja2", "lxml", "pypandoc", "weasyprint", "ebooklib", "rich"),
    *("wcwidth", "babel", "PIL", "fontTools", "uharfbuzz", "pikepdf", "pypdfium2", "nh3"),
    *("tinycss2", "langcodes", "pyphen", "stdnum", "urllib3", "ziamath", "ftfy"),
}
"""What takes a while to load, and is of no use before there is something to do."""
OWN = {f"samizdat.{name}" for name in ("metadata", "scanner", "source", "book", "rules", "steps")}


def loaded(command: list[str], folder: Path) -> set[str]:
    """The modules that a command has loaded, which has to end well."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *command],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    names = re.findall(r"^import time: .*\| +(\S+)$", done.stderr, re.MULTILINE)
    assert "argparse" in names or "doit" in names
    return {*names, *(name.partition(".")[0] for name in names)}


@pytest.mark.parametrize("command", [[], ["check"], ["build"], ["locale", "add"], ["import"]])
def test_help_loads_no_library(command: list[str], tmp_path: Path) -> None:
    names = loaded(["-m", "samizdat", *command, "--help"], tmp_path)
    assert names & (LIBRARIES | OWN | {"doit"}) == set()


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of plain text in two languages that is built already."""
    folder = tmp_path_factory.mktemp("quick") / "book"
    files = {
        "metadata.yaml": FACTS + "editions: [text]\n",
        "translations/fr/manuscript.md": "# Un\n\nUn texte.\n",
        "dodo.py": (Path(package.__file__).parent / "new_book" / "dodo.py").read_text("utf-8"),
    }
    write_book(folder, "# One\n\nA text.\n", **files)
    subprocess.run([sys.executable, "-m", "doit"], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("command", [["doit"], ["samizdat", "build", "."]])
def test_a_build_with_nothing_to_do_loads_no_library_and_starts_no_process(
    quick: Path, command: list[str]
) -> None:
    names = loaded(["-m", *command], quick)
    assert names & (LIBRARIES | OWN) == set()
    assert "multiprocessing.popen_fork" not in names


@pytest.fixture
def again(quick: Path) -> Iterator[Path]:
    """That book with nothing to do, to be changed; its metadata are put back then."""
    doit(quick)
    facts = (quick / "metadata.yaml").read_text("utf-8")
    yield quick
    (quick / "metadata.yaml").write_text(facts, "utf-8")


def doit(folder: Path) -> set[str]:
    """The tasks that doit has run."""
    done = subprocess.run(
        [sys.executable, "-m", "doit"], cwd=folder, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return set(re.findall(r"^(\w+(?::\w+)?)$", done.stdout, re.MULTILINE))


def change(path: Path, words: str) -> None:
    """Other octets in a file, with the time that it had: not even doit would see that."""
    times = path.stat().st_mtime_ns
    path.write_text(words, "utf-8")
    os.utime(path, ns=(times, times))


def test_a_released_file_that_is_gone_is_released_again(again: Path) -> None:
    (text,) = (again / "dist" / "fr").glob("*.txt")
    text.unlink()
    assert doit(again) == {"release"}
    assert text.is_file()


def test_a_work_file_that_is_gone_is_made_again(again: Path) -> None:
    (again / ".build" / "fr" / "book.json").unlink()
    assert "prepare:fr" in doit(again)


@pytest.mark.parametrize("damage", ['{"parse:en": {', "[1]"])
def test_a_damaged_state_of_the_last_build_is_none(again: Path, damage: str) -> None:
    (again / ".build" / "state.json").write_text(damage, "utf-8")
    assert {"parse:en", "text:fr"} <= doit(again)
    assert doit(again) == set()


def test_a_title_that_changes_is_seen_at_once(again: Path) -> None:
    facts = again / "metadata.yaml"
    change(facts, facts.read_text("utf-8").replace("A Small Book", "A Tiny Book!"))
    assert Press(again).slug == "a-tiny-book"
    assert {"text:en", "text:fr", "release"} <= doit(again)


def test_a_manuscript_that_lies_elsewhere_counts_for_each_language(make_book: MakeBook) -> None:
    files = {
        "metadata.yaml": FACTS + "manuscript: [texts/*.md]\n",
        "texts/manuscript.md": "# One\n\nA text.\n",
        "translations/fr/manuscript.md": "# Un\n\nUn texte.\n",
    }
    book = make_book(None, dict(files))
    checks = {
        task["name"]: task["file_dep"]
        for task in graph.tasks(Press(book))
        if task["basename"] == "check" and task["name"]
    }
    assert set(checks) == {"en", "fr"}
    assert all(str(book / "texts/manuscript.md") in read for read in checks.values())


@pytest.fixture
def kept(make_book: MakeBook) -> Path:
    """A book of which a summary is kept."""
    book = make_book("A text.\n", {"translations/fr/metadata.yaml": "title: Un livre\n"})
    (book / ".build").mkdir()
    assert Press(book).summary == Press(book).summary
    return book


def test_a_translation_that_comes_or_goes_is_seen(kept: Path) -> None:
    (kept / "translations" / "es").mkdir()
    assert Press(kept).locales == ["en", "es", "fr"]
    (kept / "translations" / "es").rmdir()
    assert Press(kept).locales == ["en", "fr"]


def test_a_summary_that_is_kept_says_the_same(kept: Path) -> None:
    said = Press(kept).summary
    path = kept / ".build" / summary.NAME
    assert path.is_file()
    path.unlink()
    assert Press(kept).summary == said


def test_a_summary_is_taken_from_where_it_is_kept(kept: Path) -> None:
    path = kept / ".build" / summary.NAME
    data = json.loads(path.read_text("utf-8"))
    data["summary"]["title"] = "Another"
    path.write_text(json.dumps(data), "utf-8")
    assert Press(kept).summary.title == "Another"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("metadata.yaml", FACTS.replace("A Small Book", "A Large Book")),
        ("translations/fr/metadata.yaml", "cover: images/front.png\n"),
        ("translations/es/manuscript.md", "Un texto.\n"),
    ],
)
def test_a_change_of_any_metadata_makes_another_summary(kept: Path, path: str, words: str) -> None:
    before = Press(kept).summary
    (kept / path).parent.mkdir(exist_ok=True)
    if (kept / path).exists():
        change(kept / path, words)
    else:
        (kept / path).write_text(words, "utf-8")
    assert Press(kept).summary != before


@pytest.mark.parametrize("broken", ["", "{", "[]", "{}", '{"of": 1}', "\udcff"])
def test_a_summary_that_cannot_be_read_is_made_again(kept: Path, broken: str) -> None:
    said, path = Press(kept).summary, kept / ".build" / summary.NAME
    path.write_bytes(broken.encode(errors="surrogateescape"))
    assert Press(kept).summary == said


def test_no_summary_is_kept_where_nothing_is_built(make_book: MakeBook) -> None:
    book = make_book("A text.\n")
    before = sorted(book.rglob("*"))
    assert Press(book).summary.title == "A Small Book"
    assert sorted(book.rglob("*")) == before


@pytest.fixture(scope="module")
def own_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """samizdat once more, for tests that change it."""
    home = tmp_path_factory.mktemp("package")
    ignored = shutil.ignore_patterns("__pycache__", "new_texts")
    shutil.copytree(Path(package.__file__).parent, home / "samizdat", ignore=ignored)
    return home


def outdated(book: Path, home: Path) -> set[str]:
    """The steps that the samizdat in `home` would do in the book."""
    script = """
import sys
from samizdat.graph import tasks
from samizdat.press import Press
from pathlib import Path
for task in tasks(Press(Path(sys.argv[1]))):
    for asked in task.get("uptodate", ()):
        if hasattr(asked, "config"):
            print(task["basename"], asked.config, *task["file_dep"])
"""
    done = subprocess.run(
        [sys.executable, "-c", script, book],
        cwd=home,  # where -c looks for modules first
        check=True,
        capture_output=True,
        text=True,
    )
    return set(done.stdout.splitlines())


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("editions/text.py", {"text"}),
        ("templates/web.html", {"web"}),
        ("styles/epub.css", {"epub"}),
        ("rules/fn001_undefined_note.py", {"scan", "check", "prove"}),
        ("releases/facts.py", {"ready"}),
        (
            "typefaces/amiri/400Regular/Amiri_400Regular.ttf",
            {"cover", "letter", "print", "epub", "web", "text", "booklet-a4", "booklet-letter"},
        ),
    ],
)
def test_a_changed_part_of_samizdat_makes_the_steps_again_that_it_is_part_of(
    own_package: Path, make_book: MakeBook, path: str, steps: set[str]
) -> None:
    book, file = make_book("A text.\n"), own_package / "samizdat" / path
    before, octets = outdated(book, own_package), file.read_bytes()
    times = file.stat().st_mtime_ns
    file.write_bytes(octets + b"\n")
    os.utime(file, ns=(times, times))
    after = outdated(book, own_package)
    file.write_bytes(octets)
    assert {line.partition(" ")[0] for line in before ^ after} == steps


def test_what_most_steps_load_is_loaded_once_a_file_has_changed_and_never_before(
    tmp_path: Path,
) -> None:
    file, times = tmp_path / "a.md", list[None]()
    file.write_text("One.", "utf-8")
    checker = state.files_checker(lambda: times.append(None))()
    known = checker.get_state(str(file), None)
    assert checker.get_state(str(file), known) is None
    os.utime(file, (1, 1))
    assert not checker.check_modified(str(file), file.stat(), known)
    assert not times
    file.write_text("Two.", "utf-8")
    assert checker.check_modified(str(file), file.stat(), known)
    assert len(times) == 1


def test_the_octets_of_a_file_are_read_once_for_all_tasks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[str]()

    def spied(path: str) -> str:
        read.append(path)
        digest: str = get_file_md5(path)
        return digest

    monkeypatch.setattr(state, "get_file_md5", spied)
    file = tmp_path / "a.md"
    file.write_text("One.", "utf-8")
    checker = state.files_checker(lambda: None)()
    first = checker.get_state(str(file), None)
    assert checker.get_state(str(file), None) == first
    assert len(read) == 1
    file.write_text("Another one.", "utf-8")
    assert checker.get_state(str(file), None) != first
    assert len(read) == 2
