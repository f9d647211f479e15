"""What lies in dist/ is always a release: the last one or the new one, and never a mixture."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from samizdat.releases import exchange, lock, sums
from samizdat.releases.release import Release, load

from .conftest import MakeBook, samizdat, write_book

TEXT = "# One\n\nThe keeper wrote down each boat.[^a]\n\n[^a]: In a book.\n"
QUICK = ("--edition", "web", "--edition", "text", "--unvalidated")


def built(book: Path, out: Path, *options: object, status: int = 0) -> Release:
    """The release that a build leaves."""
    done = samizdat("build", book, "--out", out, *(options or QUICK))
    assert done.returncode == status, done.stdout + done.stderr
    return read(out)


def read(out: Path) -> Release:
    """The release in a folder, each file of which is the one that it names."""
    told = load((out / "release.json").read_text("utf-8"))
    digests = sums.load((out / "SHA256SUMS").read_text("utf-8"))
    for path, digest in digests.items():
        assert hashlib.sha256((out / path).read_bytes()).hexdigest() == digest, path
    for language in told.languages:
        for edition in language.editions:
            assert digests[edition.path] == edition.sha256
            assert (out / edition.path).stat().st_size == edition.size
    there = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert there == {*digests, "SHA256SUMS"}
    return told


def change(book: Path, path: str, old: str, new: str) -> None:
    file = book / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def two(make_book: MakeBook) -> Path:
    """A book in two languages."""
    return make_book(
        TEXT,
        {
            "translations/es/manuscript.md": "# Uno\n\nEl guarda apuntó cada barca.[^a]\n\n"
            "[^a]: En un libro.\n",
            "translations/es/metadata.yaml": "title: Un libro\n",
        },
    )


def test_a_release_says_what_is_in_it(make_book: MakeBook, tmp_path: Path) -> None:
    told = built(make_book(TEXT), tmp_path / "out", "--unvalidated")
    assert (told.title, told.version, told.slug) == ("A Small Book", "1.0.0", "a-small-book")
    (english,) = told.languages
    assert (english.locale, english.name, english.kept) == ("en", "English", None)
    assert english.words == 10
    assert english.pages
    assert [edition.edition for edition in english.editions][:3] == ["web", "epub", "print"]
    assert english.cover
    assert english.accessibility
    assert "tableOfContents" in english.accessibility.features
    assert {"pandoc", "weasyprint", "pango", "python", "samizdat"} <= set(told.tools)
    assert told.fonts[0].version.startswith("Version ")


def test_sha256sum_finds_all_files_as_they_were(make_book: MakeBook, tmp_path: Path) -> None:
    built(make_book(TEXT), tmp_path / "out")
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.count(b": OK") == 10


@pytest.mark.slow
def test_the_source_in_a_release_builds_the_same_release(two: Path, tmp_path: Path) -> None:
    first = built(two, tmp_path / "one")
    assert first.source
    with zipfile.ZipFile(tmp_path / "one" / first.source.path) as archive:
        archive.extractall(tmp_path / "unpacked")
    built(tmp_path / "unpacked" / first.slug, tmp_path / "two")
    one, other = ((tmp_path / name / "SHA256SUMS").read_text() for name in ("one", "two"))
    assert one == other


def test_a_language_that_fails_keeps_its_last_release_and_the_others_go_on(
    two: Path, tmp_path: Path
) -> None:
    before = built(two, tmp_path / "out")
    change(two, "manuscript/manuscript.md", "each boat", "every boat")
    change(two, "translations/es/manuscript.md", "[^a]:", "[^b]:")
    after = built(two, tmp_path / "out", status=1)
    english, spanish = after.languages
    assert english.kept is None
    assert spanish.kept
    assert spanish.kept.startswith("the new text has faults")
    assert spanish.editions == before.languages[1].editions
    assert english.editions[0].sha256 != before.languages[0].editions[0].sha256


def test_a_build_of_which_nothing_is_good_leaves_all_as_it_was(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book, out = make_book(TEXT), tmp_path / "out"
    built(book, out)
    before = (out / "SHA256SUMS").read_text()
    change(book, "manuscript/manuscript.md", "[^a]:", "[^b]:")
    built(book, out, status=1)
    assert (out / "SHA256SUMS").read_text() == before


@pytest.mark.slow
def test_a_language_built_alone_leaves_the_others_and_says_which_are_older(
    two: Path, tmp_path: Path
) -> None:
    built(two, tmp_path / "out")
    again = built(two, tmp_path / "out", *QUICK, "--locale", "es")
    assert [language.kept for language in again.languages] == [None, None]
    change(two, "manuscript/manuscript.md", "each boat", "every boat")
    again = built(two, tmp_path / "out", *QUICK, "--locale", "es")
    assert again.languages[0].kept == "its text has changed since, and it was not built again"


@pytest.mark.slow
def test_editions_of_an_earlier_text_stay_and_are_told(make_book: MakeBook, tmp_path: Path) -> None:
    book, out = make_book(TEXT), tmp_path / "out"
    built(book, out)
    change(book, "manuscript/manuscript.md", "each boat", "every boat")
    told = built(book, out, "--unvalidated", "--edition", "text")
    web, text = told.languages[0].editions
    assert web.kept == "it was made of an earlier text, version 1.0.0"
    assert text.kept is None


def test_a_text_that_changes_while_it_is_built_is_not_released_and_that_is_said(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book, out = make_book(TEXT), tmp_path / "out"
    build = begun(book, out)
    _waited(lambda: (tmp_path / ".build/out/en/book.json").exists())
    change(book, "manuscript/manuscript.md", "each boat", "every boat")
    _, said = build.communicate(timeout=60)
    assert build.returncode == 1
    assert said.startswith("en: files of the book were changed while it was built")
    assert not out.exists()
    built(book, out)


def test_what_somebody_put_beside_the_releases_stays(make_book: MakeBook, tmp_path: Path) -> None:
    book, out = make_book(TEXT), tmp_path / "out"
    built(book, out)
    (out / "CNAME").write_text("press.example\n")
    (out / "en" / "poster.txt").write_text("mine")
    (out / ".well-known").mkdir()
    (out / "link").symlink_to("CNAME")
    change(book, "manuscript/manuscript.md", "each boat", "every boat")
    assert samizdat("build", book, "--out", out, *QUICK).returncode == 0
    assert (out / "CNAME").read_text() == "press.example\n"
    assert (out / "en" / "poster.txt").read_text() == "mine"
    assert (out / ".well-known").is_dir()
    assert (out / "link").readlink() == Path("CNAME")


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such rights")
def test_everybody_may_read_a_release_and_rights_of_its_folder_stay(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book, out = make_book(TEXT), tmp_path / "out"
    old = os.umask(0o077)
    try:
        built(book, out)
        modes = {path.stat().st_mode & 0o777 for path in out.rglob("*") if path.is_file()}
        assert (modes, (out / "en").stat().st_mode & 0o777) == ({0o644}, 0o755)
        assert out.stat().st_mode & 0o777 == 0o755
        out.chmod(0o2775)
        change(book, "manuscript/manuscript.md", "each boat", "every boat")
        built(book, out)
        assert out.stat().st_mode & 0o7777 == 0o2775
    finally:
        os.umask(old)


@pytest.mark.parametrize("name", ["index.html", "en"])
def test_what_somebody_put_where_a_file_or_a_folder_of_ours_goes_stops_the_release(
    name: str, make_book: MakeBook, tmp_path: Path
) -> None:
    book, out = make_book(TEXT), tmp_path / "out"
    built(book, out)
    in_the_way = out / name
    if in_the_way.is_dir():
        shutil.rmtree(in_the_way)
        in_the_way.write_text("mine")
    else:
        in_the_way.unlink()
        in_the_way.mkdir()
        (in_the_way / "mine").write_text("mine")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    change(book, "manuscript/manuscript.md", "each boat", "every boat")
    done = samizdat("build", book, "--out", out, *QUICK)
    assert done.returncode == 1
    assert f"can't read or write {in_the_way}: " in done.stderr
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_files_of_an_older_title_and_of_a_language_that_left_go(two: Path, tmp_path: Path) -> None:
    built(two, tmp_path / "out")
    shutil.rmtree(two / "translations")
    change(two, "metadata.yaml", "title: A Small Book", "title: A Large Book")
    told = built(two, tmp_path / "out")  # which looks for files that nothing names
    assert [language.locale for language in told.languages] == ["en"]
    assert told.slug == "a-large-book"


@pytest.mark.slow
def test_releases_from_before_there_was_a_release_json_are_kept_too(
    two: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    built(two, out)
    for path in out.iterdir():
        if path.is_file():
            path.unlink()
    change(two, "translations/es/manuscript.md", "[^a]:", "[^b]:")
    change(two, "manuscript/manuscript.md", "each boat", "every boat")
    told = built(two, out, status=1)
    assert [bool(language.kept) for language in told.languages] == [False, True]
    assert len(told.languages[1].editions) == 2


def test_what_lies_there_whole_already_is_not_written_again(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book, out = make_book(TEXT), tmp_path / "out"
    built(book, out)
    before = out.stat().st_ino
    said = samizdat("build", book, "--out", out, *QUICK).stdout
    assert said == "nothing to do: nothing has changed since the last build\n"
    assert out.stat().st_ino == before
    (out / "release.json").unlink()
    built(book, out)


def test_a_file_system_that_can_not_exchange_folders_gets_the_files_one_by_one(
    tmp_path: Path,
) -> None:
    new, place = tmp_path / "new", tmp_path / "place"
    for folder, words in ((new, "new"), (place, "old")):
        for name in ("en/a.txt", "en/b.txt", "release.json"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(words)
    for name in ("en/gone.txt", "fr/gone.txt", "mine.txt"):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text("old")
    exchange.one_by_one(new, place, {"en/gone.txt", "fr/gone.txt", "never.txt"})
    there = {
        p.relative_to(place).as_posix(): p.read_text() for p in place.rglob("*") if p.is_file()
    }
    assert there == {
        **dict.fromkeys(("en/a.txt", "en/b.txt", "release.json"), "new"),
        "mine.txt": "old",
    }
    assert not (place / "fr").exists()


def test_two_builds_at_once_are_told_apart_and_a_lock_of_the_dead_is_none(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book, out = make_book(TEXT), tmp_path / "out"
    built(book, out)
    change(book, "manuscript/manuscript.md", "each boat", "every boat")
    held = lock.take(tmp_path / ".build" / "out")
    done = samizdat("build", book, "--out", out, *QUICK)
    assert done.returncode == 1
    assert done.stderr == (
        f"samizdat: another build, process {os.getpid()}, is at work in "
        f"{tmp_path / '.build' / 'out'}; wait until it has ended, or end it\n"
    )
    assert done.stdout == ""
    held.close()  # as the system does for a process that is gone; the file stays
    built(book, out)


def test_a_lock_that_can_not_be_taken_is_told_in_a_sentence(
    make_book: MakeBook, tmp_path: Path
) -> None:
    place = tmp_path / ".build" / "out" / lock.NAME
    place.mkdir(parents=True)
    done = samizdat("build", make_book(TEXT), "--out", tmp_path / "out", *QUICK)
    assert (done.returncode, done.stderr) == (1, f"samizdat: can't lock {place}: Is a directory\n")


def begun(book: Path, out: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "samizdat", "build", book, "--out", out, *QUICK],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.mark.slow
def test_fifty_of_fifty_kills_leave_a_whole_release(tmp_path: Path) -> None:
    """Text and version change before each build, so that a mixture would be seen."""
    chance = random.Random(50)
    book, out = write_book(tmp_path / "book", TEXT), tmp_path / "out"
    built(book, out)
    begin = time.monotonic()
    write_book(book, TEXT.replace("boat", "barge"))
    built(book, out)
    whole = time.monotonic() - begin
    released = set()
    for number in range(50):
        text = TEXT.replace("boat", f"boat number {number}")
        facts = json.dumps({"title": "A Small Book", "version": f"{number}.0"})
        write_book(book, text, **{"metadata.yaml": facts})
        build = begun(book, out)
        time.sleep(chance.random() * whole * 1.1)
        # Others at work on the machine make a build longer or shorter; one in five may end.
        whole *= 1.04 if build.poll() is None else 0.85
        build.send_signal(signal.SIGKILL)
        build.communicate(timeout=60)
        told = read(out)
        (language,) = told.languages
        assert language.version == told.version
        words = (out / language.editions[-1].path).read_text("utf-8")
        if told.version != "1.0.0":
            assert f"boat number {told.version.removesuffix('.0')}." in words
            assert f"ersion {told.version}" in words
        released.add(told.version)
    assert len(released) > 1, "no build came far enough to release"


@pytest.mark.skipif(sys.platform != "linux", reason="it looks for the workers in /proc")
def test_no_worker_outlives_a_build_that_was_killed(make_book: MakeBook, tmp_path: Path) -> None:
    build = begun(make_book(TEXT), tmp_path / "out")
    workers = _waited(lambda: _children(build.pid))
    build.kill()
    build.communicate(timeout=60)
    _waited(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    lock.take(tmp_path / ".build" / "out").close()


@pytest.mark.skipif(sys.platform != "linux", reason="it looks for the workers in /proc")
def test_a_build_whose_worker_is_ended_says_so_and_does_not_wait_for_ever(
    make_book: MakeBook, tmp_path: Path
) -> None:
    build = subprocess.Popen(
        [sys.executable, "-m", "samizdat", "build", make_book(TEXT), "--out", tmp_path / "out"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    _waited(lambda: (tmp_path / ".build" / "out" / "en" / "book.json").exists())
    for worker in _children(build.pid):
        os.kill(worker, signal.SIGKILL)
    _, said = build.communicate(timeout=60)
    assert build.returncode == 1
    assert "the system ended a part of this build (SIGKILL)" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a small disk"
)
def test_a_disk_that_is_full_at_any_point_leaves_the_last_release_whole(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book, disk = make_book(TEXT), tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this container may not mount")
    try:
        out = disk / "out"
        built(book, out)
        for number, room in enumerate((0, 40_000, 150_000, 300_000, 500_000, 700_000)):
            change(book, "manuscript/manuscript.md", "each boat", f"each boat and barge {number}")
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            (disk / "filler").write_bytes(bytes(max(0, free - room)))
            done = samizdat("build", book, "--out", out, *QUICK)
            assert "Traceback" not in done.stdout + done.stderr
            (disk / "filler").unlink()
            told = read(out)
            words = (out / told.languages[0].editions[-1].path).read_text("utf-8")
            assert done.returncode in {0, 1}, done.stderr
            assert (f"boat and barge {number}" in words) == (done.returncode == 0)
            change(book, "manuscript/manuscript.md", f"each boat and barge {number}", "each boat")
        built(book, out)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def _children(process: int) -> list[int]:
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in path.read_text().split()]


def _waited(what: Callable[[], Any]) -> Any:
    """What comes of it once it is true; it fails where that takes a minute."""
    for _ in range(600):
        if found := what():
            return found
        time.sleep(0.1)
    raise TimeoutError
