"""axe-core finds no fault in the web editions of the handbook and of two real books."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import DESKTOP, PHONE, Scheme, opened, violations
from tests.conftest import web_editions

from . import BOOKS

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
FOLDERS = {
    "handbook": Path(__file__).parents[2],
    "guillamon": BOOKS / "guillamon",
    "curie": BOOKS / "curie",
}


@pytest.mark.parametrize("name", FOLDERS)
def test_axe_finds_no_fault_in_a_real_book(name: str, browser: Browser, tmp_path: Path) -> None:
    for file in web_editions(FOLDERS[name], tmp_path / "out"):
        for size, scheme in product((PHONE, DESKTOP), SCHEMES):
            with opened(browser, file, size, scheme) as page:
                assert violations(page) == [], (file.name, size, scheme)
                assert page.evaluate("document.documentElement.scrollWidth") == size[0], file.name
