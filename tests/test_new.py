"""`samizdat new`: from nothing to a book that builds, in any language."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from samizdat import metadata

from .conftest import samizdat
from .terminal import END_OF_INPUT, at_a_terminal

ON_TERMINALS = pytest.mark.skipif(sys.platform == "win32", reason="there are no terminals")


def facts(book: Path) -> Any:
    return YAML(typ="safe").load(book / "metadata.yaml")


def workflow(name: str, book: Path) -> Any:
    """A file of the book for those that build it elsewhere, as YAML 1.2 understands it."""
    return YAML(typ="safe", pure=True).load(book / name)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "red-letters"
    assert samizdat("new", folder).returncode == 0
    return folder


OTHERS = [pytest.param(one, marks=pytest.mark.slow) for one in ("es", "ar", "fa", "fr")]


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_a_new_book_builds_at_once_and_nothing_is_found(language: str, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    assert samizdat("new", folder, "--language", language).returncode == 0
    done = samizdat("build", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list((folder / "dist" / language).iterdir())) == 6
    assert samizdat("check", folder).stdout == "no findings\n"


def test_without_a_terminal_nothing_is_asked_and_the_folder_names_the_book(book: Path) -> None:
    assert facts(book)["title"] == "Red letters"
    assert facts(book)["language"] == "en"


def test_what_is_given_is_written_as_it_was_meant(tmp_path: Path) -> None:
    title = "“No: #1” – 'Ü' \\ and [more]"
    done = samizdat(
        *("new", tmp_path / "b", "--title", title),
        *("--author", "yes", "--language", "pt_br"),
    )
    assert done.returncode == 0, done.stderr
    said = facts(tmp_path / "b")
    assert (said["title"], said["creators"][0]["name"]) == (title, "yes")
    assert said["language"] == "pt-BR"


@ON_TERMINALS
def test_at_a_terminal_three_things_are_asked_and_a_wrong_language_once_more(
    tmp_path: Path,
) -> None:
    status, said = at_a_terminal(
        "new",
        tmp_path / "pamphlet",
        answers=["", "Ana Pressa", "Elvish", "Deutsch"],
    )
    assert status == 0, said
    assert "Elvish is no language" in said
    found = facts(tmp_path / "pamphlet")
    assert found["title"] == "Pamphlet"
    assert found["creators"] == [{"name": "Ana Pressa", "role": "author"}]
    assert found["language"] == "de"


@ON_TERMINALS
def test_who_breaks_off_has_no_half_a_folder(tmp_path: Path) -> None:
    status, said = at_a_terminal("new", tmp_path / "b", answers=["A Title", END_OF_INPUT])
    assert status == 1
    assert "nothing was written" in said
    assert not (tmp_path / "b").exists()


@ON_TERMINALS
def test_yes_asks_nothing_at_a_terminal(tmp_path: Path) -> None:
    status, said = at_a_terminal("new", tmp_path / "b", "--yes")
    assert (status, "] " in said) == (0, False)


def test_what_no_book_can_have_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    for option, value in (("--title", " "), ("--author", "A\x1b[2J"), ("--language", "Elvish")):
        done = samizdat("new", tmp_path / "b", option, value)
        assert done.returncode == 2, option
        assert done.stderr.count("\n") == 1
        assert "\x1b" not in done.stderr
        assert not (tmp_path / "b").exists()


def test_a_folder_with_something_in_it_is_left_alone_but_for_a_history(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "letter.txt").write_text("Dear Ana", "utf-8")
    assert samizdat("new", tmp_path).returncode == 2
    assert not (tmp_path / "metadata.yaml").exists()
    (tmp_path / "letter.txt").unlink()
    assert samizdat("new", tmp_path).returncode == 0


def test_what_translators_read_is_no_translation(book: Path) -> None:
    assert (book / "translations" / "README.md").is_file()
    assert samizdat("locale", "add", "fr", cwd=book).returncode == 0
    status = samizdat("locale", "status", cwd=book)
    assert status.returncode == 0, status.stderr
    assert "README" not in status.stdout
    assert samizdat("check", book).returncode == 0


def test_the_history_keeps_releases_and_leaves_work_files_out(book: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not there")
    subprocess.run([git, "init", "--quiet", str(book)], check=True)
    paths = [".build/en/book.json", "__pycache__/dodo.pyc", ".doit.db", "dist/en/book.pdf"]
    done = subprocess.run(
        [git, "-C", str(book), "check-ignore", *paths], capture_output=True, encoding="utf-8"
    )
    assert done.stdout.split() == paths[:3]


def test_git_changes_no_end_of_a_line_on_any_system(book: Path, tmp_path: Path) -> None:
    def git(*words: object) -> None:
        name = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=true"]
        subprocess.run(["git", *name, *map(str, words)], cwd=book, check=True, capture_output=True)

    (book / "dist").mkdir()
    (book / "dist" / "SHA256SUMS").write_bytes(b"one\ntwo\n")
    git("init")
    git("add", ".")
    git("commit", "-m", "A book")
    git("clone", ".", tmp_path / "clone")
    for path in ("dist/SHA256SUMS", "manuscript/manuscript.md"):
        assert (tmp_path / "clone" / path).read_bytes() == (book / path).read_bytes()


def test_the_workflow_of_github_checks_builds_and_publishes_with_no_secret(book: Path) -> None:
    jobs = workflow(".github/workflows/book.yml", book)["jobs"]
    steps = jobs["build"]["steps"]
    typed = "\n".join(step.get("run", "") for step in steps)
    assert "samizdat check . --format github" in typed
    assert "samizdat build ." in typed
    assert steps[-1]["with"]["path"] == "dist"
    assert jobs["publish"]["needs"] == "build"
    used = [s["uses"] for job in jobs.values() for s in job["steps"] if "uses" in s]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", one) for one in used)
    assert "secrets." not in (book / ".github/workflows/book.yml").read_text("utf-8")


def test_only_the_job_that_publishes_may_write(book: Path) -> None:
    read = workflow(".github/workflows/book.yml", book)
    assert read["permissions"] == {"contents": "read"}
    assert "permissions" not in read["jobs"]["build"]
    assert read["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert "pull_request" in read["jobs"]["publish"]["if"]


def test_the_jobs_of_gitlab_check_build_and_publish(book: Path) -> None:
    jobs = workflow(".gitlab-ci.yml", book)
    assert jobs["build"]["script"][-2:] == ["samizdat check .", "samizdat build ."]
    assert jobs["pages"]["script"][-1] == "mv dist public"
    assert jobs["pages"]["artifacts"]["paths"] == ["public"]
    assert all(isinstance(line, str) for line in jobs["build"]["script"])


def install_lines(name: str, book: Path) -> list[str]:
    """The lines by which a machine elsewhere decides what to install samizdat from."""
    if name == ".gitlab-ci.yml":
        lines = workflow(name, book)["build"]["script"]
    else:
        steps = workflow(name, book)["jobs"]["build"]["steps"]
        lines = next(step["run"] for step in steps if "wheel" in step.get("run", "")).splitlines()
    return [line for line in lines if line.startswith(("wheel=", ": "))]


@pytest.mark.parametrize("name", [".github/workflows/book.yml", ".gitlab-ci.yml"])
def test_samizdat_comes_from_the_variable_or_the_wheel_or_a_sentence_says_so(
    name: str, book: Path
) -> None:
    lines = [*install_lines(name, book), 'echo "$SAMIZDAT"']

    def decided(variable: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-ec", "\n".join(lines)],
            cwd=book,
            env={"SAMIZDAT": variable, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            encoding="utf-8",
        )

    assert decided("git+https://example.org/s@v1").stdout == "git+https://example.org/s@v1\n"
    missing = decided("")
    assert missing.returncode != 0
    assert "put the wheel of samizdat into tools/" in missing.stderr
    (book / "tools").mkdir()
    (book / "tools/samizdat-9.9.9-py3-none-any.whl").touch()
    assert decided("").stdout == "tools/samizdat-9.9.9-py3-none-any.whl\n"


def test_the_file_for_doit_has_two_lines_and_the_metadata_say_what_they_are(book: Path) -> None:
    assert len((book / "dodo.py").read_text("utf-8").splitlines()) == 2
    text = (book / "metadata.yaml").read_text("utf-8")
    assert text.count("#") > 10
    # What is there for those who want more would be right as well.
    more = re.sub(r"^# (?=[a-z]+: )", "", text, flags=re.MULTILINE)
    data, problems = metadata.read(more)
    assert not problems
    assert not metadata.validate(data, more, "A Book")[1]
    assert "subjects" in data


def test_a_folder_without_a_name_worth_it_hinders_nobody(tmp_path: Path) -> None:
    book = tmp_path / " "
    assert samizdat("new", book).returncode == 0
    assert facts(book)["title"] == "An Untitled Book"
    (book / "metadata.yaml").write_text("title: ''\n", "utf-8")
    done = samizdat("check", book)
    assert done.returncode == 1
    assert "metadata.yaml:1:1: MD003" in done.stdout
