"""Everybody can read it: axe-core finds no fault in the web edition, nor Ace by DAISY in the EPUB.

Each is seen to speak where there is a fault, on a copy that was damaged.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from samizdat import ace

from .browser import DESKTOP, PHONE, Scheme, opened, violations
from .test_validators import changed_epub, changed_text

pytestmark = pytest.mark.slow

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


@pytest.fixture(scope="session")
def epub_file(sampler: Path) -> Path:
    """The EPUB of the sampler."""
    (path,) = sampler.glob("*.epub")
    return path


@SIZES
@SCHEMES
def test_axe_finds_no_fault_in_the_web_edition(
    browser: Browser, page_file: Path, size: tuple[int, int], scheme: Scheme
) -> None:
    with opened(browser, page_file, size, scheme) as page:
        assert violations(page) == []


DAMAGE = {  # what is put for what, and the rule of axe-core that says so
    "a picture has no words": (' alt="', ' data-alt="', "image-alt"),
    "the language is gone": ('<html lang="en-GB"', "<html", "html-has-lang"),
    "the letters are as pale as the paper": (
        "</style>",
        " p { color: #999 !important; background: #888 !important }</style>",
        "color-contrast",
    ),
}


@SCHEMES
@pytest.mark.parametrize("damage", DAMAGE)
def test_axe_finds_a_damage_to_the_web_edition(
    damage: str, browser: Browser, page_file: Path, tmp_path: Path, scheme: Scheme
) -> None:
    old, new, rule = DAMAGE[damage]
    broken = changed_text(page_file, tmp_path / "broken.html", old, new)
    assert broken.read_bytes() != page_file.read_bytes()
    with opened(browser, broken, scheme=scheme) as page:
        assert rule in {line.split()[0] for line in violations(page)}


def test_a_page_is_shown_as_dark_and_as_narrow_as_was_asked_for(
    browser: Browser, page_file: Path
) -> None:
    asked = "matchMedia('(prefers-color-scheme: dark)').matches + ' ' + innerWidth"
    with opened(browser, page_file, PHONE, "dark") as page:
        assert page.evaluate(asked) == "true 390"
    with opened(browser, page_file) as page:
        assert page.evaluate(asked) == "false 1280"


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_page_runs_its_scripts_only_where_they_are_wanted(
    browser: Browser, tmp_path: Path, script: bool
) -> None:
    file = tmp_path / "page.html"
    file.write_text(
        "<!DOCTYPE html><html lang='en'><title>A page</title><p>Still.</p>"
        "<script>document.querySelector('p').textContent = 'Moved.'</script></html>",
        "utf-8",
    )
    with opened(browser, file, script=script) as page:
        assert page.text_content("p") == ("Moved." if script else "Still.")


def test_what_a_page_complains_about_on_its_console_is_a_failure(
    browser: Browser, page_file: Path, tmp_path: Path
) -> None:
    damage = ("</body>", "<script>1</script></body>")
    broken = changed_text(page_file, tmp_path / "broken.html", *damage)
    with (
        pytest.raises(AssertionError, match="Content Security Policy"),
        opened(browser, broken),
    ):
        pass


def heard(path: Path) -> set[str]:
    """The rules of Ace that the EPUB breaks."""
    said = ace.accessibility(path)
    assert said is not None, "Ace or Chromium is missing; ./run installs both"
    assert said.failure == ""
    return {violation.rule for violation in said.violations}


def test_ace_finds_no_fault_in_the_epub(epub_file: Path) -> None:
    assert heard(epub_file) == set()


def test_ace_tells_of_a_picture_without_words_and_where_it_stands(
    epub_file: Path, tmp_path: Path
) -> None:
    broken = changed_epub(epub_file, tmp_path / "broken.epub", ' alt="', ' class="')
    said = ace.accessibility(broken)
    assert said is not None
    first, *_ = [
        one for one in said.violations if (one.rule, one.file) == ("image-alt", "01-cloth.xhtml")
    ]
    assert first.impact == "critical"
    assert "img" in first.location
    assert "alt attribute" in first.words


def test_ace_tells_of_an_epub_without_a_language(epub_file: Path, tmp_path: Path) -> None:
    broken = changed_epub(epub_file, tmp_path / "broken.epub", 'lang="en-GB"', 'was="en-GB"')
    assert {"epub-lang", "html-has-lang"} <= heard(broken)


def test_an_epub_that_is_none_is_told_of_and_nothing_is_left_behind(temporary: Path) -> None:
    path = temporary / "none.epub"
    path.write_bytes(b"")
    said = ace.accessibility(path)
    assert said is not None
    assert said.violations == ()
    assert said.failure.startswith("it ends with 1 and says error"), said.failure
    assert leavings(temporary) == set()


@pytest.mark.parametrize("patience", [0.2, 1.0, 3.0])
def test_ace_is_ended_with_its_browser_when_it_takes_too_long(
    patience: float, epub_file: Path, temporary: Path
) -> None:
    said = ace.accessibility(epub_file, patience)
    assert said is not None
    assert said.failure == f"it has no end after {patience} seconds"
    assert leavings(temporary) == set()


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files of this test alone; another may run Ace at the same time.

    Its name is short, since Chromium has a socket in it, whose path may have 107 characters.
    """
    with tempfile.TemporaryDirectory(prefix="t-", ignore_cleanup_errors=True) as name:
        monkeypatch.setattr(tempfile, "tempdir", name)
        yield Path(name)


def leavings(temporary: Path) -> set[str]:
    """The folders of Ace in one for temporary files, and processes started from within them."""
    folders = {str(one) for one in temporary.glob("samizdat-ace-*")}
    running = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):  # Linux alone has these
        with contextlib.suppress(OSError):
            line = path.read_bytes().decode(errors="replace")
            if f"{temporary}/samizdat-ace-" in line:
                running.add(line)
    return folders | running


@pytest.mark.parametrize("missing", ["find_ace", "find_chromium"])
def test_where_ace_or_its_browser_is_missing_nothing_is_said(
    missing: str, epub_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ace, missing, lambda: None)
    assert ace.accessibility(epub_file) is None


def test_the_browser_that_the_environment_names_is_taken_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHROME_PATH", sys.executable)
    assert ace.find_chromium() == sys.executable
    monkeypatch.setenv("CHROME_PATH", "/nowhere/chrome")
    assert ace.find_chromium() not in {None, "/nowhere/chrome"}


def test_ace_is_found_on_the_path_where_it_is_not_installed_for_development(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = ace.find_ace()
    assert ours is not None
    assert ours.startswith(sys.prefix)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ace.find_ace() is None
    monkeypatch.setenv("PATH", str(Path(ours).parent))
    assert ace.find_ace() == ours
