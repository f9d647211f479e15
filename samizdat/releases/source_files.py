"""What a book is made of: the digest of it by language, and the archive to build it again from."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from samizdat.folder import METADATA, WEB_ANSWERS, is_file, is_utf8, manuscript
from samizdat.press import Press

_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can tell: no clock is read."""
# What belongs to the book beside its texts. dodo.py is what `doit` is started with.
_BESIDE = (METADATA, "dodo.py", WEB_ANSWERS, "changes.json")
_FOLDERS = ("manuscript", "translations", "styles", "accessibility")
# Pictures and the like are compressed already.
_PACKED = {".md", ".yaml", ".yml", ".json", ".css", ".svg", ".txt", ".bib", ".csl", ".py", ".toml"}


@cache
def digests_at_the_begin(press: Press) -> dict[str, str]:
    """The digests of the languages as they were when the build began, before a worker was made."""
    return digests(press)


def digests(press: Press) -> dict[str, str]:
    """One number for all that each language of the book is made of, by paths and octets."""
    totals = {locale: hashlib.sha256() for locale in press.all_locales}
    folders = {locale: f"translations/{locale}/" for locale in press.all_locales}
    folders.pop(press.summary.language, None)
    for path, content in _files(press):
        # What a build writes itself, or is started by.
        if path in {"changes.json", "dodo.py"} or path.startswith("accessibility/"):
            continue
        for locale, total in totals.items():
            if not any(path.startswith(folders[one]) for one in folders if one != locale):
                total.update(_named(path, content))
    return {locale: total.hexdigest() for locale, total in totals.items()}


def _named(path: str, content: bytes) -> bytes:
    """The octets of a file with its name before them, so that no two books have the same."""
    return f"{len(path)} {path} {len(content)} ".encode() + content


def whole(press: Press) -> str:
    """One number for all files of the book."""
    total = hashlib.sha256()
    for path, content in _files(press):
        total.update(_named(path, content))
    return total.hexdigest()


def archive(press: Press) -> bytes:
    """The book folder as a zip archive, under one folder that has the book's name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for path, content in _files(press):
            entry = zipfile.ZipInfo(f"{press.slug}/{path}", _TIME)
            is_packed = Path(path).suffix in _PACKED
            entry.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
            entry.external_attr = 0o644 << 16
            zipped.writestr(entry, content, compresslevel=9)
    return out.getvalue()


def _files(press: Press) -> Iterator[tuple[str, bytes]]:
    """The files of the book, each by its path; what links point to outside the folder is none.

    Nor is a file whose name is not UTF-8: nothing is made of it, and no archive can name it.
    """
    summary, home = press.summary, press.folder.resolve()
    names = {*_BESIDE, *summary.named[summary.language].files}
    names |= set(chain(*manuscript(press.folder, summary.manuscript).values()))
    for folder in _FOLDERS:
        for path in (press.folder / folder).rglob("*"):
            inner = path.relative_to(press.folder)
            if not any(part.startswith(".") or part == "__pycache__" for part in inner.parts):
                names.add(inner.as_posix())
    for name in sorted(names):
        path = press.folder / name
        if is_utf8(name) and is_file(path) and path.resolve().is_relative_to(home):
            yield name, path.read_bytes()
