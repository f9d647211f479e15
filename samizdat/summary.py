"""What the task graph has to know of a book: its languages, its editions, and the files it names.

It comes of the metadata alone and is kept beside the work files for as long as these stay the
same, so that a build with nothing to do reads no text and loads neither YAML nor the schema.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from samizdat import folder as folders
from samizdat.whole_files import write_whole

NAME = "summary.json"

_PACKAGE = Path(__file__).parent
_MODULES = ("folder", "roles", "metadata", "source", "summary")
"""The modules that make a summary of metadata."""


@dataclass(frozen=True)
class Named:
    """The files beside the text that the metadata of a language name, as they name them."""

    bibliography: tuple[str, ...]
    csl: str | None
    cover: str | None

    @property
    def files(self) -> list[str]:
        """All of them."""
        return [name for name in (*self.bibliography, self.csl, self.cover) if name]


@dataclass(frozen=True)
class Summary:
    """`manuscript` are patterns, as the metadata have them; `named` are files by the locale."""

    language: str
    title: str
    editions: tuple[str, ...]
    page_numbers: bool
    manuscript: tuple[str, ...]
    named: Mapping[str, Named]


def read(folder: Path, kept: Path) -> Summary:
    """The summary of the book in `folder`; that in the file `kept`, if it is of the same metadata.

    Otherwise it is made, and kept for the next time where there is a folder for work files.
    """
    key = _key(folder)
    try:
        stored = json.loads(kept.read_text("utf-8"))
        if stored["of"] == key:
            return _load(stored["summary"])
    except (OSError, ValueError, TypeError, KeyError):  # not there, or no summary
        pass
    made = _made(folder)
    # What was written into the metadata meanwhile may be in it or not.
    if kept.parent.is_dir() and _key(folder) == key:
        with suppress(OSError):  # a full disk is told of by those that have to write
            write_whole(kept, json.dumps({"of": key, "summary": asdict(made)}, indent=1))
    return made


def _key(folder: Path) -> str:
    """One number for all that a summary is made of: the metadata, and the code that reads them."""
    whole = hashlib.sha256()
    for part in _parts(folder):
        whole.update(b"%d " % len(part) + part)
    return whole.hexdigest()


def _parts(folder: Path) -> Iterator[bytes]:
    yield from ((_PACKAGE / f"{name}.py").read_bytes() for name in _MODULES)
    yield folder.resolve().name.encode(errors="surrogateescape")  # a title, where there is none
    homes = [f"translations/{locale}/" for locale in folders.locales(folder)]
    for path in [f"{home}{folders.METADATA}" for home in ("", *homes)]:
        yield path.encode(errors="surrogateescape")
        file = folders.inside(folder, path)
        try:
            yield file.read_bytes() if file else b"outside"
        except OSError as error:
            yield str(error.errno).encode()


def _made(folder: Path) -> Summary:
    from samizdat.source import read_metadata

    facts = read_metadata(folder)
    by_locale = {one: read_metadata(folder, one) for one in folders.locales(folder)}
    by_locale[facts.language] = facts
    return Summary(
        facts.language,
        facts.title,
        facts.editions,
        facts.page_numbers,
        facts.manuscript,
        {locale: Named(own.bibliography, own.csl, own.cover) for locale, own in by_locale.items()},
    )


def _load(data: Mapping[str, Any]) -> Summary:
    return Summary(
        data["language"],
        data["title"],
        tuple(data["editions"]),
        data["page_numbers"],
        tuple(data["manuscript"]),
        {
            locale: Named(tuple(named["bibliography"]), named["csl"], named["cover"])
            for locale, named in data["named"].items()
        },
    )
