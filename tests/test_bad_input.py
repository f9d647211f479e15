"""Bad input gives one clear finding, exit status 1 and no traceback, and harms no release."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .conftest import FACTS, MakeBook, samizdat, write_book

TEXT = "# One\n\nA text.\n"

CASES: dict[str, tuple[str | None, dict[str, str | bytes], str]] = {
    "no manuscript": (None, {}, "manuscript/manuscript.md:1:1: TX001 there is no manuscript"),
    "empty manuscript": ("", {}, "manuscript/manuscript.md:1:1: TX001 the manuscript is empty"),
    "blank manuscript": (
        " \n\n",
        {},
        "manuscript/manuscript.md:1:1: TX001 the manuscript is empty",
    ),
    "not UTF-8": (
        None,
        {"manuscript/manuscript.md": "# Un\n\nDeux caf\xe9s.\n".encode("latin-1")},
        "manuscript/manuscript.md:3:9: TX002 byte 0xe9 of manuscript/manuscript.md is not UTF-8",
    ),
    "control character": (
        "# One\n\nA\x00 text.\n",
        {},
        "manuscript/manuscript.md:3:2: TX016 control character U+0000",
    ),
    "no metadata": (
        TEXT,
        {"metadata.yaml": b""},
        "metadata.yaml:1:1: MD001 metadata file is empty",
    ),
    "broken metadata": (
        TEXT,
        {"metadata.yaml": "title: A: B\n"},
        "metadata.yaml:1:9: MD001",
    ),
    "list for metadata": (TEXT, {"metadata.yaml": "- title\n"}, "metadata.yaml:1:1: MD001"),
    "wrong type": (
        TEXT,
        {"metadata.yaml": FACTS + "toc-depth: deep\n"},
        "metadata.yaml:7:1: MD003 toc-depth is 'deep'",
    ),
    "unknown key": (
        TEXT,
        {"metadata.yaml": FACTS + "subtitel: Short\n"},
        "did you mean subtitle?",
    ),
    "no title": (
        TEXT,
        {"metadata.yaml": FACTS.replace("title: A Small Book\n", "")},
        "MD003 title is missing",
    ),
    "image not there": (
        "![Gone](images/gone.png)\n",
        {},
        "manuscript/manuscript.md:1:9: IM001 image images/gone.png is not there",
    ),
    "not an image": (
        "![Words](words.png)\n",
        {"manuscript/words.png": "words\n"},
        "manuscript/manuscript.md:1:10: IM002 image words.png is not a picture",
    ),
    "no bibliography": (
        TEXT,
        {"metadata.yaml": FACTS + "bibliography: refs.bib\n"},
        "metadata.yaml:7:1: LK002 bibliography refs.bib is not there",
    ),
    "broken bibliography": (
        "[@one]\n",
        {"metadata.yaml": FACTS + "bibliography: refs.bib\n", "refs.bib": "@book{one, title={\n"},
        "metadata.yaml:7:1: LK002 bibliography can't be used",
    ),
}


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        whole.update(str(path).encode() + (path.read_bytes() if path.is_file() else b""))
    return whole.hexdigest()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.replace(" ", "-"))
def test_bad_input_is_told_at_its_place_and_harms_no_release(
    case: str, make_book: MakeBook, tmp_path: Path
) -> None:
    manuscript, files, message = CASES[case]
    out = tmp_path / "out"
    (out / "en").mkdir(parents=True)
    (out / "en" / "a-small-book-en.html").write_text("the last good release", "utf-8")
    before = digest(out)
    done = samizdat("build", make_book(manuscript, files), "--out", out, "--unvalidated")
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert message in said
    # one fault, one finding, beside the one that these small texts have no heading
    assert said.count("hint:") - said.count("TC005") <= 1
    assert "Traceback" not in said
    assert digest(out) == before


MISNAMED = {
    "manuscript/two-\udce9.md": "# Two\n\nA text.\n",
    "manuscript/caf\udce9.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
    "manuscript/pictures-\udce9/map.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "styles/caf\udce9.ttf": "a typeface",
    "chapters/three-\udce9.md": "# Three\n\nA text.\n",
    "translations/es/manuscript.md": "# Uno\n\nUn texto.\n",
    "translations/es/\udcf1o\udcf1o.md": "# Dos\n\nUn texto.\n",
    "translations/fran\udce7ais/manuscript.md": "# Un\n\nUn texte.\n",
}
"""Files with octets in their names that are no UTF-8, by the names that Python gives them."""

of_linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems hold no such names")


@of_linux
def test_a_name_that_is_not_utf8_is_told_wherever_it_stands(make_book: MakeBook) -> None:
    facts = FACTS + "manuscript: [manuscript/*.md, chapters/*.md]\n"
    book = make_book(TEXT, {"metadata.yaml": facts, **MISNAMED})
    told = {
        r"chapters/three-\xe9.md",
        r"manuscript/caf\xe9.svg",
        r"manuscript/pictures-\xe9",
        r"manuscript/two-\xe9.md",
        r"styles/caf\xe9.ttf",
        r"translations/es/\xf1o\xf1o.md",
        r"translations/fran\xe7ais",
    }
    done = samizdat("check", book)
    assert done.returncode == 1
    for name in told:
        assert f"{name}:1:1: TX023 the name of {name} is not UTF-8" in done.stdout
    assert done.stdout.count("hint: rename it") == len(told)
    found = json.loads(samizdat("check", book, "--format", "json").stdout)
    assert {(one["code"], one["path"]) for one in found} == {("TX023", name) for name in told}
    for form in ("github", "sarif"):
        done = samizdat("check", book, "--format", form)
        assert done.returncode == 1
        assert done.stdout.count("is not UTF-8") >= len(told)
    done = samizdat("locale", "status", "--book", book)
    assert done.returncode == 0
    assert "es: 100% of 3 words are done" in done.stdout


@of_linux
def test_a_name_that_is_not_utf8_stops_the_languages_that_it_is_of(
    make_book: MakeBook, tmp_path: Path
) -> None:
    odd = "translations/es/\udcf1o\udcf1o.md"
    files = {odd: MISNAMED[odd], "translations/es/manuscript.md": "# Uno\n\nUn texto.\n"}
    book, out = make_book(TEXT, files), tmp_path / "out"
    order = ("build", book, "--out", out, "--unvalidated", "--edition", "text")
    done = samizdat(*order)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in said
    assert "es: 1 error; nothing is released in this language" in said
    assert [path.name for path in out.glob("*/*.txt")] == ["a-small-book-en.txt"]
    with zipfile.ZipFile(out / "a-small-book-source.zip") as source:
        assert sorted(Path(name).name for name in source.namelist()) == [
            *("manuscript.md", "manuscript.md", "metadata.yaml")
        ]
    (book / odd).rename(book / "translations/es/año.md")
    assert samizdat(*order).returncode == 0
    assert sorted(path.name for path in out.glob("*/*.txt")) == [
        *("a-small-book-en.txt", "a-small-book-es.txt")
    ]
    (book / "manuscript" / "two-\udce9.md").write_text(TEXT, "utf-8")
    assert "TX023" in samizdat(*order).stdout


def test_several_faults_are_told_at_once(make_book: MakeBook) -> None:
    done = samizdat(
        "check",
        make_book("![Gone](gone.png)[^a]\n", {"metadata.yaml": FACTS + "subtitel: Short\n"}),
    )
    assert done.returncode == 1
    assert {"MD002", "IM001", "FN001"} <= set(done.stdout.replace("(", " ").split())


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    done = samizdat("build", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert done.stderr == f"samizdat: {tmp_path / 'nowhere'} is not a folder\n"


def test_a_folder_without_metadata_says_so(tmp_path: Path) -> None:
    book = write_book(tmp_path / "book", TEXT)
    (book / "metadata.yaml").unlink()
    done = samizdat("check", book)
    assert done.returncode == 1
    assert "metadata.yaml:1:1: MD001 metadata.yaml is not there" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the folder is made read-only the Linux way")
def test_a_folder_that_can_not_be_written_is_said_in_a_sentence(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book = make_book(TEXT)
    out = tmp_path / "closed" / "out"
    out.mkdir(parents=True)
    closed = _mounted(out.parent, "ro")
    if closed is None:
        out.parent.chmod(0o500)
    try:
        done = samizdat("build", book, "--out", out, "--unvalidated")
    finally:
        _unmount(closed)
        out.parent.chmod(0o700)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "can't" in done.stdout + done.stderr


def test_a_file_in_place_of_the_folder_is_said_in_a_sentence(
    make_book: MakeBook, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file", "utf-8")
    done = samizdat("build", make_book(TEXT), "--out", tmp_path / "out", "--unvalidated")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert (tmp_path / "out").read_text("utf-8") == "a file"


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a small disk"
)
@pytest.mark.parametrize("size", ["32k", "200k", "400k"])
def test_a_full_disk_is_said_in_a_sentence_and_the_last_release_stays(
    size: str, make_book: MakeBook, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = _mounted(disk, f"size={size}")
    if mounted is None:
        pytest.skip("this container may not mount")
    try:
        release = disk / "out" / "en" / "a-small-book-en.txt"
        release.parent.mkdir(parents=True)
        release.write_text("the last good release", "utf-8")
        done = samizdat("build", make_book(TEXT), "--out", disk / "out")
        said = done.stdout + done.stderr
        assert done.returncode == 1, said
        assert "Traceback" not in said
        assert "No space left on device" in said
        assert release.read_text("utf-8") == "the last good release"
        assert [path.name for path in release.parent.iterdir()] == [release.name]
    finally:
        _unmount(mounted)


def _mounted(folder: Path, options: str) -> Path | None:
    """A small disk of its own at the folder, or None where nobody may mount one."""
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        return None
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    return folder if done.returncode == 0 else None


def _unmount(folder: Path | None) -> None:
    if folder is not None:
        subprocess.run(["umount", str(folder)], check=True)
