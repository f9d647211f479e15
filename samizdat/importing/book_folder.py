"""Writes the book folder, over nothing that somebody has edited."""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from samizdat.metadata import Metadata
from samizdat.steps import write_whole

RECORD = ".build/import.json"
"""Where it is noted what an import wrote, so that the next one knows what was edited since."""

_BESIDE = ".imported"


@dataclass(frozen=True)
class Written:
    """A file of the folder: its path in it, and what became of it.

    `beside` is where it was written instead, since somebody has edited the file, and `difference`
    the lines by which the two differ.
    """

    path: str
    beside: str = ""
    difference: str = ""


def metadata_yaml(facts: Mapping[str, object], text: str) -> str:
    """The facts as metadata.yaml, in the order of the schema.

    The identifier is made of the text, so that the same text has the same one.
    """
    known = {field.alias or name for name, field in Metadata.model_fields.items()}
    names = [field.alias or name for name, field in Metadata.model_fields.items()]
    data = {"version": "0.1.0", **{key: facts[key] for key in facts if key in known}}
    data.setdefault("identifier", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, text)}")
    ordered = {key: data[key] for key in names if data.get(key)}
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
    written beside it.
    """
    record = _record(folder)
    found = list[Written]()
    for path, content in files.items():
        target = folder / path
        old = target.read_bytes() if target.is_file() else None
        if old is None or old == content or _digest(old) == record.get(path):
            if old != content:
                write_whole(target, content)
            record[path] = _digest(content)
            found.append(Written(path))
            continue
        beside = path + _BESIDE
        write_whole(folder / beside, content)
        found.append(Written(path, beside, difference(path, old, content)))
    write_whole(folder / RECORD, json.dumps(record, indent=1, sort_keys=True) + "\n")
    return found


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
