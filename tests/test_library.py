"""`samizdat library`: one page and one catalog over the releases of many books."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from samizdat.releases.release import Release, dump
from samizdat.validators import validate

from . import sample_release as sample
from .conftest import samizdat
from .opds_reader import OPEN, as_atom, as_json, client_sees, found, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def book(title: str, *tags: str, **changes: Any) -> Release:
    """A release of a book of that title, which is known by it."""
    release = sample.release(*tags, identifier=f"urn:example:{title}", title=title, **changes)
    first = release.languages[0].model_copy(update={"title": title})
    return release.model_copy(update={"languages": (first, *release.languages[1:])})


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A folder with three books, one of which has a space in its name."""
    folder = tmp_path / "books"
    sample.write(book("Eddy", "en"), folder / "a" / "dist")
    sample.write(book("Éclair", "fr", "en"), folder / "b c" / "dist")
    sample.write(book("almond", "en", "ar"), folder / "d" / "dist")
    return folder


def texts(tree: Any, path: str) -> list[str]:
    return ["".join(element.itertext()).strip() for element in tree.xpath(path)]


def told(*arguments: object, cwd: Path | None = None) -> str:
    """What the command says when it can't do what it was asked for, in one line."""
    done = samizdat("library", *arguments, cwd=cwd)
    assert done.returncode in {1, 2}, done.stdout
    assert "Traceback" not in done.stderr
    assert "please report" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


def test_the_books_are_shown_by_title_with_their_languages(books: Path) -> None:
    done = samizdat("library", *sorted(books.iterdir(), reverse=True))
    assert done.returncode == 0, done.stderr
    tree = html.parse(books / "index.html").getroot()
    assert tree.get("lang") == "en"
    assert texts(tree, "//h1") == ["Books"]
    assert texts(tree, "//span[@class='title']") == ["almond", "Éclair", "Eddy"]
    assert tree.xpath("//a[@class='book']/@href") == [
        "d/dist/index.html",
        "b%20c/dist/index.html",
        "a/dist/index.html",
    ]
    assert texts(tree, "//ul[@class='tongues']//a") == ["English", "العربية", "français", "English"]
    assert f"{books / 'index.html'} shows 3 books" in done.stdout


def test_the_order_of_the_folders_makes_no_difference(books: Path, tmp_path: Path) -> None:
    folders = sorted(books.iterdir())
    outs = [tmp_path / "books1", tmp_path / "books2"]
    for out, order in zip(outs, (folders, [*folders[::-1], folders[0]]), strict=True):
        assert samizdat("library", *order, "--out", out).returncode == 0
    for name in ("index.html", "opds.json", "opds.xml"):
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes()


def test_a_reading_app_gets_every_edition_of_every_book(books: Path) -> None:
    assert samizdat("library", *books.iterdir(), "--title", "Night Press").returncode == 0
    feed = as_atom((books / "opds.xml").read_text("utf-8"))
    assert found(feed, "atom:entry/atom:title/text()")[0] == "almond"
    as_json((books / "opds.json").read_text("utf-8"))
    with served(books) as home:
        for seen in client_sees(f"{home}opds.xml", f"{home}opds.json"):
            assert seen["title"] == "Night Press"
            languages = [one["languages"] for one in seen["publications"]]
            assert languages == [["en"], ["ar"], ["fr"], ["en"], ["en"]]
            for one in seen["publications"]:
                editions = [link for link in one["links"] if link["rel"] == [OPEN]]
                assert len(editions) == 6
                assert {link["status"] for link in (*editions, *one["images"])} == {200}


def test_a_library_is_written_anew_when_a_book_comes(books: Path) -> None:
    assert samizdat("library", books / "a").returncode == 0
    before = as_atom((books / "opds.xml").read_text("utf-8"))
    assert samizdat("library", *(one for one in books.iterdir() if one.is_dir())).returncode == 0
    after = as_atom((books / "opds.xml").read_text("utf-8"))
    assert len(found(after, "atom:entry")) == 5
    assert found(before, "atom:id/text()") == found(after, "atom:id/text()")
    assert sorted(one.name for one in books.iterdir()) == [
        *("a", "b c", "d", "index.html", "opds.json", "opds.xml")
    ]


def test_links_that_lead_out_are_told(books: Path, tmp_path: Path) -> None:
    out = tmp_path / "site" / "here"
    done = samizdat("library", books / "a" / "dist", "--out", out, "--language", "es")
    assert done.returncode == 0
    assert "lies outside" in done.stderr
    tree = html.parse(out / "index.html").getroot()
    assert tree.xpath("//a[@class='book']/@href") == ["../../books/a/dist/index.html"]
    assert texts(tree, "//h1") == ["Libros"]


def test_a_title_stands_on_the_side_where_the_language_of_the_page_begins(books: Path) -> None:
    done = samizdat("library", *books.iterdir(), "--title", "Night Press", "--language", "ar")
    assert done.returncode == 0, done.stderr
    (title,) = html.parse(books / "index.html").xpath("//h1")
    assert title.get("dir") is None
    assert title.xpath("string(bdi)") == "Night Press"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no release.json"),
        ("{}", "is no release.json"),
        ("[" * 100_000, "is no release.json"),
        ('{"schema": 99}', "was written by a later samizdat"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_a_broken_release_is_a_sentence(books: Path, text: str | bytes, words: str) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    (books / "d" / "dist" / "release.json").write_bytes(data)
    said = told(*books.iterdir())
    assert words in said
    assert str(books / "d" / "dist" / "release.json") in said
    assert not (books / "index.html").exists()


def test_a_release_in_no_language_is_a_sentence(books: Path) -> None:
    none = book("Eddy", "en").model_copy(update={"languages": ()})
    (books / "a" / "dist" / "release.json").write_text(dump(none), "utf-8")
    assert "has no language" in told(books / "a")


def test_what_is_no_release_is_a_sentence(books: Path, tmp_path: Path) -> None:
    assert "is not a folder" in told(books / "nowhere")
    (books / "empty").mkdir()
    assert "type samizdat build" in told(books / "empty")
    assert "no words are known for tlh" in told(books / "a", "--language", "tlh")
    sample.write(book("Eddy", "en"), tmp_path / "again")
    assert "are releases of the same book" in told(books / "a", tmp_path / "again")


def test_nothing_is_overwritten_that_is_no_library(books: Path) -> None:
    dist = books / "a" / "dist"
    assert "is a release itself" in told(books / "a", "--out", dist)
    assert "is a release itself" in told(books / "a", "--out", dist / "en")
    (books / "index.html").write_text("<p>my own page", "utf-8")
    assert "no library of samizdat" in told(books / "a")
    assert (books / "index.html").read_text("utf-8") == "<p>my own page"
    assert "is a file" in told(books / "a", "--out", books / "index.html")


def test_a_book_without_a_cover_shows_its_title(books: Path) -> None:
    (books / "a" / "dist" / "cover-en.png").unlink()
    assert samizdat("library", books / "a").returncode == 0
    tree = html.parse(books / "index.html").getroot()
    assert texts(tree, "//span[@class='cover']") == ["Eddy"]


@pytest.mark.slow
def test_the_page_is_clean_wherever_it_is_read(books: Path, browser: Browser) -> None:
    from .browser import DESKTOP, PHONE, opened, undecided, violations

    (books / "a" / "dist" / "cover-en.png").unlink()
    assert samizdat("library", *books.iterdir()).returncode == 0
    file = books / "index.html"
    said = validate(file)
    assert not said.failure
    assert not said.messages
    for size in (PHONE, DESKTOP, (320, 600)):
        for scheme in ("light", "dark"):
            with opened(browser, file, size, scheme) as shown:
                assert violations(shown) == []
                assert undecided(shown) == []
                assert shown.evaluate("document.documentElement.scrollWidth") <= size[0]
