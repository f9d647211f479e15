"""Reads a PDF in a process of its own, which has little time and memory."""

from __future__ import annotations

import base64
import binascii
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import samizdat
from samizdat.importing.incoming import Incoming, Remark, UnusableFileError
from samizdat.importing.opening.pdf.blocks import Saying
from samizdat.importing.opening.pdf.written import Draft, written
from samizdat.pandoc import PandocError

_PATIENCE = 40
"""Seconds; a book of a thousand pages takes about ten."""
_MEMORY = 1_000_000_000
_RESULT = "result.json"
_MOST_OCTETS = 400_000_000


def open_pdf(path: Path) -> Incoming:
    """A PDF with a text layer as Markdown: by its tags where it has them, else by its looks.

    Raises `UnusableFileError` for one that has no text, is locked, broken, or asks for more time
    or memory than a book does.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _read(path, folder)
        result = folder / _RESULT
        if not result.is_file() or result.stat().st_size > _MOST_OCTETS:
            raise _broken(path)
        found = json.loads(result.read_text("utf-8"))
    if "error" in found:
        raise UnusableFileError(found["error"])
    try:
        return _incoming(path.name, found)
    except PandocError as error:
        raise UnusableFileError(
            f"{path.name} has a text that pandoc can't write: {error}"
        ) from error


def _read(path: Path, folder: Path) -> None:
    """Runs this module over the file; it writes its result into the folder."""
    root = Path(samizdat.__file__).parent.parent
    command = [sys.executable, "-P", "-m", __name__, str(path.absolute()), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module, no shell
            command,
            env=environment,
            cwd=folder,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnusableFileError(
            f"{path.name} takes longer than {_PATIENCE} seconds to read, as no book should: "
            "save it anew in a PDF reader, or divide it into parts"
        ) from error
    if done.returncode:
        raise _broken(path)


def _broken(path: Path) -> UnusableFileError:
    return UnusableFileError(
        f"{path.name} can't be read: it is broken, or needs more memory than a book should; "
        "save it anew in a PDF reader, or divide it into parts"
    )


def _incoming(name: str, found: dict[str, Any]) -> Incoming:
    sayings = [Saying(**said) for said in found["sayings"]]
    draft = Draft(found["trees"], sayings, found["translators"], found["code"])
    text, remarks = written(draft)
    whole = [Remark(0, said["message"], said["hint"], said["words"]) for said in found["remarks"]]
    pictures = {}
    for path, content in found["pictures"].items():
        try:
            pictures[path] = base64.b64decode(content, validate=True)
        except binascii.Error:
            continue
    return Incoming(
        name,
        text,
        pictures,
        found["facts"],
        frozenset(draft.translators),
        (*whole, *remarks),
        tuple(found["said"]),
    )


# --- in the process of its own ---------------------------------------------------------------


def _limit() -> None:
    """Sets what this process may use, where the system knows such limits."""
    try:
        import resource
    except ImportError:  # not on Windows, where there is only the limit of time
        return
    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or hard > most:
            try:
                resource.setrlimit(kind, (most, hard))
            except (OSError, ValueError):
                continue  # macOS knows the name of a limit that it does not set


def _main(path: Path, folder: Path) -> None:
    _limit()
    from samizdat.importing.opening.pdf.extraction import extract

    try:
        found = extract(path)
        result: dict[str, Any] = {
            "trees": found.draft.trees,
            "sayings": [asdict(said) for said in found.draft.sayings],
            "translators": found.draft.translators,
            "code": found.draft.code,
            "pictures": {p: base64.b64encode(c).decode() for p, c in found.pictures.items()},
            "facts": found.facts,
            "remarks": [asdict(said) for said in found.remarks],
            "said": list(found.said),
        }
    except UnusableFileError as error:
        result = {"error": str(error)}
    (folder / _RESULT).write_text(json.dumps(result), "utf-8")


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
