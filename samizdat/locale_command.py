"""`samizdat locale`: a translator's work, from the new folder to the last stale passage."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from samizdat import folder as folders
from samizdat import language_support, translations_page
from samizdat.exits import EXIT_OK, wrong_use
from samizdat.findings import is_colourful
from samizdat.metadata import Language
from samizdat.press import Press
from samizdat.translation import Translation, ledger
from samizdat.translation.accounts import Account, account, accounts
from samizdat.translation.adding import new_folder
from samizdat.translation.differences import SIGNS, differences, in_a_line, shortened
from samizdat.translation.passages import Passage
from samizdat.translation.recording import recorded
from samizdat.translation.standing import CERTAIN, Row
from samizdat.whole_files import write_whole

_COLOURS = {
    "same": ("", ""),
    "out": ("\x1b[31;9m", "\x1b[0m"),
    "in": ("\x1b[32m", "\x1b[0m"),
}
"""Red and struck out, and green (ECMA-48, 8.3.117)."""

_MOST_NEW = 40
"""So many passages that nobody has translated yet are listed."""


# --- add ------------------------------------------------------------------------------------------


def add(options: argparse.Namespace) -> int:
    """Makes the folder of a new translation."""
    press = _press(options)
    if press is None:
        return wrong_use(f"{options.book} is not a folder with a metadata.yaml")
    locale: str = options.locale
    try:
        TypeAdapter(Language).validate_python(locale)
    except ValidationError:
        return wrong_use(f"{locale} is no language tag; such are es, pt-BR, zh-Hant and sr-Latn")
    folder = press.folder / "translations" / locale
    if folders.inside(press.folder, f"translations/{locale}") is None:
        return wrong_use("translations leads out of the book; put the folder itself into the book")
    if folder.exists():
        return wrong_use(f"translations/{locale} is there already")
    if locale == press.original.locale:
        return wrong_use(f"{locale} is the language of the source")
    original = press.original
    names = [file.name for file in original.files]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        return wrong_use(
            f"several files of the manuscript are called {twice[0]}; a translation has all of them "
            "in one folder, so that each needs a name of its own"
        )
    files = new_folder(original.metadata, original.files, original.notes_file, options.manner)
    for name, text in files.items():
        write_whole(folder / name, text)
    print(f"translations/{locale} is there: " + ", ".join(sorted(files)))
    how = "write each passage below its comment; " if options.manner == "comments" else ""
    print(f"{how}`samizdat locale status {locale}` tells what is done")
    for sentence in language_support.lacking(locale):
        print(sentence)
    return EXIT_OK


# --- status ---------------------------------------------------------------------------------------


def status(options: argparse.Namespace) -> int:
    """Tells what is missing, stale or moved, and takes new translations into the ledger."""
    press = _press(options)
    if press is None:
        return wrong_use(f"{options.book} is not a folder with a metadata.yaml")
    wanted = [options.locale] if options.locale else _translated(press)
    if options.locale and options.locale not in _translated(press):
        return wrong_use(f"there is no folder translations/{options.locale}")
    told = []
    for locale in wanted:
        translation = _translation(press, locale)
        if translation.ledger is not None:
            _keep(
                press, locale, translation, recorded(translation.ledger, translation.standing.rows)
            )
        if options.format == "json":
            told.append(_as_data(locale, translation))
        else:
            _print(locale, translation)
    if options.format == "json":
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        if not wanted:
            print("this book has no translations; `samizdat locale add es` begins one")
        elif page := translations_page.write(press):
            print(f"side by side: {os.path.relpath(page)}")
    return EXIT_OK


def _as_data(locale: str, translation: Translation) -> dict[str, Any]:
    rows = translation.standing.rows
    return {
        "locale": locale,
        "has_ledger": translation.ledger is not None,
        **_share(account(rows)),
        "chapters": [{"title": one.title, **_share(one)} for one in accounts(rows)],
        "pairs": [
            {
                "block": row.block,
                "source": [passage.place for passage in row.original],
                "translation": [passage.place for passage in row.translated],
                "certainty": row.certainty,
            }
            for row in rows
            if row.original and row.translated
        ],
        "rows": [
            {
                "block": row.block,
                "state": row.told,
                "source": [passage.place for passage in row.original],
                "translation": [passage.place for passage in row.translated],
                "was": row.then,
                "now": row.now,
            }
            for row in rows
            if row.is_open
        ],
    }


def _share(one: Account) -> dict[str, Any]:
    return {"words": one.words, "done": one.done, "stale": one.stale, "share": one.percent}


def _print(locale: str, translation: Translation) -> None:
    from rich.console import Console
    from rich.table import Table

    rows = translation.standing.rows
    every = account(rows)
    print(f"\n{locale}: {every.percent}% of {every.words:,} words are done")
    if translation.ledger is None:
        print(
            "It has no ledger, so nobody knows what became stale: "
            f"`samizdat locale adopt {locale}` makes one."
        )
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("chapter", "done", "words", "to translate", "to look at"):
        table.add_column(name, justify="left" if name == "chapter" else "right", overflow="fold")
    for one in accounts(rows):
        cells = (f"{one.percent}%", f"{one.words:,}", f"{one.left:,}", f"{one.stale:,}")
        table.add_row(one.title, *(cell if cell != "0" else "" for cell in cells))
    is_wide = sys.stdout.isatty()
    Console(file=sys.stdout, width=None if is_wide else 120, markup=False).print(table)
    colourful = is_colourful(sys.stdout)
    still_new = 0
    for row in rows:
        still_new += row.state == "new"
        if row.is_open and (row.state != "new" or still_new <= _MOST_NEW):
            print()
            print("\n".join(_lines(row, colourful=colourful)))
    if still_new > _MOST_NEW:
        print(f"\n{still_new - _MOST_NEW} more are new")
    print()


def _lines(row: Row, *, colourful: bool) -> Iterator[str]:
    places = [p.place for p in (*row.original[:1], *row.translated[:1])]
    yield f"{row.told:8} {row.block}  {'  '.join(places)}"
    if row.is_rewritten:
        parts = shortened(differences(row.then, row.now))
        yield "    " + in_a_line(parts, _COLOURS if colourful else SIGNS)
    else:
        words = (row.now or row.then).split()
        yield "    " + " ".join(words[:14]) + (" …" if len(words) > 14 else "")


# --- accept and adopt -----------------------------------------------------------------------------


def accept(options: argparse.Namespace) -> int:
    """Takes passages as they are into the ledger."""
    press = _press(options)
    if press is None or options.locale not in _translated(press):
        return wrong_use(f"there is no folder translations/{options.locale}")
    translation = _translation(press, options.locale)
    rows = [row for row in translation.standing.rows if row.translated]
    chosen: dict[int, Row] = {}
    for name in options.blocks:
        found = [row for row in rows if _is_named(row, name)]
        if len(found) != 1:
            count = "no passage" if not found else "several passages"
            return wrong_use(f"{name} names {count}; `samizdat locale status` tells their names")
        chosen[id(found[0])] = found[0]
    for name in options.all_in:
        found = [row for row in rows if row.is_open and _is_in(row, name)]
        if not any(_is_in(row, name) for row in rows):
            return wrong_use(f"no passage of the translation is in {name}")
        chosen |= {id(row): row for row in found}
    if not options.blocks and not options.all_in:
        return wrong_use(
            "name the passages as `samizdat locale status` does, or give --all-in FILE"
        )
    known = translation.ledger or ledger.Ledger()
    rows_chosen = list(chosen.values())
    _keep(
        press,
        options.locale,
        translation,
        recorded(known, translation.standing.rows, rows_chosen),
    )
    print(f"{len(chosen)} passage{'s' * (len(chosen) != 1)} accepted")
    return EXIT_OK


def _is_named(row: Row, name: str) -> bool:
    path, _, line = name.rpartition(":")
    passages = (*row.original, *row.translated)
    if path and line.isdecimal():
        return any(
            f"/{p.file.path}".endswith(f"/{path}")
            and p.line <= int(line) <= p.line + p.text.count("\n")
            for p in passages
        )
    return len(name) >= 4 and any(p.digest.startswith(name) for p in passages)


def _is_in(row: Row, name: str) -> bool:
    return any(f"/{p.file.path}".endswith(f"/{name}") for p in (*row.original, *row.translated))


def adopt(options: argparse.Namespace) -> int:
    """Makes the ledger of a translation that has none, as far as its pairs are sure."""
    press = _press(options)
    if press is None or options.locale not in _translated(press):
        return wrong_use(f"there is no folder translations/{options.locale}")
    translation = _translation(press, options.locale)
    rows = translation.standing.rows
    pairs = [row for row in rows if row.original and row.translated and row.state == "done"]
    sure = [row for row in pairs if row.certainty >= CERTAIN]
    unsure = [row for row in pairs if row.certainty < CERTAIN]
    print(f"{len(sure)} of {len(pairs)} pairs of passages are sure")
    is_asking = sys.stdin.isatty() and not options.yes
    for row in unsure:
        print(f"\n{row.certainty:.0%} sure: {row.original[0].place}  {row.translated[0].place}")
        print("    " + _begin(row.original[0]) + "\n    " + _begin(row.translated[0]))
        if options.yes or (is_asking and input("    are they fellows? [y/n] ").strip() in "yY"):
            sure.append(row)
    kept = {id(row) for row in sure}
    left = [row for row in unsure if id(row) not in kept]
    refused = {id(row) for row in left}
    _keep(
        press,
        options.locale,
        translation,
        recorded(
            translation.ledger or ledger.Ledger(),
            [row for row in rows if id(row) not in refused],
            sure,
        ),
    )
    if left and not is_asking:
        print(
            f"\n{len(left)} pairs are not in the ledger. Look at them, and name those that are "
            f"right: samizdat locale accept {options.locale} {' '.join(r.block for r in left)}"
        )
    alone = [row for row in rows if not row.original]
    if alone:
        print(f"\n{len(alone)} passages of the translation have no fellow in the source:")
        for row in alone:
            print(f"    {row.translated[0].place}  {_begin(row.translated[0])}")
    return EXIT_OK


def _begin(passage: Passage) -> str:
    words = " ".join(passage.text.split())
    return words if len(words) <= 90 else words[:89] + "…"


# --- the book -------------------------------------------------------------------------------------


def _press(options: argparse.Namespace) -> Press | None:
    folder = options.book.resolve()
    return Press(folder) if (folder / "metadata.yaml").is_file() else None


def _translated(press: Press) -> Sequence[str]:
    """The translations whose folders lie in the book."""
    return [
        one
        for one in folders.locales(press.folder)
        if one != press.original.locale and folders.inside(press.folder, f"translations/{one}")
    ]


def _translation(press: Press, locale: str) -> Translation:
    translation = press.source(locale).translation
    assert translation is not None  # noqa: S101  # only the source itself has none
    return translation


def _keep(press: Press, locale: str, translation: Translation, new: ledger.Ledger) -> None:
    if new != translation.ledger:
        write_whole(press.folder / "translations" / locale / ledger.NAME, ledger.dump(new))
