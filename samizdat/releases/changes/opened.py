"""Opens what two releases are compared of: the folder of a release, or a book folder.

The source of a release is an archive that somebody may have sent, so it is unpacked without trust:
nothing of it lies outside the folder it goes to, or is larger than a book can be.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from samizdat.book import Book
from samizdat.folder import inside
from samizdat.prepare import prepare
from samizdat.press import Press
from samizdat.reader import read_book
from samizdat.releases import release as releases
from samizdat.releases.changes.told import ToldRelease, told
from samizdat.releases.release import Release, UnreadableReleaseError

MOST_FILES = 20_000
MOST_BYTES = 1_000_000_000
"""What all files together may unpack to."""

_CHUNK = 1 << 20
_LINK = 0o120000  # of the mode of a file (APPNOTE.TXT, section 4.4.15, and POSIX's stat.h)


class UnusableReleaseError(Exception):
    """What can't be compared, in a sentence for a person."""


@dataclass
class Unpacked:
    """A folder that files go into, for as long as they are as many and as large as a book's."""

    folder: Path
    files: int = 0
    octets: int = 0

    def write(self, name: str, content: IO[bytes]) -> None:
        """Writes a file of an archive. Raises `UnusableReleaseError` for one that may not be."""
        path = PurePosixPath(name)
        is_strange = "\\" in name or "\0" in name or ":" in name
        if is_strange or path.is_absolute() or ".." in path.parts:
            raise UnusableReleaseError(f"the source has a file {name!r} that would lie outside it")
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        self.files += 1
        with target.open("xb") as file:
            while chunk := content.read(_CHUNK):
                self.octets += len(chunk)
                if self.octets > MOST_BYTES or self.files > MOST_FILES:
                    raise UnusableReleaseError("the source is larger than any book, so it is left")
                file.write(chunk)


def told_of_release(folder: Path) -> ToldRelease:
    """What the release in a folder such as dist/ tells, by its release.json and its source.

    Raises `UnusableReleaseError` where something of it is missing or damaged.
    """
    try:
        release = releases.load((folder / releases.NAME).read_bytes())
    except UnreadableReleaseError as error:
        raise UnusableReleaseError(f"{folder}: {error}") from error
    except FileNotFoundError as error:
        raise UnusableReleaseError(
            f"{folder} is no release: there is no {releases.NAME} in it"
        ) from error
    archive = inside(folder, release.source.path) if release.source else None
    if archive is None or not archive.is_file():
        raise UnusableReleaseError(
            f"{folder} has no source that its text could be read of; get the whole release"
        )
    with tempfile.TemporaryDirectory(prefix="samizdat-") as name:
        unpack(archive, Path(name))
        return told_of_book(Path(name) / release.slug, release)


def unpack(archive: Path, folder: Path) -> None:
    """Unpacks the source of a release. Raises `UnusableReleaseError` for what is none, or hostile.

    Links are left out: no book needs them, and they could lead anywhere.
    """
    unpacked = Unpacked(folder)
    try:
        with zipfile.ZipFile(archive) as file:
            for member in file.infolist():
                is_link = (member.external_attr >> 16) & 0o170000 == _LINK
                if member.is_dir() or is_link:
                    continue
                with file.open(member) as content:
                    unpacked.write(member.filename, content)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise UnusableReleaseError(
            f"{archive} is damaged, or no source of a release ({error}); get it again"
        ) from error
    except FileExistsError as error:
        raise UnusableReleaseError(f"{archive} has a file twice; get it again") from error


def told_of_book(folder: Path, release: Release | None = None) -> ToldRelease:
    """What the text of a book folder tells, with the pages and languages of its `release`."""
    if not (folder / "metadata.yaml").is_file():
        raise UnusableReleaseError(f"{folder} is no book folder: there is no metadata.yaml in it")
    wanted = {one.locale for one in release.languages if not one.kept} if release else None
    press = Press(folder)
    # The source comes first, whose ids the translations take.
    original, books = prepare(read_book(press.original)), dict[str, Book]()
    for locale in press.all_locales:
        if wanted is None or locale in wanted:
            is_source = locale == press.original.locale
            translated = None if is_source else prepare(read_book(press.source(locale)), original)
            books[locale] = translated or original
    return told(books, release)
