"""A release is verified: each altered bit is found in its file, and its source makes it again."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path

import pytest

from samizdat.releases import contents, sums, verifying
from samizdat.releases.release import NAME, files, load

from .conftest import samizdat, write_book

TEXT = "# One\n\nThe keeper wrote down each boat.[^a]\n\n[^a]: In a book.\n"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small release in all editions."""
    folder = tmp_path_factory.mktemp("verify")
    book = write_book(folder / "book", TEXT)
    done = samizdat("build", book, "--out", folder / "dist", "--unvalidated")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "dist"


@pytest.fixture
def copy(released: Path, tmp_path: Path) -> Path:
    """The release in a place where it may be harmed."""
    return shutil.copytree(released, tmp_path / "copy")


def test_a_release_is_as_it_was_made_and_comes_out_the_same_to_the_octet(released: Path) -> None:
    done = samizdat("verify", released)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all files are those that were released" in done.stdout
    count = len(sums.load((released / sums.NAME).read_text()))
    assert f"{count} of {count} files came out the same; compared were octets" in done.stdout


def test_any_single_bit_of_any_file_that_is_flipped_is_found_in_that_file(copy: Path) -> None:
    chance = random.Random(1)
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    assert len(files) > 8
    for file in files:
        whole = file.read_bytes()
        for place in {0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(20))}:
            harmed = bytearray(whole)
            harmed[place] ^= 1 << chance.randrange(8)
            file.write_bytes(harmed)
            faults = {fault.path for fault in verifying.altered(copy)}
            assert faults == {file.relative_to(copy).as_posix()}, (file, place)
        file.write_bytes(whole)
    assert verifying.altered(copy) == []


def test_the_command_names_the_altered_file_and_builds_nothing_then(copy: Path) -> None:
    text = next(copy.rglob("*.txt"))
    text.write_text(text.read_text() + "x")
    done = samizdat("verify", copy)
    assert done.returncode == 1
    assert (
        done.stdout == f"{text}: it is not the file that was released: its digest is another one\n"
    )


def test_a_missing_file_and_one_of_which_the_release_says_nothing_are_told(copy: Path) -> None:
    (copy / "CNAME").write_text("press.example\n")
    assert (
        f"{copy / 'CNAME'}: the release says nothing"
        in samizdat("verify", copy, "--sums-only").stdout
    )
    next(copy.rglob("*.txt")).unlink()
    done = samizdat("verify", copy)
    assert (done.returncode, "it is not there" in done.stdout) == (1, True)


def with_digests_made_anew(copy: Path) -> None:
    """As somebody does who alters a release with care: release.json knows the files as well."""
    text = (copy / NAME).read_text()
    for file in files(load(text)):
        text = text.replace(file.sha256, sums.digest_of(copy / file.path))
    (copy / NAME).write_text(text)
    with_sums_made_anew(copy)


def with_sums_made_anew(copy: Path) -> None:
    digests = sums.load((copy / sums.NAME).read_text())
    (copy / sums.NAME).write_text(sums.of_folder(copy, digests))


@pytest.mark.slow
def test_with_other_tools_the_contents_are_compared_and_the_tools_are_named(copy: Path) -> None:
    told = json.loads((copy / NAME).read_text())
    told["tools"]["pango"] = "1.0.0"
    (copy / NAME).write_text(json.dumps(told))
    with_sums_made_anew(copy)
    done = samizdat("verify", copy)
    assert done.returncode == 0, done.stdout
    assert "made with pango 1.0.0, built again with 1." in done.stdout
    assert "6 of 6 files came out the same; compared were text, notes, contents" in done.stdout


@pytest.mark.slow
def test_a_release_that_its_source_does_not_make_is_found(copy: Path) -> None:
    text = next(copy.rglob("*.txt"))
    text.write_text(text.read_text().replace("boat", "barge"))
    with_digests_made_anew(copy)
    done = samizdat("verify", copy)
    assert done.returncode == 1
    assert f"{text}: made again with the same tools, it has other octets" in done.stdout


def test_a_book_folder_is_taken_for_the_release_in_it(released: Path, tmp_path: Path) -> None:
    shutil.copytree(released, tmp_path / "dist")
    done = samizdat("verify", tmp_path, "--sums-only")
    assert done.returncode == 0
    assert done.stdout == f"{tmp_path / 'dist'}: all files are those that were released\n"


def test_a_folder_without_a_release_is_told_in_a_sentence(tmp_path: Path) -> None:
    assert samizdat("verify", tmp_path / "nowhere").returncode == 2
    done = samizdat("verify", tmp_path)
    assert done.returncode == 1
    assert "SHA256SUMS: it is not there" in done.stdout
    (tmp_path / NAME).write_text("[]")
    (tmp_path / sums.NAME).write_text(sums.of_folder(tmp_path, [NAME]))
    done = samizdat("verify", tmp_path)
    assert done.returncode == 1
    assert "is no release.json" in done.stderr


def test_a_source_that_leads_out_of_its_archive_is_not_unpacked(copy: Path, tmp_path: Path) -> None:
    import zipfile

    told = load((copy / NAME).read_text())
    assert told.source
    with zipfile.ZipFile(copy / told.source.path, "a") as archive:
        archive.writestr("../outside.txt", "x")
    with_digests_made_anew(copy)
    done = samizdat("verify", copy)
    assert done.returncode == 1
    assert "would lie outside it" in done.stderr
    assert not (tmp_path / "outside.txt").exists()


@pytest.mark.parametrize("ending", [".txt", ".html", ".epub", ".pdf"])
def test_contents_that_differ_are_found_in_each_kind_of_file(
    ending: str, sampler: Path, released: Path
) -> None:
    (one,) = (p for p in sampler.glob(f"*{ending}") if "booklet" not in p.name)
    (other,) = (p for p in released.glob(f"en/*{ending}") if "booklet" not in p.name)
    assert list(contents.differences(one, one)) == []
    found = list(contents.differences(one, other))
    assert any(re.search("text", why) for why in found), found


def test_a_bit_flipped_anywhere_in_the_list_of_digests_is_found_in_the_list(copy: Path) -> None:
    listed = copy / sums.NAME
    whole = listed.read_bytes()
    for place in range(len(whole)):
        for bit in range(8):
            harmed = bytearray(whole)
            harmed[place] ^= 1 << bit
            listed.write_bytes(harmed)
            faults = {fault.path for fault in verifying.altered(copy)}
            assert faults == {sums.NAME}, (place, bit)


def test_a_list_that_says_nothing_of_a_file_of_the_release_is_no_whole_one(copy: Path) -> None:
    digests = sums.load((copy / sums.NAME).read_text())
    told = load((copy / NAME).read_bytes())
    for left_out in digests:
        kept = {path: digest for path, digest in digests.items() if path != left_out}
        (copy / sums.NAME).write_text(sums.dump(kept))
        why = f"it was altered: it says nothing of {left_out}"
        assert verifying.unlike(copy, told) == [verifying.Fault(sums.NAME, why)]
    (copy / sums.NAME).write_text("")
    done = samizdat("verify", copy, "--sums-only")
    assert done.returncode == 1
    assert f"{copy / sums.NAME}: it was altered: it says nothing of index.html\n" in done.stdout


def test_a_file_that_was_altered_together_with_its_line_is_found(copy: Path) -> None:
    text = next(copy.rglob("*.txt"))
    text.write_text(text.read_text().replace("boat", "barge"))
    with_sums_made_anew(copy)
    done = samizdat("verify", copy, "--sums-only")
    assert done.returncode == 1
    assert done.stdout == (
        f"{text}: it is not the file that was released: release.json has another digest\n"
    )


def test_a_release_json_that_is_not_there_or_no_text_is_told(copy: Path) -> None:
    (copy / NAME).write_bytes(b"\xf2\x00")
    with_sums_made_anew(copy)
    done = samizdat("verify", copy)
    assert (done.returncode, done.stderr) == (
        1,
        f"samizdat: {copy / NAME} is no release.json: it is not UTF-8\n",
    )
    digests = sums.load((copy / sums.NAME).read_text())
    (copy / NAME).unlink()
    (copy / sums.NAME).write_text(sums.dump({p: d for p, d in digests.items() if p != NAME}))
    done = samizdat("verify", copy)
    assert (done.returncode, done.stdout) == (1, f"{copy / NAME}: it is not there\n")


def test_names_in_a_release_do_not_steer_the_terminal(copy: Path) -> None:
    (copy / "\x1b[31mred").touch()
    assert "\x1b" not in samizdat("verify", copy, "--sums-only").stdout
