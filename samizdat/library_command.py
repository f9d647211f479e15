"""`samizdat library`: one page and one catalog over the releases of many books."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samizdat.exits import EXIT_ERRORS, EXIT_OK, wrong_use


def arrange(commands: Any) -> None:
    """Puts `library` among the commands of the command line."""
    parser = commands.add_parser(
        "library",
        help="make one page and catalog of the releases of many books",
        description="Make index.html, opds.json and opds.xml over the releases of many books. They "
        "link to the releases where they lie, and copy nothing.",
    )
    parser.add_argument(
        "folders",
        type=Path,
        nargs="+",
        metavar="FOLDER",
        help="a book folder that has a dist/, or the folder of a release itself",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="where the files go; the folder that holds all these books if not said",
    )
    parser.add_argument("--title", metavar="TEXT", help="what the library is called")
    parser.add_argument(
        "--language",
        metavar="L",
        help="the language of the page around the books; that of most books if not said",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Reads the releases and writes the library; returns the exit status."""
    from samizdat import locales
    from samizdat.findings import harmless
    from samizdat.releases.display import library
    from samizdat.releases.release import UnreadableReleaseError

    if options.language and locales.nearest(options.language) is None:
        known = ", ".join(locales.tags())
        return wrong_use(f"no words are known for {options.language}; there are {known}")
    try:
        folders = [library.release_folder(one) for one in options.folders]
        out: Path | None = options.out.resolve() if options.out else library.home(folders)
        if out is None:
            return wrong_use(
                "no one folder holds all these books; say with --out where the library is to be"
            )
        if wrong := _wrong(out, folders):
            return wrong_use(wrong)
        books = library.shelf(folders, out)
    except UnreadableReleaseError as error:
        print(f"samizdat: {harmless(str(error))}", file=sys.stderr)
        return EXIT_ERRORS
    language = options.language or library.most_spoken(books)
    _write(out, library.files(books, language, options.title))
    for book in books:
        if book.base.startswith("../"):
            print(
                f"samizdat: {book.folder} lies outside {out}; on the web, its links work only if "
                "both are put there as they lie here",
                file=sys.stderr,
            )
    print(f"{out / 'index.html'} shows {len(books)} book{'s' if len(books) > 1 else ''}.")
    return EXIT_OK


def _wrong(out: Path, folders: list[Path]) -> str:
    """What speaks against writing a library there, in a sentence; empty where nothing does."""
    from samizdat.releases.display import library

    if out.exists() and not out.is_dir():
        return f"{out} is a file; give the folder that the library is to have"
    if any(out == folder or folder in out.parents for folder in folders):
        return f"{out} is a release itself; say with --out where else the library is to be"
    if library.is_foreign(out):
        return (
            f"{out} has a page or a catalog that is no library of samizdat's; "
            "say with --out where else the library is to be"
        )
    return ""


def _write(out: Path, texts: Mapping[str, str]) -> None:
    """Writes the files of the library, all or none."""
    from samizdat.whole_files import write_whole

    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=out) as incoming:
        for name, text in texts.items():
            write_whole(Path(incoming) / name, text)
        for name in texts:
            os.replace(Path(incoming) / name, out / name)
