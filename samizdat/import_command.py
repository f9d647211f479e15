"""`samizdat import`: files that somebody sent become a book folder."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path

from samizdat import import_report
from samizdat.exits import EXIT_ERRORS, EXIT_OK, wrong_use
from samizdat.findings import Paint, harmless, painter
from samizdat.importing import book_folder, telling
from samizdat.importing.asking import Asker
from samizdat.importing.cleaning import STEPS, names
from samizdat.importing.incoming import UnusableFileError
from samizdat.importing.language import language_tag
from samizdat.importing.opening.encodings import is_encoding
from samizdat.importing.revising import WordsLostError
from samizdat.importing.run import Import, as_json
from samizdat.importing.run import run as imported
from samizdat.progress import working
from samizdat.whole_files import write_whole

_LINES = 60
"""So many lines are shown by which a file that was edited differs from the imported one."""


def run(options: argparse.Namespace) -> int:
    """Imports, writes and tells; returns the exit status."""
    skipped = {name.strip() for given in options.skip for name in given.split(",")}
    if options.steps:
        print("\n".join(f"{step.name:13} {step.purpose}" for step in STEPS))
        return EXIT_OK
    if wrong := _wrong(options, skipped):
        return wrong_use(wrong)
    paint = painter(sys.stdout)
    asker = Asker(input, print, paint) if options.interactive else None
    try:
        # What asks has the terminal for itself.
        with nullcontext() if asker else working("importing"):
            done = imported(
                options.files,
                skipped,
                options.language and language_tag(options.language),
                asker,
                book=options.into,
                encoding=options.encoding,
            )
    except UnusableFileError as error:
        print(f"samizdat: {harmless(str(error))}", file=sys.stderr)
        return EXIT_ERRORS
    except WordsLostError as error:
        print(
            f"samizdat: nothing was written, since words would be lost: {harmless(str(error))}; "
            "leave that step out with --skip, and please report it",
            file=sys.stderr,
        )
        return EXIT_ERRORS
    except (EOFError, KeyboardInterrupt):
        print("\nsamizdat: stopped; nothing was written", file=sys.stderr)
        return EXIT_ERRORS
    if options.dry_run:
        _show(done, options, paint)
        return EXIT_OK
    report = as_json(done)
    written = _write(done, report, options.into)
    if options.format == "json":
        print(report, end="")
    else:
        _print(telling.told(done, paint))
        _print(_told_of_files(written))
        print(f"\n{options.into} is a book folder now. Look over")
        print(f"{options.into / '.build' / 'import-report.html'},")
        print(f"then type: samizdat build {_quoted(options.into)}")
    return EXIT_OK


def _wrong(options: argparse.Namespace, skipped: set[str]) -> str:
    """How the command was used wrongly, in a sentence; empty where it was not."""
    into: Path | None = options.into
    if not options.files:
        return "give the text that is to be imported, or several"
    if into is None:
        return "give the folder that the book is to have: --into BOOK"
    if unknown := sorted(skipped - set(names())):
        return f"no such step of cleaning: {', '.join(unknown)}; there are {', '.join(names())}"
    if options.language and not language_tag(options.language):
        return f"{options.language} is no language tag such as en, pt-BR or zh-Hant"
    if options.encoding and not is_encoding(options.encoding):
        return f"{options.encoding} is no encoding such as UTF-8, windows-1252 or KOI8-R"
    if options.interactive and not sys.stdin.isatty():
        return "--interactive asks at a terminal, and there is none"
    if options.interactive and options.format == "json":
        return "--interactive asks a person, and --format json is for programs; give one of them"
    return "" if options.dry_run else _wrong_folder(into, options.files)


def _wrong_folder(into: Path, files: Sequence[Path]) -> str:
    """What speaks against the folder that the book is to have."""
    if into.exists() and not into.is_dir():
        return f"{into} is a file; give the folder that the book is to have"
    if into.is_dir() and not ((into / "metadata.yaml").exists() or (into / "manuscript").exists()):
        given = {path.resolve() for path in files}
        others = [
            path.name
            for path in sorted(into.iterdir())
            if not path.name.startswith(".") and path.resolve() not in given
        ]
        if others:
            return (
                f"{into} is no book folder and not empty ({others[0]} is in it); give a new one, "
                f"such as {into / 'book'}"
            )
    there = next(path for path in (into.absolute(), *into.absolute().parents) if path.exists())
    if not there.is_dir():
        return f"{there} is a file; give a folder that the book can lie in"
    if not os.access(there, os.W_OK | os.X_OK):
        return f"{there} can't be written to; give another folder, or make it writable"
    return ""


def _write(done: Import, report: str, folder: Path) -> list[book_folder.Written]:
    """Writes the book folder, the `report` for programs and the one for people."""
    # What may fail is made before anything is written.
    reports = {"import-report.json": report, "import-report.html": import_report.page(done)}
    written = book_folder.write(folder, done.files)
    for name, content in reports.items():
        write_whole(folder / ".build" / name, content)
    return written


def _show(done: Import, options: argparse.Namespace, paint: Paint) -> None:
    """Shows the difference between what came in and what would be written."""
    if options.format == "json":
        print(as_json(done), end="")
        return
    print(paint("place", "metadata.yaml"))
    _print(f"  + {line}" for line in done.files["metadata.yaml"].decode().splitlines())
    _print(telling.shown(done, paint))
    print()
    _print(telling.told(done, paint))
    print(f"\nNothing was written. Without --dry-run it goes into {options.into}")


def _told_of_files(written: Iterable[book_folder.Written]) -> Iterable[str]:
    """What became of files that somebody has edited, or that are no more."""
    for one in written:
        if one.is_gone:
            yield f"\n{one.path} is no more a part of this import, and was taken away."
        if one.is_left:
            yield f"\n{one.path} is no more a part of this import, but was edited, and was left."
        if one.beside:
            yield f"\n{one.path} was edited since it was imported, and was left as it is."
            yield f"What this import makes of it is in {one.beside}:"
            lines = harmless(one.difference).splitlines()
            yield from (f"  {line}" for line in lines[:_LINES])
            if len(lines) > _LINES:
                yield f"  and {len(lines) - _LINES} lines more"


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _quoted(path: Path) -> str:
    """The path as a shell takes it for one word."""
    return shlex.quote(str(path))
