"""The translations side by side with their source, as one page for people.

It needs no network and no script, as the report of a build.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from samizdat import language_support, locales
from samizdat.pages import environment, trusted
from samizdat.press import Press
from samizdat.stylesheets import house_style
from samizdat.translation.accounts import Account, account, accounts
from samizdat.translation.differences import Part, differences
from samizdat.translation.standing import Row
from samizdat.whole_files import write_whole


@dataclass(frozen=True)
class Shown:
    """A row as the page shows it, with the words that came and went."""

    row: Row
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Side:
    """A translation on the page."""

    locale: str
    name: str
    direction: str
    has_ledger: bool
    whole: Account
    chapters: tuple[Account, ...]
    rows: tuple[Shown, ...]


def write(press: Press) -> Path | None:
    """Writes `translations.html` among the work files, and returns its path.

    None where the book has no translation.
    """
    original = press.original
    sides = [_side(press, one) for one in press.all_locales if one != original.locale]
    if not sides:
        return None
    direction = locales.load(original.metadata.language).direction
    page = (
        environment()
        .get_template("translations.html")
        .render(
            style=trusted(house_style("report") + house_style("translations")),
            title=original.metadata.title,
            language=original.metadata.language,
            direction=direction,
            sides=sides,
        )
    )
    target = press.work / "translations.html"
    write_whole(target, page.encode("utf-8", "replace").decode())
    return target


def _side(press: Press, locale: str) -> Side:
    source = press.source(locale)
    translation = source.translation
    assert translation is not None  # noqa: S101  # only the source itself has none
    language = locales.load(source.metadata.language)
    rows = translation.standing.rows
    return Side(
        locale,
        language_support.name(locale),
        language.direction,
        translation.ledger is not None,
        account(rows),
        tuple(accounts(rows)),
        tuple(_shown(row) for row in rows),
    )


def _shown(row: Row) -> Shown:
    if row.is_rewritten:
        return Shown(row, tuple(differences(row.then, row.now)))
    return Shown(row, (("same", row.now or row.then),))
