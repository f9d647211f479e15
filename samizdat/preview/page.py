"""The page of a preview: the text in a frame, and around it what is known of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from samizdat import findings as told
from samizdat import language_support, locales
from samizdat.findings import Finding
from samizdat.pages import environment
from samizdat.preview.shown import Shown
from samizdat.report import seen

MOST = 200
"""How many findings are shown; whoever has more begins with these."""

_NUMBER = re.compile(r"\b(\d{1,6}) of the file\b")
"""By what a finding about the PDF names a page."""


@dataclass(frozen=True)
class Remark:
    """A finding as the page shows it: the block it is about, or the number of a printed page."""

    finding: Finding
    block: str
    page: int


@dataclass(frozen=True)
class Language:
    """A language of the menu: its address, its name for itself, and its direction."""

    locale: str
    address: str
    name: str
    direction: str


def whole(shown: Shown, all_locales: Sequence[str], beside: Shown | None = None) -> str:
    """The page of a locale, with its source `beside` it if that is wanted."""
    texts = [one for one in (beside, shown) if one]
    values = _values(shown)
    return (
        environment()
        .get_template("preview.html")
        .render(
            **values,
            languages=[language(one) for one in all_locales],
            texts=[language(one.locale) for one in texts],
            original=all_locales[0],
            beside=beside is not None,
        )
    )


def panel(shown: Shown) -> str:
    """The parts of the page that change with the text, each an element with an id."""
    return environment().get_template("preview_panel.html").render(**_values(shown))


def nothing_yet(shown: Shown) -> str:
    """What the frame shows of a text that could never be built."""
    return environment().get_template("preview_nothing.html").render(sentence=shown.sentence)


def language(locale: str) -> Language:
    """What the menu says of a locale."""
    return Language(
        locale,
        f"/{quote(locale, safe='')}",
        language_support.name(locale),
        locales.load(locale).direction,
    )


def _values(shown: Shown) -> dict[str, object]:
    ordered = sorted(shown.findings, key=lambda one: (one.level != "error", one))
    return {
        "shown": shown,
        "own": language(shown.locale),
        "title": shown.text.title if shown.text else "Preview",
        "text": shown.text,
        "remarks": [_remark(shown, one) for one in ordered[:MOST]],
        "more": max(0, len(ordered) - MOST),
        "count": told.count(ordered),
        "errors": len(told.errors(ordered)),
        "printed": shown.printed,
        "seen": seen,
    }


def _remark(shown: Shown, finding: Finding) -> Remark:
    at, page = finding.location, 0
    if finding.code.startswith("PD") and (found := _NUMBER.search(finding.message)):
        page = int(found[1])
    return Remark(finding, shown.places.block_at(at.path, at.line), page)
