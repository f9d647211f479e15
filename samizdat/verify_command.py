"""`samizdat verify`: whether a release is as it was made, and comes out the same once more."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samizdat.exits import EXIT_ERRORS, EXIT_OK, wrong_use

if TYPE_CHECKING:
    from samizdat.releases.release import Release
    from samizdat.releases.verifying import Again


def arrange(commands: Any) -> None:
    """Puts `verify` among the commands of the command line."""
    parser = commands.add_parser(
        "verify",
        help="check the sums of a release, build it again, and compare",
        description="Check that each file of a release is the one that was released, then build "
        "its source again in an empty folder and compare: the octets where all tools are of the "
        "same version; with others the text, notes, contents and page numbers.",
    )
    parser.add_argument("dist", type=Path, nargs="?", default=Path("dist"), metavar="DIST")
    parser.add_argument(
        "--sums-only", action="store_true", help="check the sums, and build nothing"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Verifies the release; the exit status is 0 where nothing differs."""
    from samizdat.releases import release, verifying

    folder: Path = options.dist
    if not folder.is_dir():
        return wrong_use(f"{folder} is not a folder")
    if faults := verifying.altered(folder):
        for fault in faults:
            print(f"{folder / fault.path}: {fault.why}")
        return EXIT_ERRORS
    print(f"{folder}: all files are those that were released")
    for name in verifying.strangers(folder):
        print(f"{folder / name}: the release says nothing of this file")
    try:
        told = release.load((folder / release.NAME).read_text("utf-8"), str(folder / release.NAME))
    except (OSError, release.UnreadableReleaseError) as error:
        print(f"samizdat: {error}", file=sys.stderr)
        return EXIT_ERRORS
    if options.sums_only:
        return EXIT_OK
    print(f"{told.title}, version {told.version}: being built again", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        again = verifying.built_again(folder, told, Path(scratch))
    return _tell(folder, told, again)


def _tell(folder: Path, told: Release, again: Again) -> int:
    if again.failure:
        print(f"samizdat: {again.failure}", file=sys.stderr)
        return EXIT_ERRORS
    for language in told.languages:
        if language.kept:
            print(f"{language.locale} was not compared: {language.kept}")
    for name, then, now in again.tools:
        print(f"made with {name} {then}, built again with {now}")
    for fault in again.faults:
        print(f"{folder / fault.path}: {fault.why}")
    what = "text, notes, contents and page numbers" if again.tools else "octets"
    count = len(again.compared)
    differing = len({fault.path for fault in again.faults})
    print(
        f"{count - differing} of {count} files came out the same; compared were {what}"
        + (", since the tools are not the same" if again.tools else "")
    )
    return EXIT_ERRORS if again.faults else EXIT_OK
