"""Ace by DAISY, a checker of accessibility, run over a finished EPUB (step 7).

Ace holds a publication against EPUB Accessibility 1.1 and, with axe-core, its pages against
WCAG. It is a program for Node.js that opens the pages in Chromium; where one of the two is
missing, nothing is said. Both run in a folder that is removed, and Chromium finds no host but
this machine's own.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from samizdat import surroundings
from samizdat.accessibility import Checked
from samizdat.findings import Location, Problem

_PATIENCE = 600
"""Seconds that Ace may take; a page of 200,000 words takes axe-core about one minute."""

_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
)
"""Where Chrome stands on macOS and Windows, which do not have it on their PATH."""

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-first-run",
)
"""Options with which Chromium asks nothing of the network, whose servers it knows by name alone."""


FAULT, BLEMISH = "ace-fault", "ace-blemish"
"""The kinds of problems that are made of violations, and of those that hinder nobody much."""

_HINDERING = {"critical", "serious"}


@dataclass(frozen=True)
class Violation:
    """What Ace found: the id of its rule, and how bad it is (minor to critical).

    `file` is the page, by its name beside the package document, or the package document by its
    name in the archive; `location` a CSS selector in the page, empty where the whole file is meant.
    """

    rule: str
    impact: str
    file: str
    location: str
    words: str


@dataclass(frozen=True)
class Accessibility:
    """What Ace, in its `version`, said of the EPUB at `path`; or why it came to no end."""

    path: Path
    violations: tuple[Violation, ...] = ()
    failure: str = ""
    version: str = ""

    @property
    def checked(self) -> Checked | None:
        """What may be said of the EPUB because of it; nothing where there was no end."""
        return None if self.failure else Checked(self.version, not self.violations)


def find_ace() -> str | None:
    """The command of Ace: what `./run` installed for development, or else one on the PATH."""
    ours = Path(sys.prefix) / "npm-develop/node_modules/.bin"
    return shutil.which("ace-puppeteer", path=str(ours)) or shutil.which("ace-puppeteer")


def find_chromium() -> str | None:
    """The program of Chromium or Chrome: the one that the environment names, or the first found."""
    named = (os.environ.get("CHROME_PATH"), os.environ.get("PUPPETEER_EXECUTABLE_PATH"))
    places = map(os.path.expandvars, _PLACES)
    candidates = (*filter(None, named), *_COMMANDS, *places)
    return next(filter(None, map(shutil.which, candidates)), None)


def accessibility(path: Path, patience: float = _PATIENCE) -> Accessibility | None:
    """What Ace says of an EPUB, which it may take `patience` seconds for; None where it is missing.

    Ace reads one book a run.
    """
    ace, chromium = find_ace(), find_chromium()
    if ace is None or chromium is None:
        return None
    with tempfile.TemporaryDirectory(prefix="samizdat-ace-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        command = [ace, "--force", "--outdir", str(folder / "out"), str(path.resolve())]
        try:
            ended, said = _run(command, _environment(folder, chromium), patience)
        except subprocess.TimeoutExpired:
            return Accessibility(path, failure=f"it has no end after {patience} seconds")
        except OSError as error:
            return Accessibility(path, failure=f"it does not start ({error.strerror or error})")
        try:
            report = json.loads((folder / "out/report.json").read_text("utf-8"))
            release = report["earl:assertedBy"]["doap:release"]["doap:revision"]
            return Accessibility(path, tuple(_violations(report)), version=release)
        except (OSError, ValueError, LookupError, TypeError):
            return Accessibility(path, failure=f"it ends with {ended} and says {_errors(said)}")


def _environment(folder: Path, chromium: str) -> dict[str, str]:
    """The environment in which Ace and Chromium keep their settings, logs and pages in `folder`."""
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
    places = (*homes, "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP")
    return {
        **surroundings.for_programs(),
        **dict.fromkeys(places, str(folder)),
        "FORCE_COLOR": "0",
        # Node.js may have come as a package, and then stands beside Python.
        "PATH": os.pathsep.join(
            (os.environ.get("PATH", os.defpath), str(Path(sys.prefix) / "bin"))
        ),
        # Milliseconds until Chromium has started; on a busy machine, Ace's own 5 seconds are short.
        "ACE_TIMEOUT_INITIAL": "60000",
        "PUPPETEER_EXECUTABLE_PATH": _launcher(folder, chromium),
    }


def _launcher(folder: Path, chromium: str) -> str:
    """A program that starts Chromium quietly and notes its process; Ace hands on no options.

    It starts none once `_end_chromium` was called, however late Ace asks for it. Windows starts no
    scripts as programs, so Chromium itself is started there.
    """
    if os.name == "nt":
        return chromium
    number, leave = _noted(folder)
    leave.touch()
    path = folder / "chromium"
    note = f"echo $$ > {shlex.quote(str(number))} && [ -e {shlex.quote(str(leave))} ]"
    path.write_text(f'#!/bin/sh\n{note} && {shlex.join(["exec", chromium, *QUIET])} "$@"\n')
    path.chmod(0o700)
    return str(path)


def _noted(folder: Path) -> tuple[Path, Path]:
    """The file with the number of Chromium's process, and the file that gives leave to start it."""
    return folder / "chromium.pid", folder / "chromium.leave"


def _run(command: list[str], environment: dict[str, str], patience: float) -> tuple[int, str]:
    """The exit status of Ace, and what it printed; whatever happens, no process is left."""
    folder = Path(environment["HOME"])
    with subprocess.Popen(  # noqa: S603  # what was found above, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        cwd=folder,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            said, _ = process.communicate(timeout=patience)
        except BaseException:
            _end_chromium(folder)
            process.terminate()  # Ace ends what it has begun to start
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()
            _end_chromium(folder)
            raise
        if process.returncode:
            _end_chromium(folder)
        return process.returncode, said


def _end_chromium(folder: Path) -> None:
    """Ends Chromium and what it started, which are a process group of their own."""
    number, leave = _noted(folder)
    leave.unlink(missing_ok=True)
    with contextlib.suppress(OSError, ValueError):
        os.killpg(int(number.read_text()), signal.SIGKILL)


def _violations(report: Mapping[str, Any]) -> Iterator[Violation]:
    """The violations of Ace's report (http://daisy.github.io/ace/report-format)."""
    for subject in report["assertions"]:
        for one in subject["assertions"]:
            result, test = one["earl:result"], one["earl:test"]
            if result["earl:outcome"] == "fail":
                yield Violation(
                    test["dct:title"],
                    test.get("earl:impact", ""),
                    subject["earl:testSubject"]["url"],
                    " ".join(result.get("earl:pointer", {}).get("css", ())),
                    " ".join(result.get("dct:description", test["dct:description"]).split()),
                )


def _errors(said: str) -> str:
    """The lines in which Ace tells of an error, or the last of all."""
    lines = re.sub(r"\x1b\[\d+m", "", said).splitlines()
    errors = [line for line in lines if line.lower().startswith("error")] or lines[-1:]
    return " ".join(" ".join(errors).split())[:300] or "nothing"


def problems(said: Accessibility) -> Iterator[Problem]:
    """A problem for each violation, or one that tells why nothing is known."""
    where = Location(said.path.name)
    if said.failure:
        what = f"Ace could not be run over {said.path.name}: {said.failure}"
        yield Problem(where, what, "try it again; if it stays, please report it to samizdat", FAULT)
    for one in said.violations:
        place = f", {one.location}" if one.location else ""
        yield Problem(
            where,
            f"Ace says of {said.path.name} in {one.file}{place}: {one.rule} "
            f"({one.impact or 'of no rank'}) {one.words}",
            "look whether raw HTML or a style of the book does it; if not, please report it to "
            "samizdat",
            BLEMISH if one.impact and one.impact not in _HINDERING else FAULT,
        )


_Word = Annotated[str, Field(max_length=40, pattern=r"^[\w.+-]*$")]
_Line = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$")]


class _KeptViolation(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    rule: _Word
    impact: _Word
    file: _Line
    location: _Line
    words: _Line


class _Kept(BaseModel):
    """What Ace said, as it is kept: of a file that is known by its SHA-256."""

    model_config = ConfigDict(extra="forbid", strict=True)
    sha256: str
    ace: _Word
    violations: list[_KeptViolation]


def dump(said: Accessibility, sha256: str) -> str:
    """What Ace said of the file with that digest, as key-sorted JSON."""
    data = {
        "sha256": sha256,
        "ace": said.version,
        "violations": [vars(violation) for violation in said.violations],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def load(text: str, path: Path, sha256: str) -> Accessibility | None:
    """What `dump` wrote of the file at `path`; None where it is of other octets, or no record."""
    try:
        kept = _Kept.model_validate_json(text)
    except ValidationError:
        return None
    if kept.sha256 != sha256:
        return None
    violations = tuple(Violation(**one.model_dump()) for one in kept.violations)
    return Accessibility(path, violations, version=kept.ace)
