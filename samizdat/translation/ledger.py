"""The ledger of a translation: of which words of the source each passage was made.

`translations/<locale>/ledger.json`, kept by `samizdat locale`. It has one line for each passage of
the source that is translated, in the order of the source, so that two people who translate two
chapters change lines that are far apart. Each holds the source's words themselves and not only
their digest, since a folder that was sent by mail has no history to ask for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from samizdat.findings import Location, Problem
from samizdat.scanner import TextFile
from samizdat.translation.passages import digest

NAME = "ledger.json"
VERSION = 1


@dataclass(frozen=True)
class Entry:
    """A passage that was translated, or one that the translator added, whose `text` is empty.

    `file` is the file of the source by its name, `text` what the source said when it was
    translated or last looked at, `translation` the digests of the passages that say the same.
    """

    file: str
    text: str
    translation: tuple[str, ...]

    @property
    def source(self) -> str:
        """The digest of the source's words; empty for an addition."""
        return digest(self.text) if self.text else ""


@dataclass(frozen=True)
class Ledger:
    """The entries in the order of the source."""

    entries: tuple[Entry, ...] = ()

    def with_entries(self, entries: Iterable[Entry]) -> Ledger:
        """The ledger with other entries."""
        return replace(self, entries=tuple(entries))


def dump(ledger: Ledger) -> str:
    """The ledger as JSON with sorted keys, one line an entry."""
    lines = [
        json.dumps(
            {
                "file": entry.file,
                "source": entry.source,
                "text": entry.text,
                "translation": list(entry.translation),
            },
            ensure_ascii=False,
            sort_keys=True,
        )
        for entry in ledger.entries
    ]
    inside = "".join(f"\n  {line}," for line in lines).rstrip(",") + "\n " * bool(lines)
    return f'{{\n "entries": [{inside}],\n "version": {VERSION}\n}}\n'


def load(file: TextFile) -> tuple[Ledger, list[Problem]]:
    """The ledger that `dump` wrote, or an empty one and what is wrong with it."""
    try:
        data = json.loads(file.text)
        if not isinstance(data, Mapping) or data.get("version") != VERSION:
            return Ledger(), [_broken(file, 1, f"it is no ledger of version {VERSION}")]
        return Ledger(tuple(_entry(item) for item in data["entries"])), []
    except json.JSONDecodeError as error:
        return Ledger(), [_broken(file, error.lineno, error.msg)]
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        return Ledger(), [_broken(file, 1, f"an entry is not as it was written ({error})")]


def _entry(item: Mapping[str, object]) -> Entry:
    file, text, translation = item["file"], item["text"], item["translation"]
    if not isinstance(file, str) or not isinstance(text, str) or not isinstance(translation, list):
        raise TypeError("a value is of another kind")
    return Entry(file, text, tuple(str(one) for one in translation))


def _broken(file: TextFile, line: int, why: str) -> Problem:
    hint = "after a merge, keep the lines of both sides; or take an older ledger from a backup"
    return Problem(
        Location(file.path, line), f"{file.path} can't be read: {why}", hint, "ledger-broken"
    )
