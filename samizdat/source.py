"""Step 1, read: the book folder becomes a `Source`. No pandoc, and nothing is written.

Whatever is wrong in the folder is noted as a problem and something harmless stands in its place,
so that all faults of a book come to light at once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from samizdat import folder as folders
from samizdat import metadata as schema
from samizdat import web_links as web
from samizdat.findings import Location, Problem
from samizdat.folder import inside, is_file, is_utf8, locales
from samizdat.metadata import Metadata
from samizdat.scanner import TextFile
from samizdat.translation import Translation
from samizdat.translation import ledger as ledgers
from samizdat.web_links import Answer, WebLink

# Control characters and noncharacters (the Unicode Standard, 23.1 and 23.7).
_CONTROLS = frozenset(
    chr(code)
    for code in (
        *(*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)),
        *range(0xFDD0, 0xFDF0),
        *(plane << 16 | low for plane in range(17) for low in (0xFFFE, 0xFFFF)),
    )
)
_CONTROL = re.compile(f"([{''.join(sorted(_CONTROLS))}])\\1*")  # runs of one together
_MOST_CONTROLS = 20
"""So many places with control characters are told of a file."""


@dataclass(frozen=True)
class Source:
    """A book folder as it was written, in one language.

    `base` is where the locale has its own files, relative to `folder`: empty for the source
    language. `files` are the manuscript in reading order, `notes_file` is notes.md. `stylesheets`
    are the book's own CSS by edition, that of a translation behind it, `bibliographies` the lists
    of works that the metadata name.
    `companions` are the paths of all other files beside the manuscript, and `mentions` all texts
    of the folder in which a file may be named, translations included. `numbers_elsewhere` are the
    identifiers of the source language by name, in a translation, and of the translations before
    it; `keys` the metadata files with
    what they say, that of the locale first. `web_answers` is what is recorded of
    the web, by address. `translation` is what a translation's texts are put together of.
    """

    folder: Path
    locale: str
    base: str
    metadata: Metadata
    metadata_file: TextFile
    files: tuple[TextFile, ...]
    notes_file: TextFile | None
    problems: tuple[Problem, ...]
    stylesheets: tuple[TextFile, ...] = ()
    bibliographies: tuple[TextFile, ...] = ()
    companions: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    numbers_elsewhere: Mapping[str, str] = field(default_factory=dict)
    keys: tuple[tuple[TextFile, Any], ...] = field(default=(), compare=False)
    web_answers: Mapping[str, Answer] = field(default_factory=dict)
    translation: Translation | None = None

    @cached_property
    def texts(self) -> tuple[TextFile, ...]:
        """The manuscript's files, and notes.md where there is one."""
        return (*self.files, self.notes_file) if self.notes_file else self.files

    @cached_property
    def web_links(self) -> tuple[WebLink, ...]:
        """The links to the web in the texts, and the `source` of the metadata if it is one."""
        links = list(web.web_links(self.texts))
        if self.metadata.source and web.is_web_address(self.metadata.source):
            links.append(WebLink(self.metadata.source, self.key("source")))
        return tuple(links)

    def answered(self) -> Iterator[tuple[WebLink, Answer]]:
        """The links to the web of which something is recorded, and what that is."""
        for link in self.web_links:
            if answer := self.web_answers.get(link.address):
                yield link, answer

    def key(self, name: str) -> Location:
        """The place of a top-level key of the metadata, in the locale's file if that has it."""
        homes = [(file, data) for file, data in self.keys if name in data] or self.keys[-1:]
        for file, data in homes:
            return schema.locate(data, name, file.text, file.path)
        return Location(self.metadata_file.path)


def read_source(folder: Path, locale: str | None = None) -> Source:
    """The book in `folder`, in the source language or in that of translations/<locale>/."""
    problems: list[Problem] = []
    facts, text, data = _facts(folder, problems)
    base = "" if locale is None else f"translations/{locale}/"
    keys: list[tuple[TextFile, Any]] = [(text, data)]
    numbers: dict[str, str] = {}
    original = facts.language
    if locale is not None:
        numbers = _numbers(facts, "the source language")
        for other in locales(folder):
            if other < locale:
                theirs, _ = _localised(folder, other, facts, data, [])
                numbers = _numbers(theirs, f"translations/{other}") | numbers
        facts, own = _localised(folder, locale, facts, data, problems)
        keys[:0] = own
    problems += _misnamed(folder, base, facts)
    files = _manuscript(folder, facts, problems)
    styles = tuple(
        file
        for edition in ("print", "epub", "web")
        for home in dict.fromkeys(("", base))
        if os.path.lexists(folder / f"{home}styles/{edition}.css")
        and (file := _read_text(folder, f"{home}styles/{edition}.css", problems, "unreadable"))
    )
    path = "manuscript/notes.md"
    notes_file = (
        _read_text(folder, path, problems, "unreadable") if is_file(folder / path) else None
    )
    translation: Translation | None = None
    if locale is not None:
        translation = _translation(folder, base, original, files, notes_file, problems)
        files, notes_file = translation.composed
    answers: dict[str, Answer] = {}
    if os.path.lexists(folder / web.PATH) and (
        cache := _read_text(folder, web.PATH, problems, "web-links-broken")
    ):
        answers, found = web.load(cache)
        problems += found
    return Source(
        folder,
        locale or facts.language,
        base,
        facts,
        text,
        tuple(files),
        notes_file,
        tuple(problems),
        styles,
        tuple(_bibliographies(folder, facts)),
        tuple(_companions(folder)),
        tuple(_mentions(folder)),
        numbers,
        tuple(keys),
        answers,
        translation,
    )


def read_metadata(folder: Path, locale: str | None = None) -> Metadata:
    """The metadata of the book in `folder` alone, in the source language or in another."""
    facts, _, data = _facts(folder, [])
    return facts if locale is None else _localised(folder, locale, facts, data, [])[0]


def _facts(folder: Path, problems: list[Problem]) -> tuple[Metadata, TextFile, dict[str, Any]]:
    """The metadata of the source language, the file that they are in, and what that says."""
    read = _read_text(folder, schema.PATH, problems, "metadata-syntax")
    text = read or TextFile(schema.PATH, "")
    data, found = schema.read(text.text) if read else ({}, problems[:])
    facts, wrong = schema.validate(data, text.text, folder.resolve().name, partial=bool(found))
    problems += [*(found if read else ()), *wrong]
    return facts, text, data


def _numbers(facts: Metadata, whose: str) -> dict[str, str]:
    """The identifiers that the metadata give, each by its name."""
    numbers = {f"identifier of {whose}": facts.identifier} if facts.identifier else {}
    return numbers | {f"isbn of {form} of {whose}": number for form, number in facts.isbn.items()}


def _bibliographies(folder: Path, facts: Metadata) -> Iterator[TextFile]:
    """The lists of works that can be read; what is wrong with others is told with the citations."""
    for path in facts.bibliography:
        file = inside(folder, path)
        if file is not None and is_file(file) and (text := _read_text(folder, path, [], "")):
            yield text


def _companions(folder: Path) -> Iterator[str]:
    for path in _files(folder, ["manuscript"]):
        if path.suffix != ".md":
            yield path.relative_to(folder).as_posix()


def _mentions(folder: Path) -> Iterator[str]:
    for path in [folder / schema.PATH, *_files(folder, ["manuscript", "translations", "styles"])]:
        if path.suffix in {".md", ".yaml", ".css", ".bib"} and is_file(path):
            with suppress(OSError):
                yield path.read_text("utf-8", errors="replace")


def _files(folder: Path, parts: Iterable[str]) -> Iterator[Path]:
    """The files below some parts of the book that lie in it, can be named and are not hidden."""
    for part in parts:
        for path in sorted((folder / part).rglob("*")):
            names = path.relative_to(folder).parts
            is_hidden = any(name.startswith(".") for name in names)
            name = "/".join(names)
            if not is_hidden and is_utf8(name) and is_file(path) and inside(folder, name):
                yield path


def _localised(
    folder: Path, locale: str, facts: Metadata, data: dict[str, Any], problems: list[Problem]
) -> tuple[Metadata, list[tuple[TextFile, Any]]]:
    """The source's metadata with the keys that the locale has of its own, and these."""
    path = f"translations/{locale}/metadata.yaml"
    own: dict[str, Any] = {}
    home: list[tuple[TextFile, Any]] = []
    if (folder / path).exists() and (text := _read_text(folder, path, problems, "metadata-syntax")):
        own, found = schema.read(text.text, path, partial=True)
        problems += found
        _, found = schema.validate(own, text.text, facts.title, path, partial=True)
        problems += found
        if found:
            own = {}
        home = [(text, own)]
    # An identifier names one publication, so no translation inherits the source's.
    shared = {key: value for key, value in data.items() if key not in {"identifier", "isbn"}}
    whole = {**shared, "language": locale, **own}
    merged, _ = schema.validate(whole, "", facts.title, partial=True)
    return merged, home


def _translation(
    folder: Path,
    base: str,
    language: str,
    files: list[TextFile],
    notes: TextFile | None,
    problems: list[Problem],
) -> Translation:
    """The locale's own files beside those of the source, and its ledger where it has one."""

    def own(name: str) -> TextFile | None:
        path = f"{base}{name}"
        read = _read_text(folder, path, problems, "unreadable") if is_file(folder / path) else None
        return _without_front_matter(read) if read else None

    ledger = None
    if text := own(ledgers.NAME):
        ledger, found = ledgers.load(text)
        problems += found
    return Translation(
        language,
        tuple(files),
        tuple(own(PurePosixPath(file.path).name) for file in files),
        notes,
        own("notes.md"),
        ledger,
    )


def _manuscript(folder: Path, facts: Metadata, problems: list[Problem]) -> list[TextFile]:
    paths = _paths(folder, facts.manuscript, problems)
    files = [file for path in paths if (file := _read_text(folder, path, problems, "unreadable"))]
    if not paths and not problems:
        problems.append(
            Problem(
                Location("manuscript/manuscript.md"),
                "there is no manuscript",
                "put the text into manuscript/manuscript.md",
                "manuscript-missing",
            )
        )
    elif files and not any(_without_front_matter(file).text.strip() for file in files):
        problems.append(
            Problem(
                Location(files[0].path),
                "the manuscript is empty",
                f"write the text into {files[0].path}",
                "manuscript-missing",
            )
        )
    return [_without_front_matter(file) for file in files]


def _misnamed(folder: Path, base: str, facts: Metadata) -> Iterator[Problem]:
    """A problem for each file and folder whose name is not UTF-8; nothing is read of them."""
    texts = chain(*folders.manuscript(folder, facts.manuscript).values())
    for path in map(folders.as_shown, folders.misnamed(folder, base, texts)):
        yield Problem(
            Location(path),
            f"the name of {path} is not UTF-8",
            "rename it; \\x and two signs are an octet that is no character",
            "misnamed-text" if path.endswith(".md") else "misnamed",
        )


def _paths(folder: Path, patterns: Sequence[str], problems: list[Problem]) -> list[str]:
    """The manuscript's files: what `manuscript:` names, or all *.md of manuscript/ by name."""
    paths: dict[str, None] = {}
    for pattern, found in folders.manuscript(folder, patterns).items():
        paths |= dict.fromkeys(filter(is_utf8, found))
        if not patterns or found:
            continue
        is_inside = folders.may_name(folder, pattern)
        problems.append(
            Problem(
                Location(schema.PATH),
                f"manuscript file {pattern} is {'not there' if is_inside else 'outside the book'}",
                "name files or globs as they lie in the book folder"
                if is_inside
                else "copy it into manuscript/",
                "manuscript-missing",
            )
        )
    return list(paths)


def _read_text(folder: Path, path: str, problems: list[Problem], kind: str) -> TextFile | None:
    """The file as text with Unix line ends, or None and a problem."""
    where = Location(path)
    target = inside(folder, path)
    if target is None:
        problems.append(
            Problem(
                where,
                f"{path} leads out of the book folder",
                "copy the file itself into the book",
                kind,
            )
        )
        return None
    if target.exists() and not target.is_file():
        problems.append(Problem(where, f"{path} is no file", "put a text file in its place", kind))
        return None
    try:
        raw = target.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(where, f"{path} is not there", "", kind))
        return None
    except OSError as error:
        problems.append(Problem(where, f"{path} can't be read: {error.strerror}", "", kind))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
        problems.append(
            Problem(
                replace(where, line=line, column=column),
                f"byte 0x{raw[error.start]:02x} of {path} is not UTF-8",
                "save the file as UTF-8",
                kind,
            )
        )
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    file = TextFile(path, text)
    if not file.signs.isdisjoint(_CONTROLS):  # far quicker than a look with the pattern
        file = TextFile(path, _CONTROL.sub(lambda match: " " * len(match.group()), text))
        problems += _control_characters(file, text)
    return file


def _control_characters(file: TextFile, text: str) -> Iterator[Problem]:
    """A problem for each place with control characters, the first ones of a file only.

    `file` has spaces in their place, so that no excerpt of it harms a terminal.
    """
    places = list(_CONTROL.finditer(text))
    for number, match in enumerate(places[:_MOST_CONTROLS], 1):
        sign, more = match.group()[0], len(places) - _MOST_CONTROLS
        noun = "noncharacter" if sign > "\x9f" else "control character"
        rest = f" (and {more} more in this file)" if more > 0 and number == _MOST_CONTROLS else ""
        hint = "delete it; an editor shows it as a box or ^-sign"
        if "\x80" <= sign <= "\x9f":
            meant = sign.encode("latin-1").decode("cp1252", "ignore")
            hint = (f"type {meant} in its place; " if meant else "delete it; ") + (
                "the text was Windows-1252, and was read as Latin-1"
            )
        yield Problem(
            file.location(match.start(), len(match.group())),
            f"{noun} U+{ord(sign):04X} can't be set in any edition{rest}",
            hint,
            "control-character",
        )


def _without_front_matter(file: TextFile) -> TextFile:
    """The file with a YAML head, as site generators want it, blanked: positions stay.

    What it says is not read, since one file, metadata.yaml, holds the facts of a book.
    """
    lines = file.text.split("\n")
    if lines[0].rstrip() != "---":
        return file
    for end, line in enumerate(lines[1:], 1):
        if line.rstrip() in {"---", "..."}:
            return TextFile(file.path, "\n".join([""] * (end + 1) + lines[end + 1 :]))
        if not line.strip() and end == 1:
            return file
    return file
