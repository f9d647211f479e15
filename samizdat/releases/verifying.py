"""Whether a release is as it was made, and whether its source makes the same release again.

Where all tools are the same, the octets have to be; with others, such as another Pango, the text,
the notes, the contents and the numbers of the pages have to be.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from samizdat.releases import contents, release, sums
from samizdat.releases.changes import opened
from samizdat.releases.release import Release

_NEAR = 2
"""So many signs of a digest can differ where the list was damaged; another file differs in all."""


@dataclass(frozen=True)
class Fault:
    """A file of the release, and what is wrong with it, in a sentence."""

    path: str
    why: str


def altered(folder: Path) -> list[Fault]:
    """The files of a release that are not as SHA256SUMS says, the list itself among them."""
    listed = folder / sums.NAME
    if not listed.is_file():
        return [Fault(sums.NAME, "it is not there, so that nothing can be verified")]
    try:
        digests = sums.load(listed.read_text("utf-8", "surrogateescape"))
    except ValueError as error:
        return [Fault(sums.NAME, f"it was altered: {error}")]
    return list(_altered(folder, digests, _unlisted(folder, digests)))


def _altered(folder: Path, digests: Mapping[str, str], unlisted: list[str]) -> Iterator[Fault]:
    for path, digest in sorted(digests.items()):
        file = folder / path
        if not file.is_file():
            near = [name for name in unlisted if sums.digest_of(folder / name) == digest]
            yield (
                Fault(sums.NAME, f"it was altered: it names {path!a} in place of {near[0]}")
                if near
                else Fault(path, "it is not there")
            )
            continue
        own = sums.digest_of(file)
        if own == digest:
            continue
        differing = sum(one != other for one, other in zip(own, digest, strict=True))
        yield (
            Fault(sums.NAME, f"it was altered where it tells the digest of {path}")
            if differing <= _NEAR
            else Fault(path, "it is not the file that was released: its digest is another one")
        )


def unlike(folder: Path, told: Release) -> list[Fault]:
    """Where SHA256SUMS, as it lies there, is not of the release that release.json tells of.

    Whoever alters a file can take its line away, or write another digest there.
    """
    digests = sums.load((folder / sums.NAME).read_text("utf-8"))
    named = {file.path: file.sha256 for file in release.files(told)}
    return [
        Fault(sums.NAME, f"it was altered: it says nothing of {path}")
        for path in sorted({*named, *release.TELLING, release.NAME} - set(digests))
    ] + [
        Fault(path, f"it is not the file that was released: {release.NAME} has another digest")
        for path, digest in sorted(named.items())
        if digests.get(path, digest) != digest
    ]


def strangers(folder: Path) -> list[str]:
    """The files in the folder that the release says nothing of."""
    try:
        digests = sums.load((folder / sums.NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return _unlisted(folder, digests)


def _unlisted(folder: Path, digests: Mapping[str, str]) -> list[str]:
    own = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    return sorted(own - set(digests) - {sums.NAME})


@dataclass(frozen=True)
class Again:
    """A release that was built again: what differs, and whether octets or contents were compared.

    `tools` are those that are not the same: their names, the versions then, and those now.
    """

    faults: tuple[Fault, ...]
    compared: tuple[str, ...]
    tools: tuple[tuple[str, str, str], ...]
    failure: str = ""


def built_again(folder: Path, told: Release, scratch: Path) -> Again:
    """Builds the source of a release in an empty folder, and compares what comes of it."""
    if told.source is None:
        return Again((), (), (), f"{release.NAME} names no source to build it again from")
    try:
        opened.unpack(folder / told.source.path, scratch)
    except opened.UnusableReleaseError as error:
        return Again((), (), (), str(error))
    book = scratch / told.slug
    out = scratch / "built" / "again"
    editions = {edition.edition for language in told.languages for edition in language.editions}
    command = [sys.executable, "-m", "samizdat", "build", str(book), "--out", str(out)]
    command += ["--unvalidated", *["--draft"] * told.draft]
    command += [word for name in sorted(editions) for word in ("--edition", name)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  # ourselves
    new = out / release.NAME
    if not new.is_file():
        return Again((), (), (), f"the source can't be built:\n{done.stdout}{done.stderr}".strip())
    now = release.load(new.read_bytes())
    tools = _differing(told, now)
    return _compared(folder, told, out, tools)


def _differing(then: Release, now: Release) -> tuple[tuple[str, str, str], ...]:
    old = {**then.tools, **{font.name: font.version for font in then.fonts}}
    new = {**now.tools, **{font.name: font.version for font in now.fonts}}
    names = sorted({*old, *new}, key=str.lower)
    return tuple(
        (name, old.get(name, "none"), new.get(name, "none"))
        for name in names
        if old.get(name) != new.get(name)
    )


def _compared(
    folder: Path, told: Release, out: Path, tools: tuple[tuple[str, str, str], ...]
) -> Again:
    current = [language for language in told.languages if not language.kept]
    paths = [e.path for language in current for e in language.editions if not e.kept]
    is_whole = len(paths) == sum(len(language.editions) for language in told.languages)
    if not tools:
        paths += [language.cover.path for language in current if language.cover]
        # What tells of all languages is another text where some are of an earlier release.
        listed = sums.load((folder / sums.NAME).read_text("utf-8"))
        paths += [path for path in listed if is_whole and path not in paths]
    faults = []
    for path in paths:
        if not (out / path).is_file():
            faults.append(Fault(path, "it was not made again"))
        elif not tools:
            if sums.digest_of(folder / path) != sums.digest_of(out / path):
                faults.append(Fault(path, "made again with the same tools, it has other octets"))
        else:
            faults += [Fault(path, why) for why in contents.differences(folder / path, out / path)]
    return Again(tuple(faults), tuple(paths), tools)
