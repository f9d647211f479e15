"""The page of a release before the Nu HTML checker, axe-core, and a reader at a keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from samizdat.releases.display import page
from samizdat.validators import validate

from . import sample_release as sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LONG = "The Life and Strange Surprizing Adventures of Robinson Crusoe, of York, Mariner " * 4

TWELVE = ("en", "de", "fr", "es", "pt-BR", "it", "ru", "el", "he", "fa", "tr", "vi")
RELEASES = {
    "three languages": sample.changed(
        sample.release("en", "es", "ar"), kept="1 error", subtitle="Now"
    ),
    "from the right": sample.release("he", "en"),
    "twelve languages": sample.release(*TWELVE),
    "little known": sample.bare(),
    "a long title": sample.bare(title=LONG),
    "one long word": sample.bare(title="Donaudampfschifffahrtsgesellschaft" * 4),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", RELEASES)
def test_the_page_is_clean_wherever_it_is_read(name: str, tmp_path: Path, browser: Browser) -> None:
    from .browser import DESKTOP, PHONE, opened, undecided, violations

    file = tmp_path / "index.html"
    file.write_text(page.html(RELEASES[name], sample.covers(RELEASES[name])), "utf-8")
    said = validate(file)
    assert not said.failure
    assert not said.messages
    for size in (PHONE, DESKTOP, (320, 600)):
        for scheme in ("light", "dark"):
            with opened(browser, file, size, scheme) as shown:
                shown.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                assert violations(shown) == []
                assert undecided(shown) == []
                assert shown.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.slow
def test_a_keyboard_sees_where_it_is_and_gets_to_a_language(
    tmp_path: Path, browser: Browser
) -> None:
    from .browser import opened

    file = tmp_path / "index.html"
    release = sample.release("en", "es", "ar")
    file.write_text(page.html(release, sample.covers(release)), "utf-8")
    with opened(browser, file, script=False) as shown:
        shown.keyboard.press("Tab")
        assert shown.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        shown.keyboard.press("Tab")
        shown.keyboard.press("Enter")
        top = shown.evaluate("document.getElementById('es').getBoundingClientRect().top")
        assert 0 <= top < 100
