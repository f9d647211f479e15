"""Puts a release where readers find it: the old one stays until the new one is whole."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from samizdat.press import Press
from samizdat.releases import assembling, exchange, release, source_files, stamp
from samizdat.releases.changes import history, opened
from samizdat.releases.changes.history import History
from samizdat.releases.release import Language
from samizdat.whole_files import write_whole


class ChangedMeanwhileError(Exception):
    """The text of languages is another one than the build began with, in a sentence."""


def put(press: Press) -> bool:
    """Releases what is proved; False where there was nothing to do.

    Where not one language is proved, the last release stays as it is to the octet. Raises OSError,
    and `ChangedMeanwhileError` once the other languages are released.
    """
    proved = {locale: assembling.ready(press, locale) for locale in press.locales}
    digests = source_files.digests(press)
    changed = [
        locale
        for locale, language in proved.items()
        if language and language.digest != digests[locale]
    ]
    proved |= dict.fromkeys(changed)
    is_new = _put(press, proved, digests)
    if changed:
        raise ChangedMeanwhileError(
            f"{', '.join(changed)}: files of the book were changed while it was built, so that it "
            "was not released; build again"
        )
    return is_new


def _put(press: Press, proved: Mapping[str, Language | None], digests: Mapping[str, str]) -> bool:
    before = assembling.last(press)
    if not any(proved.values()) or (before and stamp.is_there(press)):
        return False
    found = assembling.languages(press, before, proved, digests)
    if press.releases.exists() and not press.releases.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(press.releases))
    new = press.work / "release"
    shutil.rmtree(new, ignore_errors=True)  # of a build that was killed
    new.mkdir(parents=True)
    assembling.assemble(press, new, found, _history(press, before))
    place = press.releases.resolve()
    mode = stat.S_IMODE(place.stat().st_mode) if place.is_dir() else assembling.FOLDER
    exchange.refuse_what_is_in_the_way(new, place)
    gone = assembling.gone(press, before, new)
    if _put_at_once(press, before, new, place):
        place.chmod(mode)  # of the folder that was there: a server may read it as another user
    else:
        exchange.one_by_one(new, place, gone)
    shutil.rmtree(new, ignore_errors=True)
    stamp.write(press)
    return True


def _history(press: Press, before: release.Release | None) -> History:
    """What is kept of the releases before this one; the book keeps that of the last one, too.

    That is so when the version of the book has risen, and what lies in dist/ is going to go.
    """
    path = press.folder / history.PATH
    known = history.read(press.folder)
    version = press.original.metadata.version
    is_ours = press.out is None and not press.draft
    if not (before and is_ours and before.source and before.version != version):
        return known
    after = known.after(opened.told_of_release(press.releases), version)
    if after != known:
        write_whole(path, history.dump(after))
    return after


def _put_at_once(press: Press, before: release.Release | None, new: Path, place: Path) -> bool:
    try:
        assembling.carry_over(press, before, new)
    except OSError:
        return False
    return exchange.at_once(new, place)


def sweep(press: Press) -> None:
    """Takes away what was released, and the folders that are empty then; nothing else."""
    for file in assembling.gone(press, assembling.last(press), press.work / "nothing"):
        (press.releases / file).unlink(missing_ok=True)
    for folder in sorted(press.releases.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    if press.releases.is_dir() and not any(press.releases.iterdir()):
        press.releases.rmdir()
