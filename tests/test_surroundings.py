"""What typesetting hides from its own process it doesn't hide from other programs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from samizdat import surroundings
from samizdat.typesetting import engine
from tests.browser import opened

_TELL = "import os; print(os.environ.get('FONTCONFIG_FILE'))"


def test_other_programs_are_told_of_the_typefaces_that_the_system_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def told() -> str:
        command = [sys.executable, "-c", _TELL]
        environment = surroundings.for_programs()
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    ours, theirs = tmp_path / "ours.xml", tmp_path / "theirs.xml"
    monkeypatch.setattr(surroundings, "_before", {})
    monkeypatch.setenv("FONTCONFIG_FILE", str(ours))
    surroundings.hide_typefaces(ours)
    assert told() == "None"  # nobody had named any
    monkeypatch.setenv("FONTCONFIG_FILE", str(theirs))
    for _ in range(2):
        surroundings.hide_typefaces(ours)
        assert told() == str(theirs)


@pytest.mark.slow
def test_a_browser_that_is_started_by_who_sets_books_has_typefaces(
    browser: Browser, tmp_path: Path
) -> None:
    assert engine.VARIANT  # it is loaded, and typefaces are hidden
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><title>Lamp</title><p>a lamp, <code>lit</code></p>", "utf-8")
    with opened(browser, file) as page:
        assert page.title() == "Lamp"
