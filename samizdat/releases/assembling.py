"""The folder of a new release, put together from what is proved and what stays of the last one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from samizdat import book as books
from samizdat import pages
from samizdat.book import Book
from samizdat.metadata import EDITIONS
from samizdat.prepare import prepare
from samizdat.press import Press
from samizdat.reader import read_book
from samizdat.releases import facts, release, source_files, sums, tools
from samizdat.releases.changes import news
from samizdat.releases.changes.history import History
from samizdat.releases.changes.told import ToldRelease
from samizdat.releases.changes.told import told as told_of
from samizdat.releases.display import opds, page
from samizdat.releases.release import Edition, File, Language, Release

_FILE, FOLDER = 0o644, 0o755
"""Who may read what is released: everybody, whatever the umask of the one who builds."""


@dataclass(frozen=True)
class Ready:
    """A language that is proved: what is known of it, as `ready.json` of its work files holds it.

    It counts only for an order of the same kind: `draft`, and `validated` files or not.
    """

    language: Language
    draft: bool
    validated: bool


def dump(ready: Ready) -> str:
    """The text of ready.json."""
    data = ready.language.model_dump_json(by_alias=True, exclude_none=True)
    return f"{int(ready.draft)} {int(ready.validated)}\n{data}\n"


def ready(press: Press, locale: str) -> Language | None:
    """What is proved of a language in this order; None where a step has failed or was not done."""
    path = press.work_file(locale, "ready.json")
    try:
        kind, _, text = path.read_text("utf-8").partition("\n")
    except OSError:
        return None
    if kind != f"{int(press.draft)} {int(not press.unvalidated)}":
        return None
    found = Language.model_validate_json(text)
    built = {e.edition: press.built(locale, e.edition) for e in found.editions}
    is_whole = all(
        built[e.edition].is_file() and sums.digest_of(built[e.edition]) == e.sha256
        for e in found.editions
    )
    return found if is_whole and set(built) == set(press.editions) else None


def last(press: Press) -> Release | None:
    """The release that lies where this one is to go; None where there is none that can be read."""
    try:
        return release.load((press.releases / release.NAME).read_bytes())
    except (OSError, release.UnreadableReleaseError):
        return None


def languages(
    press: Press,
    before: Release | None,
    proved: Mapping[str, Language | None],
    digests: Mapping[str, str],
) -> list[Language]:
    """The languages of the new release: proved ones, and others as they were released last.

    `digests` are those of the languages as the book's files are now.
    """
    old = {language.locale: language for language in before.languages} if before else {}
    chosen = list[Language]()
    for locale in press.all_locales:
        kept = old.get(locale) or (
            None if before else facts.of_files(press, locale, press.releases)
        )
        if new := proved.get(locale):
            chosen.append(_with_other_editions(new, kept))
        elif kept:
            chosen.append(_kept(press, kept, digests[locale]))
    return chosen


def _with_other_editions(new: Language, kept: Language | None) -> Language:
    """A language with the editions of its last release that were not made this time."""
    made = {edition.edition: edition for edition in new.editions}
    for edition in kept.editions if kept else ():
        if edition.edition not in made and kept:
            is_same = kept.digest == new.digest and not edition.kept
            why = None if is_same else f"it was made of an earlier text, version {kept.version}"
            made[edition.edition] = edition.model_copy(update={"kept": edition.kept or why})
    in_order = tuple(made[name] for name in EDITIONS if name in made)
    return new.model_copy(update={"editions": in_order})


def _kept(press: Press, language: Language, digest: str) -> Language:
    """A language as it was released last; where its text has changed since, that is said."""
    if language.digest == digest:
        return language.model_copy(update={"kept": None})
    if language.locale in press.locales:
        why = "the new text has faults, so that these are the files of the last good release"
    else:
        why = "its text has changed since, and it was not built again"
    return language.model_copy(update={"kept": why})


def assemble(press: Press, folder: Path, found: list[Language], history: History) -> None:
    """Writes the new release into `folder`, which is empty.

    `history` is what is kept of the releases before it. Raises OSError where the disk is full or
    closed.
    """
    for language in found:
        for edition in language.editions:
            _put(folder / edition.path, _origin(press, language, edition))
        if language.cover:
            built = press.work_file(language.locale, f"cover{Path(language.cover.path).suffix}")
            old = press.releases / language.cover.path
            is_new = built.exists() and sums.digest_of(built) == language.cover.sha256
            _put(folder / language.cover.path, built if is_new else old)
    told = _told(press, folder, found)
    telling = _telling(press, folder, told, history)
    for name, content in telling.items():
        _write(folder / name, content)
    files = {file.path for file in release.files(told)} | set(telling)
    _write(folder / sums.NAME, sums.of_folder(folder, files).encode())


def _telling(press: Press, folder: Path, told: Release, history: History) -> dict[str, bytes]:
    """The files that tell of the others, by name: facts, page, catalogs and what changed."""
    covers = {
        language.cover.path: (folder / language.cover.path).read_bytes()
        for language in told.languages
        if language.cover
    }
    return {
        release.NAME: release.dump(told).encode(),
        "index.html": page.html(told, covers).encode(),
        "opds.json": opds.json(told).encode(),
        "opds.xml": opds.atom(told).encode(),
        **news.files(told, _said(press, told), history),
    }


def _said(press: Press, told: Release) -> ToldRelease:
    """What the languages tell their readers; those that are kept say nothing new."""
    current = [language.locale for language in told.languages if not language.kept]
    return told_of({locale: _prepared(press, locale) for locale in current}, told)


def _prepared(press: Press, locale: str) -> Book:
    """The book in a language, also where it lies as it was released last, and was not built."""
    work = press.work_file(locale, "book.json")
    if work.is_file():
        return books.load(work.read_text("utf-8"))
    is_source = locale == press.original.locale
    original = None if is_source else _prepared(press, press.original.locale)
    return prepare(read_book(press.source(locale)), original)


def _origin(press: Press, language: Language, edition: Edition) -> Path:
    built = press.built(language.locale, edition.edition)
    is_new = not language.kept and not edition.kept and built.is_file()
    is_new = is_new and sums.digest_of(built) == edition.sha256
    return built if is_new else press.releases / edition.path


def _told(press: Press, folder: Path, found: list[Language]) -> Release:
    metadata = press.original.metadata
    archive = source_files.archive(press)
    path = f"{press.slug}-source.zip"
    _write(folder / path, archive)
    return Release(
        title=metadata.title,
        slug=press.slug,
        language=press.original.locale,
        identifier=pages.identifier(metadata),
        isbn={str(edition): isbn for edition, isbn in metadata.isbn.items()},
        version=metadata.version,
        modified=metadata.modified,
        date=metadata.date,
        collection=metadata.collection.name if metadata.collection else None,
        position=metadata.collection.position if metadata.collection else None,
        draft=press.draft,
        languages=tuple(found),
        source=File(
            path=path,
            media_type="application/zip",
            size=len(archive),
            sha256=sums.digest(archive),
        ),
        tools=tools.versions(),
        fonts=tools.typefaces(),
    )


def gone(press: Press, before: Release | None, folder: Path) -> set[str]:
    """The files of the last release that the new one, in `folder`, has not."""
    own = _own(press, before)
    return {file for file in own if not (folder / file).exists()}


def _own(press: Press, before: Release | None) -> set[str]:
    """The paths of all files among the releases that are ours."""
    known = {*release.TELLING, release.NAME, sums.NAME}
    if before:
        return known | {file.path for file in release.files(before)}
    return known | {
        f"{locale}/{press.file_name(locale, edition)}"
        for locale in press.all_locales
        for edition in EDITIONS
    }


def carry_over(press: Press, before: Release | None, folder: Path) -> None:
    """Whatever else somebody has put among the releases is in `folder` as well, as the same file.

    Raises OSError where a file system has no hard links.
    """
    own = _own(press, before)
    for path in _strangers(press.releases, own):
        target = folder / path.relative_to(press.releases)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():
            target.symlink_to(os.readlink(path))
        elif path.is_dir():
            target.mkdir(exist_ok=True)
        elif not target.exists():
            os.link(path, target)


def _strangers(folder: Path, own: Collection[str]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        inner = path.relative_to(folder).as_posix()
        is_folder_of_ours = path.is_dir() and any(file.startswith(f"{inner}/") for file in own)
        if inner not in own and not is_folder_of_ours and not inner.startswith(".incoming-"):
            yield path


def _put(target: Path, origin: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.parent.chmod(FOLDER)
    shutil.copyfile(origin, target)
    target.chmod(_FILE)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(_FILE)
