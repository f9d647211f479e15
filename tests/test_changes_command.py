"""`samizdat changes` as people meet it: folders, releases, versions, and what is none."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from samizdat.releases import release as releases
from samizdat.releases.changes import opened
from samizdat.releases.changes.opened import UnusableReleaseError
from samizdat.releases.release import File, Language, Release

from .conftest import FACTS, samizdat, write_book

FIRST = "# The weir\n\nThe keeper opened the weir in May, as he did each year.\n"
SECOND = "# The weir\n\nThe keeper opened the weir in June, as he did each year.\n"
THIRD = SECOND + "\n# The mill\n\nIts wheel is still.\n"

DAY = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def git(book: Path, *arguments: str) -> None:
    names = {
        f"GIT_{who}_{what}": "ana@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    subprocess.run(
        ["git", "-c", "init.defaultBranch=main", "-C", book, *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, **names},
    )


def commit(book: Path, text: str, version: str) -> None:
    (book / "manuscript/manuscript.md").write_text(text, "utf-8")
    (book / "metadata.yaml").write_text(FACTS.replace("1.0.0", version), "utf-8")
    git(book, "add", "-A")
    git(book, "commit", "-qm", version)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book in a folder of a repository, with two versions, and a third not yet committed."""
    folder = write_book(tmp_path / "shelf/a book", FIRST)
    git(folder.parent, "init", "-q")
    commit(folder, "# A draft whose version was a mistake\n", "1.1.0")
    commit(folder, FIRST, "1.0.0")
    git(folder, "tag", "v0.9")
    commit(folder, SECOND, "1.1.0")
    commit(folder, SECOND.replace("June", "July"), "1.1.0")
    (folder / "manuscript/manuscript.md").write_text(THIRD, "utf-8")
    return folder


def release_in(folder: Path, text: str, *, pages: int | None = None) -> Path:
    """The folder of a release, as far as its changes can be told of it."""
    folder.mkdir(parents=True)
    archive = folder / "a-small-book-source.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a-small-book/metadata.yaml", FACTS)
        file.writestr("a-small-book/manuscript/manuscript.md", text)
    return described(folder, archive, pages)


def described(folder: Path, archive: Path, pages: int | None = None) -> Path:
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    english = Language(
        locale="en",
        name="English",
        title="A Small Book",
        version="1.0.0",
        modified=DAY,
        words=1,
        digest="0" * 64,
        pages=pages,
    )
    release = Release(
        title="A Small Book",
        slug="a-small-book",
        language="en",
        identifier="urn:isbn:9780000000002",
        version="1.0.0",
        modified=DAY,
        languages=(english,),
        source=File(
            path=archive.name,
            media_type="application/zip",
            size=archive.stat().st_size,
            sha256=digest,
        ),
    )
    (folder / "release.json").write_text(releases.dump(release), "utf-8")
    return folder


# --- what can be compared -------------------------------------------------------------------------


def test_two_folders_are_compared_and_told_line_by_line(tmp_path: Path) -> None:
    old = write_book(tmp_path / "old", FIRST + "\nA note.[^a]\n\n[^a]: It is old.\n")
    new = write_book(tmp_path / "new", SECOND + "\nA note.[^a]\n\n[^a]: It is new.\n")
    done = samizdat("changes", old, new)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "A Small Book: 1.0.0",
        "",
        "English (en): 2 words in, 2 out",
        "",
        "  The weir, 2 words in, 2 out",
        "    changed: The keeper opened the weir in [-May,-] {+June,+} as he did each year.",
        "    changed note 1: It is [-old.-] {+new.+}",
    ]


def test_a_version_is_the_commit_in_which_the_book_got_it(book: Path) -> None:
    done = samizdat("changes", "1.0.0", "1.1.0", cwd=book)
    assert "[-May,-] {+June,+}" in done.stdout, done.stdout + done.stderr
    assert done.stdout.startswith("A Small Book: 1.0.0 → 1.1.0\n")


@pytest.mark.parametrize("name", ["v0.9", "0.9", "HEAD~2", "main~2"])
def test_a_tag_and_a_commit_are_versions_too(book: Path, name: str) -> None:
    done = samizdat("changes", name, "HEAD", cwd=book)
    assert "[-May,-] {+July,+}" in done.stdout, done.stdout + done.stderr


def test_without_a_second_one_it_is_compared_with_the_book_as_it_is_now(book: Path) -> None:
    for done in (
        samizdat("changes", "1.1.0", cwd=book),
        samizdat("changes", "1.1.0", "--book", book, cwd=book.parent.parent),
    ):
        assert "new chapter: The mill, 6 words" in done.stdout, done.stdout + done.stderr


def test_without_any_the_last_release_is_compared_with_the_book(book: Path) -> None:
    assert "there is no release in dist" in samizdat("changes", cwd=book).stderr
    release_in(book / "dist", FIRST)
    done = samizdat("changes", cwd=book)
    assert "[-May,-] {+June,+}" in done.stdout, done.stdout + done.stderr
    assert "new chapter: The mill" in done.stdout


def test_releases_tell_their_pages(tmp_path: Path) -> None:
    old = release_in(tmp_path / "old", FIRST, pages=4)
    new = release_in(tmp_path / "new", SECOND, pages=5)
    done = samizdat("changes", old, new / "release.json")
    assert "English (en): 1 word in, 1 out; pages 4 → 5" in done.stdout, done.stdout + done.stderr


def test_a_release_that_was_committed_tells_the_pages_of_its_version(book: Path) -> None:
    git(book, "checkout", "-q", "v0.9", "--", ".")
    release_in(book / "dist", FIRST, pages=4)
    commit(book, FIRST, "1.0.0")
    new = release_in(book.parent / "new", FIRST, pages=5)
    assert "the text is the same; pages 4 → 5" in samizdat("changes", "HEAD", new, cwd=book).stdout


def test_programs_and_browsers_have_formats_of_their_own(book: Path) -> None:
    done = samizdat("changes", "1.0.0", "--format", "json", cwd=book)
    data = json.loads(done.stdout)
    assert (data["schema"], data["old_version"], data["version"]) == (1, "1.0.0", "1.1.0")
    (language,) = data["languages"]
    assert [one["what"] for one in language["chapters"]] == ["changed", "new"]
    done = samizdat("changes", "1.0.0", "--format", "html", cwd=book)
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert "index.html" not in done.stdout, "there is no release that it could lead to"


def test_nothing_is_changed_or_left(book: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in book.parent.rglob("*")}
    samizdat("changes", "1.0.0", "1.1.0", cwd=book)
    assert {path: path.stat().st_mtime_ns for path in book.parent.rglob("*")} == before


# --- what can't -----------------------------------------------------------------------------------


def test_what_is_no_version_is_told_in_a_sentence(book: Path) -> None:
    for name in ("9.9", "--output=x", "HEAD:metadata.yaml", "a\nb", ""):
        done = samizdat("changes", "--", name, cwd=book)
        assert done.returncode == 2, name
        assert done.stderr.startswith("samizdat: "), done.stderr
        assert "Traceback" not in done.stderr
    assert not (book / "x").exists()


def test_without_a_repository_or_without_git_the_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = write_book(tmp_path / "book", FIRST)
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    done = samizdat("changes", "1.0.0", cwd=book)
    assert (done.returncode, "not a git repository" in done.stderr) == (2, True)
    monkeypatch.setenv("PATH", str(tmp_path))
    done = samizdat("changes", "1.0.0", cwd=book)
    assert (done.returncode, "git" in done.stderr and "not installed" in done.stderr) == (2, True)


def test_a_folder_that_is_no_book_is_told(tmp_path: Path) -> None:
    done = samizdat("changes", tmp_path, tmp_path)
    assert done.returncode == 2
    assert "there is no metadata.yaml in it" in done.stderr


@pytest.mark.parametrize("text", ["", "{}", '{"schema": 1}', "\x00"])
def test_a_release_json_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    folder = release_in(tmp_path / "dist", FIRST)
    (folder / "release.json").write_text(text, "utf-8")
    done = samizdat("changes", folder, folder)
    assert (done.returncode, "is no release.json" in done.stderr) == (2, True), done.stderr


def with_members(folder: Path, **members: str) -> Path:
    """A release whose source has these members, their names with `__` for `../`."""
    folder.mkdir()
    archive = folder / "source.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "../"), content)
    return described(folder, archive)


def test_a_source_that_leads_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    folder = with_members(tmp_path / "dist", __escaped="x")
    with pytest.raises(UnusableReleaseError, match="would lie outside it"):
        opened.told_of_release(folder)
    for name in ("/absolute", "C:/drive", "a\\..\\b"):
        with zipfile.ZipFile(folder / "source.zip", "w") as file:
            file.writestr(name, "x")
        with pytest.raises(UnusableReleaseError, match="would lie outside it"):
            opened.told_of_release(folder)


def test_a_source_that_is_larger_than_a_book_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "MOST_BYTES", 10_000_000)
    folder = with_members(tmp_path / "dist", bomb="0" * 20_000_000)
    assert (folder / "source.zip").stat().st_size < 50_000
    with pytest.raises(UnusableReleaseError, match="larger than any book"):
        opened.told_of_release(folder)


def test_links_in_a_source_are_left_out(tmp_path: Path) -> None:
    folder = release_in(tmp_path / "dist", FIRST)
    with zipfile.ZipFile(folder / "a-small-book-source.zip", "a") as file:
        link = zipfile.ZipInfo("a-small-book/manuscript/secret.md")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    opened.unpack(folder / "a-small-book-source.zip", tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").rglob("*") if not path.is_dir())
    assert names == ["manuscript.md", "metadata.yaml"]


@pytest.mark.parametrize("cut", [0, 10, 200])
def test_a_source_that_is_damaged_is_told(tmp_path: Path, cut: int) -> None:
    folder = release_in(tmp_path / "dist", FIRST)
    archive = folder / "a-small-book-source.zip"
    archive.write_bytes(archive.read_bytes()[:cut])
    done = samizdat("changes", folder, folder)
    assert (done.returncode, "is damaged" in done.stderr) == (2, True), done.stderr


def test_a_release_without_its_source_is_told(tmp_path: Path) -> None:
    folder = release_in(tmp_path / "dist", FIRST)
    (folder / "a-small-book-source.zip").unlink()
    done = samizdat("changes", folder, folder)
    assert (done.returncode, "get the whole release" in done.stderr) == (2, True), done.stderr
