"""What the tests share: small books made on the spot, and the sampler built once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from . import web_books
from .previewed import Preview, previewing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Generated texts: the same ones in every run, and many more with --hypothesis-profile=thorough.
hypothesis.settings.register_profile(
    "quick", max_examples=25, deadline=None, derandomize=True, database=None
)
hypothesis.settings.register_profile(
    "thorough", max_examples=2000, deadline=None, derandomize=True, database=None
)
hypothesis.settings.load_profile("quick")

HERE = Path(__file__).parent
SAMPLER = HERE / "books" / "sampler"

FACTS = """\
title: A Small Book
creators:
  - name: Ana Pressa
language: en
version: 1.0.0
modified: 2026-03-01T12:00:00Z
"""

MakeBook = Callable[..., Path]


def write_book(folder: Path, manuscript: str | None = None, **files: str | bytes) -> Path:
    """A book folder with a manuscript and other files, by path with `__` for `/`."""
    texts: dict[str, str | bytes] = {"metadata.yaml": FACTS}
    if manuscript is not None:
        texts["manuscript/manuscript.md"] = manuscript
    texts |= {name.replace("__", "/"): content for name, content in files.items()}
    for name, content in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.fixture
def make_book(tmp_path: Path) -> MakeBook:
    """Makes a book folder in a folder of the test's own."""

    def make(manuscript: str | None = None, files: dict[str, str | bytes] | None = None) -> Path:
        return write_book(tmp_path / "book", manuscript, **(files or {}))

    return make


def samizdat(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the command as a person does; standard output and error come back as text."""
    return subprocess.run(
        [sys.executable, "-m", "samizdat", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
        timeout=300,  # a build that hangs is a failure of its test, not of the whole run
    )


@pytest.fixture
def preview(book: Path) -> Iterator[Preview]:
    """A preview at work of the `book` of a test."""
    with previewing(book) as running:
        yield running


@pytest.fixture(scope="session")
def sampler(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sampler's releases, built once by the command for all tests."""
    out = tmp_path_factory.mktemp("sampler") / "out"
    done = samizdat("build", SAMPLER, "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out / "en-GB"


@pytest.fixture(scope="session")
def page_file(sampler: Path) -> Path:
    """The web edition of the sampler."""
    (path,) = sampler.glob("*.html")
    return path


def web_editions(folder: Path, out: Path) -> list[Path]:
    """The web editions of a book, as the command makes them; drafts, since some have odd things."""
    done = samizdat("build", folder, "--out", out, "--edition", "web", "--draft")
    assert done.returncode == 0, done.stdout + done.stderr
    return sorted(out.glob("*/*.html"))


def web_edition(folder: Path, out: Path) -> Path:
    """The web edition of a book in one language."""
    (path,) = web_editions(folder, out)
    return path


@pytest.fixture(scope="session")
def lamp_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The web edition of the book of typical pages."""
    return web_edition(HERE / "books" / "pages", tmp_path_factory.mktemp("lamp") / "out")


def made_web_edition(folder: Path, facts: str, text: str, picture: bytes = b"") -> Path:
    """The web edition of a book of one file of text."""
    files: dict[str, str | bytes] = {"metadata.yaml": facts}
    if picture:
        files["manuscript/images/wide.png"] = picture
    book = write_book(folder / "book", text, **files)
    return web_edition(book, folder / "out")


@pytest.fixture(scope="session")
def odd_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of all that is wider than a phone, with a note in every place."""
    folder = tmp_path_factory.mktemp("odd")
    return made_web_edition(folder, FACTS, web_books.odd_things(), web_books.picture())


@pytest.fixture(scope="session")
def many_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with many notes close together."""
    folder = tmp_path_factory.mktemp("many")
    return made_web_edition(folder, FACTS, web_books.many_notes())


@pytest.fixture(scope="session")
def arabic_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book that is read from right to left."""
    folder = tmp_path_factory.mktemp("arabic")
    return made_web_edition(folder, web_books.ARABIC_FACTS, web_books.from_the_right())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once for all tests."""
    from .browser import started

    with started() as browser:
        yield browser
