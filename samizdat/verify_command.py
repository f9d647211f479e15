"""`samizdat verify`: whether a release is as it was made, and comes out the same once more."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samizdat.exits import EXIT_ERRORS, EXIT_OK, wrong_use
from samizdat.findings import harmless

if TYPE_CHECKING:
    from samizdat.releases.release import Release
    from samizdat.releases.verifying import Again, Fault


def arrange(commands: Any) -> None:
    """Puts `verify` among the commands of the command line."""
    parser = commands.add_parser(
        "verify",
        help="check the sums of a release, build it again, and compare",
        description="Check that each file of a release is the one that was released, then build "
        "its source again in an empty folder and compare: the octets where all tools are of the "
        "same version; with others the text, notes, contents and page numbers.",
    )
    parser.add_argument(
        "dist",
        type=Path,
        nargs="?",
        default=Path("dist"),
        metavar="DIST",
        help="the folder of a release, or a book folder that has a dist/; dist/ if not said",
    )
    parser.add_argument(
        "--sums-only", action="store_true", help="check the sums, and build nothing"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Verifies the release; the exit status is 0 where nothing differs."""
    from samizdat.progress import working
    from samizdat.releases import release, sums, verifying

    folder: Path = options.dist
    if not folder.is_dir():
        return wrong_use(f"{folder} is not a folder")
    if not (folder / sums.NAME).is_file() and (folder / "dist" / sums.NAME).is_file():
        folder /= "dist"  # as the other commands understand a book folder
    if faults := verifying.altered(folder):
        return _tell_of_faults(folder, faults)
    try:
        told = release.load((folder / release.NAME).read_bytes(), str(folder / release.NAME))
    except FileNotFoundError:
        return _tell_of_faults(folder, [verifying.Fault(release.NAME, "it is not there")])
    except release.UnreadableReleaseError as error:
        print(f"samizdat: {harmless(str(error))}", file=sys.stderr)
        return EXIT_ERRORS
    if faults := verifying.unlike(folder, told):
        return _tell_of_faults(folder, faults)
    _say(f"{folder}: all files are those that were released")
    for name in verifying.strangers(folder):
        _say(f"{folder / name}: the release says nothing of this file")
    if options.sums_only:
        return EXIT_OK
    _say(f"{told.title}, version {told.version}: being built again")
    with tempfile.TemporaryDirectory() as scratch, working("building"):
        again = verifying.built_again(folder, told, Path(scratch))
    return _tell(folder, told, again)


def _say(words: str) -> None:
    """Says it at once; the names in a release that came from elsewhere can't steer a terminal."""
    print(harmless(words), flush=True)


def _tell_of_faults(folder: Path, faults: Sequence[Fault]) -> int:
    for fault in faults:
        _say(f"{folder / fault.path}: {fault.why}")
    return EXIT_ERRORS


def _tell(folder: Path, told: Release, again: Again) -> int:
    if again.failure:
        print(f"samizdat: {harmless(again.failure)}", file=sys.stderr)
        return EXIT_ERRORS
    for language in told.languages:
        if language.kept:
            _say(f"{language.locale} was not compared: {language.kept}")
    for name, then, now in again.tools:
        _say(f"made with {name} {then}, built again with {now}")
    _tell_of_faults(folder, again.faults)
    what = "text, notes, contents and page numbers" if again.tools else "octets"
    count = len(again.compared)
    differing = len({fault.path for fault in again.faults})
    print(
        f"{count - differing} of {count} files came out the same; compared were {what}"
        + (", since the tools are not the same" if again.tools else "")
    )
    return EXIT_ERRORS if again.faults else EXIT_OK
