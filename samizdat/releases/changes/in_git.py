"""The book as it was at a version, a tag or a commit, by git. Nothing of the repository changes."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from samizdat import metadata
from samizdat.releases import release as releases
from samizdat.releases.changes.opened import Unpacked, UnusableReleaseError, told_of_book
from samizdat.releases.changes.told import ToldRelease
from samizdat.releases.release import Release, UnreadableReleaseError

_MOST_COMMITS = 1_000
"""So many commits of metadata.yaml are looked through for a version, the newest ones."""


def told_at(book: Path, name: str) -> ToldRelease:
    """What the book folder told at a version, which is the name of a tag or a commit too.

    Raises `UnusableReleaseError` where git is missing or knows no such version.
    """
    if shutil.which("git") is None:
        raise UnusableReleaseError(
            f"{name} is no folder, and git, which could know it as a version, is not installed"
        )
    asked = _asked(book, "rev-parse", "--show-prefix")
    if asked.returncode:
        raise UnusableReleaseError(
            f"{name} is no folder, and no version in git either, which says: {_words(asked.stderr)}"
        )
    # A version such as 2026 may also be the begin of some commit's name.
    commit = (
        _commit(book, f"refs/tags/{name}")
        or _commit(book, f"refs/tags/v{name}")
        or _risen_to(book, name)
        or _commit(book, name)
    )
    if not commit:
        raise UnusableReleaseError(
            f"{name} is neither a folder nor a version: git knows no tag and no commit by that "
            "name, and metadata.yaml never had it as its version"
        )
    with tempfile.TemporaryDirectory(prefix="samizdat-") as folder:
        _export(book, commit, Path(folder))
        return told_of_book(Path(folder), _release(book, commit))


def _commit(book: Path, name: str) -> str:
    """The commit of that name, or nothing."""
    wanted = f"{name}^{{commit}}"
    found = _git(book, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    return found.decode("ascii", "replace").strip()


def _risen_to(book: Path, version: str) -> str:
    """The commit in which metadata.yaml got the version, the last time that it did; or nothing."""
    most = f"--max-count={_MOST_COMMITS}"
    log = _git(book, "log", "--format=%H", most, "--", metadata.PATH)
    found = ""
    for commit in log.decode("ascii", "replace").split():
        text = _file(book, commit, metadata.PATH)
        has_it = version in text and str(metadata.read(text)[0].get("version", "")) == version
        if has_it:
            found = commit
        elif found:
            break
    return found


def _file(book: Path, commit: str, path: str) -> str:
    """A file of the book as it was, or nothing."""
    return _git(book, "show", f"{commit}:./{path}").decode("utf-8", "replace")


def _release(book: Path, commit: str) -> Release | None:
    """What the release says that was kept with the commit, where it is of the same version."""
    try:
        release = releases.load(_file(book, commit, f"dist/{releases.NAME}"))
    except UnreadableReleaseError:
        return None
    version = metadata.read(_file(book, commit, metadata.PATH))[0].get("version")
    return release if str(version) == release.version else None


def _export(book: Path, commit: str, folder: Path) -> None:
    """Writes the book folder as it was, without its releases."""
    unpacked = Unpacked(folder)
    command = ["archive", "--format=tar", commit, "--", ".", ":(exclude)dist"]
    with tempfile.TemporaryFile() as errors:
        with subprocess.Popen(  # noqa: S603  # git, with arguments of our own, no shell
            ["git", "-C", str(book), *command],  # noqa: S607
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as running:
            assert running.stdout is not None  # noqa: S101  # it was asked for
            try:
                with tarfile.open(fileobj=running.stdout, mode="r|") as archive:
                    for member in archive:
                        content = archive.extractfile(member) if member.isfile() else None
                        if content is not None:
                            unpacked.write(member.name, content)
            except tarfile.ReadError:
                pass  # git says why
        errors.seek(0)
        why = _words(errors.read())
    if running.returncode:
        raise UnusableReleaseError(f"git can't give the book as it was at {commit[:12]}: {why}")


def _git(book: Path, *arguments: str) -> bytes:
    """What git answers, or nothing where it has no answer."""
    done = _asked(book, *arguments)
    return b"" if done.returncode else done.stdout


def _asked(book: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(book), *arguments]
    return subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # no shell


def _words(said: bytes) -> str:
    return " ".join(said.decode("utf-8", "replace").split())
