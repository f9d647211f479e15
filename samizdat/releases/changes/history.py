"""The file `changes.json` of a book folder: what the last release told, and the ones before it.

It is what a release of another version is compared with, once that one has taken its place. Since
it is kept with the book, whoever builds the same version again writes the same page of changes.
Each passage stands on a line of its own, so that git shows what came and went.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from samizdat.releases.changes.change import Changes
from samizdat.releases.changes.comparing import compare
from samizdat.releases.changes.told import Telling, ToldRelease

PATH = "changes.json"
SCHEMA = 1

_MOST = 50
"""So many versions are remembered, the newest ones."""


_REMEDY = "take it from the repository again; without it, the next release is told as the first"


class UnreadableHistoryError(Exception):
    """A changes.json that is none, in a sentence for a person."""


@dataclass(frozen=True)
class LanguageSummary:
    """What changed of a language in a version: words, printed pages, and titles of chapters.

    `what` is as in `LanguageChange`; where it is new, no chapters are named.
    """

    locale: str
    language: str
    what: str
    words: int
    words_in: int
    words_out: int
    pages_before: int | None = None
    pages: int | None = None
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summary:
    """What changed in a version, without its words; `before` is None for the first one."""

    version: str
    before: str | None
    modified: datetime.datetime
    languages: tuple[LanguageSummary, ...]


@dataclass(frozen=True)
class History:
    """What the last release of another version told, and what changed in each until then.

    `versions` begins with that of `last`; both are empty before the first release.
    """

    last: ToldRelease | None = None
    versions: tuple[Summary, ...] = ()

    def after(self, old: ToldRelease, version: str) -> History:
        """The history for a release of `version` that takes the place of the release `old`.

        Called when the version of the book is not that of what lies in dist/. Where it is, the
        history stays what it is: what is in dist/ was compared with the same release.
        """
        if old.version == version:
            return self
        if self.last is not None and self.last.version == old.version:
            return self  # asked again, after a release that failed
        summary = summary_of(compare(self.last, old))
        old = replace(old, languages=tuple(map(self._with_text, old.languages)))
        known = (one for one in self.versions if one.version not in {old.version, version})
        return History(old, (summary, *known)[:_MOST])

    def _with_text(self, telling: Telling) -> Telling:
        """What a language told, or where its files were kept, what they told before."""
        before = self.last.language(telling.locale) if self.last else None
        return before if telling.kept and before is not None else telling


def summary_of(changes: Changes) -> Summary:
    """What changed, without the words."""
    languages = []
    for one in changes.languages:
        named = [(chapter.what, chapter.name) for chapter in one.chapters if chapter.name]
        new, changed, moved, gone = (
            tuple(name for what, name in named if what == wanted)
            for wanted in ("new", "changed", "moved", "gone")
        )
        languages.append(
            LanguageSummary(
                one.locale,
                one.language,
                one.what,
                one.words,
                one.words_in,
                one.words_out,
                one.pages_before,
                one.pages,
                new,
                changed,
                moved,
                gone,
            )
        )
    return Summary(changes.version, changes.old_version, changes.modified, tuple(languages))


_HISTORY = TypeAdapter(History)


def dump(history: History) -> str:
    """The text of changes.json: keys in order, each list without further lists on one line."""
    data = _HISTORY.dump_python(history, mode="json", exclude_defaults=True)
    return "".join(_written({"schema": SCHEMA, **data}, "")) + "\n"


def read(folder: Path) -> History:
    """The history of the book in a folder, an empty one before its first release; see `load`."""
    try:
        return load((folder / PATH).read_text("utf-8"))
    except FileNotFoundError:
        return History()
    except UnicodeDecodeError as error:
        raise UnreadableHistoryError(f"{PATH} is no text in UTF-8; {_REMEDY}") from error


def load(text: str, name: str = PATH) -> History:
    """The history that a changes.json holds; `name` is what messages call the file.

    Raises `UnreadableHistoryError` for what is none, and for one of another schema.
    """
    try:
        data = json.loads(text)
        schema = data.pop("schema", None)
        if schema == SCHEMA:
            return _HISTORY.validate_python(data)
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        first = str(error).partition("\n")[0]
        raise UnreadableHistoryError(f"{name} is no changes.json ({first}); {_REMEDY}") from error
    if isinstance(schema, int) and schema > SCHEMA:
        raise UnreadableHistoryError(
            f"{name} was written by a later samizdat, whose changes.json this one can't read"
        )
    raise UnreadableHistoryError(f"{name} is no changes.json; {_REMEDY}")


def _written(value: Any, indent: str) -> Iterator[str]:
    """JSON in which what holds only words and numbers stands on one line."""
    parts: Any = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list) or not any(
        isinstance(part, dict | list) for part in parts
    ):
        yield json.dumps(value, ensure_ascii=False, sort_keys=True)
        return
    inner = indent + " "
    is_map = isinstance(value, dict)
    yield "{" if is_map else "["
    for number, part in enumerate(sorted(value) if is_map else value):
        yield ",\n" + inner if number else "\n" + inner
        if is_map:
            yield json.dumps(part, ensure_ascii=False) + ": "
        yield from _written(value[part] if is_map else part, inner)
    yield "\n" + indent + ("}" if is_map else "]")
