"""`samizdat changes`: what changed between two releases, for people."""

from __future__ import annotations

import argparse
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samizdat.exits import EXIT_OK, wrong_use

if TYPE_CHECKING:
    from samizdat.releases.changes.told import ToldRelease

_NAMES = """\
OLD and NEW are folders, or versions that git knows of the book in this folder:
  dist                 the folder of a release, with its release.json
  ../other-copy        a book folder, with its metadata.yaml
  0.5.0                the version that metadata.yaml had
  v0.5.0, HEAD~3       a tag or a commit

Without NEW, OLD is compared with the book as it is now; without OLD too, that
is the release in its dist/. A name that is a folder is that folder; with ./
before it, it is nothing else.
"""


def arrange(commands: Any) -> None:
    """Puts `changes` among the commands of the command line."""
    parser = commands.add_parser(
        "changes",
        help="what changed between two releases",
        description="Compare two releases for people: chapters, notes and paragraphs that changed, "
        "by language, words in and out, page counts.",
        epilog=_NAMES,
    )
    parser.add_argument("old", nargs="?", metavar="OLD", help="a folder or a version")
    parser.add_argument("new", nargs="?", metavar="NEW", help="a folder or a version")
    parser.add_argument(
        "--format",
        default="text",
        choices=("text", "json", "html"),
        help="as text, for programs, or as a page",
    )
    parser.add_argument(
        "--book", type=Path, default=Path(), metavar="BOOK", help="the book, if not this folder"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compares and tells; returns the exit status."""
    from samizdat.findings import harmless, painter
    from samizdat.progress import working
    from samizdat.releases.changes import page as changes_page
    from samizdat.releases.changes import printed as changes_text
    from samizdat.releases.changes.comparing import compare
    from samizdat.releases.changes.opened import UnusableReleaseError

    book: Path = options.book
    if not book.is_dir():
        return wrong_use(f"{book} is not a folder")
    if options.old is None and not (book / "dist" / "release.json").is_file():
        return wrong_use(
            "give what the book is to be compared with, a folder or a version: there is no "
            f"release in {book / 'dist'}"
        )
    try:
        with working("comparing"):
            old = _told(options.old or str(book / "dist"), book)
            new = _told(options.new or str(book), book)
            changes = compare(old, new)
    except UnusableReleaseError as error:
        return wrong_use(harmless(str(error)))
    if options.format != "text" and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # as programs expect it, wherever they run
    if options.format == "json":
        print(changes_text.as_json(changes))
    elif options.format == "html":
        print(changes_page.page(changes, new.languages[0].language), end="")
    else:
        for line in changes_text.as_text(changes, painter(sys.stdout)):
            print(line)
    return EXIT_OK


def _told(name: str, book: Path) -> ToldRelease:
    """What the folder or the version tells. Raises `UnusableReleaseError` where it is none."""
    from samizdat.releases.changes import in_git, opened
    from samizdat.releases.release import NAME

    folder = Path(name)
    if folder.name == NAME and folder.is_file():
        folder = folder.parent
    if not folder.is_dir():
        return in_git.told_at(book, name)
    if (folder / NAME).is_file():
        return opened.told_of_release(folder)
    return opened.told_of_book(folder)
