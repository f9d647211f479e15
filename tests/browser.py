"""Finished editions in a real browser: Chromium of the system, driven by Playwright.

`started()` gives the browser, `opened()` a finished HTML file in it as a reader has it: with a
width and a height, light or dark, with JavaScript or without; `violations()` what axe-core says.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, sync_playwright

from samizdat import surroundings
from samizdat.ace import QUIET, find_chromium

PHONE, DESKTOP = (390, 844), (1280, 900)
"""Width and height in CSS pixels."""

Scheme = Literal["light", "dark"]

PACKAGES = Path(sys.prefix) / "npm-develop" / "node_modules"
"""The packages of requirements/npm-develop, which `./run` installs."""


@contextmanager
def started() -> Iterator[Browser]:
    """Chromium, until the end of the `with`. It has no sandbox, which root can't make."""
    program = find_chromium()
    assert program, "no Chromium is found; ./run installs it or says how to"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", *QUIET],
            env=dict[str, str | float | bool](surroundings.for_programs()),
            timeout=60_000,
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser,
    file: Path,
    size: tuple[int, int] = DESKTOP,
    scheme: Scheme = "light",
    *,
    script: bool = True,
) -> Iterator[Page]:
    """A page that shows the finished file from disk, under the policy which the file itself sets.

    It knows nothing of other pages, and an error in it or on its console is a failure.
    """
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(file.resolve().as_uri())
        yield page
        assert not faults, faults
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page, best practices and the size of targets among it.

    A line for each element: the rule, how bad it is, a selector, and what is to be done.
    """
    found = _axe(page)["violations"]
    return [
        f"{rule['id']} ({node['impact']}) {' '.join(map(str, node['target']))}: "
        + " ".join(node["failureSummary"].split())
        for rule in found
        for node in rule["nodes"]
    ]


def undecided(page: Page) -> list[str]:
    """What axe-core leaves for a person to decide, a line for each element: rule and selector."""
    return [
        f"{rule['id']} {' '.join(map(str, node['target']))}: "
        + " ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])
        for rule in _axe(page)["incomplete"]
        for node in rule["nodes"]
    ]


def _axe(page: Page) -> dict[str, Any]:
    """The report of axe-core, put in by the debugger, which the policy of a page doesn't bind."""
    page.evaluate(_source())
    report: dict[str, Any] = page.evaluate(
        """async () => {
            const options = {resultTypes: ["violations", "incomplete"],
                             rules: {"target-size": {enabled: true}}};
            return await axe.run(document, options);
        }"""
    )
    return report


@cache
def _source() -> str:
    return (PACKAGES / "axe-core" / "axe.min.js").read_text("utf-8")
