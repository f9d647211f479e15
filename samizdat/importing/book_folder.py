"""Writes the book folder, over nothing that somebody has edited."""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from ruamel.yaml import YAML

from samizdat.importing.book_facts import FIELDS
from samizdat.whole_files import write_whole

RECORD = ".build/import.json"
"""Where it is noted what an import wrote, so that the next one knows what was edited since."""

_BESIDE = ".imported"
_ONCE = {"dodo.py"}
"""What a book folder has only one sort of: where there is one already, it stays."""


@dataclass(frozen=True)
class Written:
    """A file of the folder: its path in it, and what became of it.

    `beside` is where it was written instead, since somebody has edited the file, and `difference`
    the lines by which the two differ. `is_gone` where an earlier import had the file, this one has
    none, and nobody had edited it; `is_left` where somebody had.
    """

    path: str
    beside: str = ""
    difference: str = ""
    is_gone: bool = False
    is_left: bool = False


def metadata_yaml(facts: Mapping[str, object], text: str) -> str:
    """The facts as metadata.yaml, in the order of the schema.

    The identifier is made of the text, so that the same text has the same one.
    """
    identifier = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, text)}"
    data = {"version": "0.1.0", "identifier": identifier, **facts}
    ordered = {key: data[key] for key in FIELDS if data.get(key)}
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(ordered, out)
    return out.getvalue()


def write(folder: Path, files: Mapping[str, bytes]) -> list[Written]:
    """Writes the files by their paths in the folder, and says what became of each.

    A file that is there and is not what the last import wrote is somebody's work: the new one is
    written beside it. What the last import wrote and this one has no more is taken away.
    """
    record = _record(folder)
    kept = dict[str, str]()
    found = [_put(folder, path, content, record, kept) for path, content in files.items()]
    for path in sorted(record.keys() - kept.keys() - files.keys()):
        target = _target(folder, path)
        if target is None or not target.is_file():
            continue
        if _digest(target.read_bytes()) == record[path]:
            target.unlink()
            if _BESIDE not in path:
                found.append(Written(path, is_gone=True))
        elif _BESIDE not in path:
            found.append(Written(path, is_left=True))
    write_whole(folder / RECORD, json.dumps(kept, indent=1, sort_keys=True) + "\n")
    return found


def _put(
    folder: Path, path: str, content: bytes, record: Mapping[str, str], kept: dict[str, str]
) -> Written:
    """Writes one file, or what is to be beside it, and keeps the digest of what was written."""
    target = folder / path
    old = target.read_bytes() if target.is_file() else None
    if old is not None and path in _ONCE:
        return Written(path)
    if old is None or old == content or _digest(old) == record.get(path):
        if old != content:
            write_whole(target, content)
        if path not in _ONCE:
            kept[path] = _digest(content)
        return Written(path)
    beside = _beside(folder, path, content, record)
    write_whole(folder / beside, content)
    kept[beside] = _digest(content)
    if path in record:
        kept[path] = record[path]
    return Written(path, beside, difference(path, old, content))


def _beside(folder: Path, path: str, content: bytes, record: Mapping[str, str]) -> str:
    """Where to write beside a file: over nothing that somebody has edited there, too."""
    for number in count(1):
        beside = f"{path}{_BESIDE}" + (f"-{number}" if number > 1 else "")
        target = folder / beside
        if not target.exists():
            break
        there = target.read_bytes() if target.is_file() else None
        if there == content or (there is not None and _digest(there) == record.get(beside)):
            break
    return beside


def _target(folder: Path, path: str) -> Path | None:
    """The file of a path in the record, which anybody may have written; None if it leads out."""
    target = folder / path
    return target if target.resolve().is_relative_to(folder.resolve()) else None


def difference(path: str, old: bytes, new: bytes) -> str:
    """The lines by which two versions of a file differ, as `diff -u` shows them."""
    try:
        before, after = old.decode(), new.decode()
    except UnicodeDecodeError:
        return ""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), path, path, n=1
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _record(folder: Path) -> dict[str, str]:
    try:
        data = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in data.items()} if isinstance(data, dict) else {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
