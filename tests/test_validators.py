"""Step 7: EPUBCheck and the Nu HTML checker are run over what was built, and are listened to."""

from __future__ import annotations

import json
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from samizdat import rules, validators
from samizdat.findings import Finding
from samizdat.press import Press
from samizdat.steps import prove, validate

from .conftest import SAMPLER, MakeBook, samizdat


def found(path: Path) -> list[Finding]:
    return rules.run(validators.validate(path))


@pytest.fixture(scope="session")
def work(sampler: Path) -> Path:
    """The folder of the sampler's work files."""
    return sampler.parents[1] / ".build" / "out" / "en-GB"


def changed_epub(epub: Path, target: Path, old: str, new: str) -> Path:
    """A copy of the EPUB with `new` for `old` in its pages."""
    with zipfile.ZipFile(epub) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            out.writestr(name, data.replace(old.encode(), new.encode()))
    return target


def test_a_good_book_passes_both_and_a_build_keeps_what_they_said(
    sampler: Path, work: Path
) -> None:
    kept = json.loads((work / "validate.json").read_text("utf-8"))
    for ending in (".epub", ".html"):
        (path,) = sampler.glob(f"*{ending}")
        assert kept[ending]["sha256"] == validators.digest(path)
        assert kept[ending]["messages"] == []
        assert kept[ending]["failure"] == ""


def test_what_epubcheck_finds_is_told_with_page_line_and_its_own_words(
    sampler: Path, tmp_path: Path
) -> None:
    (epub,) = sampler.glob("*.epub")
    broken = changed_epub(epub, tmp_path / "broken.epub", "<blockquote>", "<blockquote hue='1'>")
    (finding,) = found(broken)
    assert (finding.code, finding.level) == ("EP005", "error")
    assert re.match(
        r"EPUBCheck says of broken\.epub in EPUB/01-cloth\.xhtml, line \d+: RSC-005 .*hue",
        finding.message,
    )


def test_a_warning_of_epubcheck_is_an_error(sampler: Path, tmp_path: Path) -> None:
    (epub,) = sampler.glob("*.epub")
    old, new = "<dc:date>1931</dc:date>", "<dc:date>about 1931</dc:date>"
    (finding,) = found(changed_epub(epub, tmp_path / "warned.epub", old, new))
    assert (finding.code, finding.level) == ("EP005", "error")
    assert "OPF-053" in finding.message


def test_what_the_nu_html_checker_finds_is_told_with_its_line(
    sampler: Path, tmp_path: Path
) -> None:
    (page,) = sampler.glob("*.html")
    broken = tmp_path / "broken.html"
    text = page.read_text("utf-8")
    broken.write_text(text.replace("<blockquote>", '<blockquote hue="1">'), "utf-8")
    (finding,) = found(broken)
    assert (finding.code, finding.level) == ("HT005", "error")
    line = text[: text.index("<blockquote>")].count("\n") + 1
    assert finding.message.startswith(
        f"the Nu HTML checker says of broken.html, line {line}: error Attribute “hue” not allowed"
    )


@pytest.mark.parametrize(("ending", "code"), [(".epub", "EP005"), (".html", "HT005")])
def test_a_file_that_is_none_is_a_finding(ending: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / f"nothing{ending}"
    path.write_bytes(b"")
    assert {finding.code for finding in found(path)} == {code}


@pytest.mark.parametrize("ending", [".epub", ".html"])
def test_a_name_in_any_script_is_found_in_any_locale(
    ending: str, sampler: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    (file,) = sampler.glob(f"*{ending}")
    named = tmp_path / f"ليل ö{ending}"
    shutil.copyfile(file, named)
    said = validators.validate(named)
    assert (said.failure, said.messages) == ("", ())


def test_a_checker_that_is_not_there_is_a_finding(
    sampler: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (page,) = sampler.glob("*.html")
    (finding,) = found(page)
    assert (finding.code, finding.level) == ("HT005", "error")
    assert f"could not be run over {page.name}" in finding.message


def test_a_checker_that_does_not_end_is_a_finding(
    sampler: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validators, "_PATIENCE", 0.1)
    (epub,) = sampler.glob("*.epub")
    (finding,) = found(epub)
    assert (finding.code, finding.level) == ("EP005", "error")
    assert "it has no end after 0.1 seconds" in finding.message


def test_what_was_validated_is_known_by_its_octets(sampler: Path, tmp_path: Path) -> None:
    (page,) = sampler.glob("*.html")
    copy = tmp_path / "copy.html"
    shutil.copy(page, copy)
    message = validators.Message("error", "It is odd.", "", 3)
    kept = validators.dump([validators.WebValidation(copy, (message,))])
    assert validators.load(kept, [page])[page].messages == (message,)
    copy.write_text("other", "utf-8")
    assert validators.load(kept, [copy]) == {}


def test_why_a_checker_could_not_be_run_is_forgotten(sampler: Path) -> None:
    (page,) = sampler.glob("*.html")
    kept = validators.dump([validators.WebValidation(page, failure="there is no Java")])
    assert validators.load(kept, [page]) == {}


def test_validators_are_heard_only_where_our_own_proofs_found_no_error(
    work: Path, tmp_path: Path
) -> None:
    press = Press(SAMPLER, tmp_path / "out", chosen_editions=("epub", "web"))
    shutil.copytree(work, press.work / "en-GB")
    for edition, old, new in (("epub", "</h1>", "</h1><hr hue='1'/>"), ("web", "id=", "hue=")):
        path = press.built("en-GB", edition)
        with_fault = changed_epub if edition == "epub" else changed_text
        with_fault(path, tmp_path / edition, old, new)
        shutil.copy(tmp_path / edition, path)
    assert validate(press, "en-GB") is True
    outcome = prove(press, "en-GB")
    assert "nothing is released" in outcome.message
    codes = {f["code"] for f in json.loads((press.work / "en-GB/prove.json").read_text("utf-8"))}
    assert "EP005" in codes
    assert not {code for code in codes if code.startswith("EP")} - {"EP005"}
    assert "HT001" in codes
    assert "HT005" not in codes


def changed_text(page: Path, target: Path, old: str, new: str) -> Path:
    """A copy of the text with `new` for `old`."""
    target.write_text(page.read_text("utf-8").replace(old, new), "utf-8")
    return target


def test_validators_can_be_left_out_but_not_for_a_release_into_dist(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book = make_book("A text.\n")
    done = samizdat("build", book, "--unvalidated")
    assert done.returncode == 2
    assert "what goes into dist/ is validated" in done.stderr
    out = ("--out", tmp_path / "out", "--edition", "epub")
    assert "validate" not in samizdat("build", book, *out, "--unvalidated").stdout
    assert "validate" in samizdat("build", book, *out).stdout


def test_a_print_edition_alone_needs_no_validator(make_book: MakeBook, tmp_path: Path) -> None:
    done = samizdat("build", make_book("A text.\n"), "--out", tmp_path / "o", "--edition", "print")
    assert done.returncode == 0
    assert "validate" not in done.stdout
