"""`samizdat import`: files that somebody sent become a book folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from samizdat import import_report
from samizdat.exits import EXIT_ERRORS, EXIT_OK, wrong_use
from samizdat.importing import book_folder
from samizdat.importing.cleaning import STEPS, names
from samizdat.importing.edits import Change
from samizdat.importing.incoming import UnusableFileError
from samizdat.importing.revising import WordsLostError
from samizdat.importing.run import Import, as_json
from samizdat.importing.run import run as imported
from samizdat.metadata import is_language
from samizdat.steps import write_whole

_MOST = 20
"""So many questions are printed; the report has them all."""


def run(options: argparse.Namespace) -> int:
    """Imports, writes and tells; returns the exit status."""
    skipped = {name.strip() for given in options.skip for name in given.split(",")}
    if "list" in skipped:
        print("\n".join(f"{step.name:13} {step.purpose}" for step in STEPS))
        return EXIT_OK
    if unknown := sorted(skipped - set(names())):
        return wrong_use(
            f"no such step of cleaning: {', '.join(unknown)}; there are {', '.join(names())}"
        )
    if options.language and not is_language(options.language):
        return wrong_use(f"{options.language} is no language tag such as en, pt-BR or zh-Hant")
    if options.into.exists() and not options.into.is_dir():
        return wrong_use(f"{options.into} is a file; give the folder that the book is to have")
    if options.interactive and not sys.stdin.isatty():
        return wrong_use("--interactive asks at a terminal, and there is none")
    try:
        done = imported(
            options.files, skipped, options.language, _ask if options.interactive else None
        )
    except UnusableFileError as error:
        print(f"samizdat: {error}", file=sys.stderr)
        return EXIT_ERRORS
    except WordsLostError as error:
        print(f"samizdat: nothing was written, since words would be lost: {error}", file=sys.stderr)
        return EXIT_ERRORS
    if options.dry_run:
        _show(done, options.into)
        return EXIT_OK
    written = book_folder.write(options.into, done.files)
    write_whole(options.into / ".build" / "import-report.json", as_json(done))
    write_whole(options.into / ".build" / "import-report.html", import_report.page(done))
    if options.format == "json":
        print(as_json(done), end="")
    else:
        _tell(done, options.into, written)
    return EXIT_OK


def _ask(change: Change) -> bool:
    """Asks about one edit at the terminal."""
    print(f"\n{change.path}:{change.line}: {change.why}")
    print(f"  - {_shown(change.before)}")
    print(f"  + {_shown(change.after)}")
    proposed = "y" if change.certainty == "likely" else "n"
    answer = input(f"  do it? [{'Y/n' if proposed == 'y' else 'y/N'}] ").strip().lower()
    return (answer or proposed).startswith("y")


def _shown(text: str) -> str:
    words = text.replace("\n", "⏎")
    return words if len(words) <= 160 else f"{words[:80]} … {words[-79:]}"


def _show(done: Import, folder: Path) -> None:
    """Prints the difference between what came in and what would be written."""
    source = done.source.text.text.encode()
    for path, content in done.files.items():
        if not path.endswith((".md", ".yaml")):
            continue
        old = source if path == "manuscript/manuscript.md" else b""
        print(book_folder.difference(path, old, content), end="")
    print(f"samizdat: nothing was written into {folder}", file=sys.stderr)


def _tell(done: Import, folder: Path, written: list[book_folder.Written]) -> None:
    """Prints what was done, and what a person has to look at."""
    for sentence in done.said:
        print(sentence)
    made = [change for change in done.revision.changes if change.is_made]
    for step in STEPS:
        count = sum(change.step == step.name for change in made)
        if count:
            print(f"{count:6} × {step.name}: {step.purpose}")
    unsure = [change for change in done.revision.changes if change.certainty != "sure"]
    for change in unsure[:_MOST]:
        mark = "done" if change.is_made else "not done"
        print(f"{change.path}:{change.line}: {change.why} ({mark})")
    remarks = done.revision.remarks
    source = done.source.text
    for remark in remarks[:_MOST]:
        place = source.location(min(remark.offset, max(0, len(source.text) - 1)))
        print(f"{place.path}:{place.line}: {remark.message}")
    left = max(0, len(unsure) - _MOST) + max(0, len(remarks) - _MOST)
    if left:
        print(f"and {left} more, in the report")
    for one in written:
        if one.beside:
            print(f"\n{one.path} was edited since it was imported, and was left as it is.")
            print(f"What this import makes of it is in {one.beside}:")
            print(one.difference, end="")
    print(f"\n{folder} is a book folder now. Look over {folder}/.build/import-report.html,")
    print(f"then type: samizdat build {folder}")
