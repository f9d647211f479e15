"""`samizdat doctor`: what samizdat needs on this machine, what is missing, and what to type."""

from __future__ import annotations

import argparse
import json
import platform
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from samizdat import ace, fonts, npm_packages, validators
from samizdat.exits import EXIT_ERRORS, EXIT_OK
from samizdat.findings import painter

_PATIENCE = 60
# How the libraries that WeasyPrint draws text with are installed; the shell script `run` says the
# same, which has to begin where nothing is.
_PANGO = {
    "apt-get": "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "sudo dnf install pango harfbuzz",
    "pacman": "sudo pacman -S pango harfbuzz",
    "brew": "brew install pango",
}
_GIT = {
    "apt-get": "sudo apt-get install -y git",
    "dnf": "sudo dnf install git",
    "pacman": "sudo pacman -S git",
    "brew": "brew install git",
}
_CHROMIUM = {
    "apt-get": "sudo apt-get install -y --no-install-recommends chromium",
    "dnf": "sudo dnf install chromium",
    "pacman": "sudo pacman -S chromium",
    "brew": "brew install --cask google-chrome",
}


@dataclass(frozen=True)
class Tool:
    """A tool and the version that is there, empty where it is missing.

    `serves` says what it is there for, and `remedy` what to type where it is missing. What is not
    `is_needed` is for one purpose that not everybody has.
    """

    name: str
    version: str
    serves: str
    remedy: str
    is_needed: bool = True


def run(options: argparse.Namespace) -> int:
    """Looks at every tool and tells of it; returns 1 where something needed is missing."""
    if options.install:
        try:
            npm_packages.install(npm_packages.NU_CHECKER)
        except npm_packages.NotInstalledError as error:
            print(f"samizdat: the Nu HTML checker is not installed: {error}", file=sys.stderr)
            return EXIT_ERRORS
    paint = painter(sys.stdout)
    found = list(tools())
    for tool in found:
        if tool.version:
            print(f"{tool.name:18} {tool.version}")
        else:
            word = paint("error", "missing") if tool.is_needed else "not there"
            print(f"{tool.name:18} {word}; it {tool.serves}. Type: {tool.remedy}")
    missing = [tool.name for tool in found if tool.is_needed and not tool.version]
    if missing:
        print(f"\nNo book can be built and proved without {', '.join(missing)}.")
        return EXIT_ERRORS
    print("\nAll is there that a book needs.")
    return EXIT_OK


def tools() -> Iterator[Tool]:
    """Every tool, those that a book needs first."""
    again = _again()
    yield Tool("samizdat", _package("samizdat"), "is this very program", again)
    yield Tool("Python", platform.python_version(), "runs samizdat", "")
    yield Tool("pandoc", _pandoc(), "reads the text", again)
    yield Tool("WeasyPrint", _package("weasyprint"), "typesets the PDF", again)
    yield Tool("Pango", _pango(), "draws the letters of the PDF", _for_this_system(_PANGO))
    yield Tool("typefaces", _typefaces(), "are what books are set in", again)
    yield Tool("Java", _java(), "runs the validators", again)
    yield Tool("EPUBCheck", _epubcheck(), "reads every EPUB", again)
    yield Tool("Nu HTML checker", _nu(), "reads every web page", "samizdat doctor --install")
    yield Tool(
        "git",
        _says(shutil.which("git"), "--version"),
        "keeps the history of a book",
        _for_this_system(_GIT),
        is_needed=False,
    )
    yield Tool(
        "Chromium",
        _says(ace.find_chromium(), "--version"),
        "opens pages for Ace, in samizdat build --ace",
        _for_this_system(_CHROMIUM),
        is_needed=False,
    )
    yield Tool(
        "Ace by DAISY",
        _says(ace.find_ace(), "--version"),
        "looks whether all can read an EPUB, in samizdat build --ace",
        "npm install --global @daisy/ace",
        is_needed=False,
    )


def _again() -> str:
    """The line that installs samizdat again, from where it came, with all that it brings.

    Source: https://packaging.python.org/en/latest/specifications/direct-url/
    """
    line = [sys.executable, "-m", "pip", "install", "--force-reinstall"]
    try:
        told = json.loads(metadata.distribution("samizdat").read_text("direct_url.json") or "{}")
    except metadata.PackageNotFoundError:
        told = {}
    editable = ["--editable"] if told.get("dir_info", {}).get("editable") else []
    return shlex.join([*line, *editable, told.get("url", "samizdat")])


def _package(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _pandoc() -> str:
    try:
        from samizdat.pandoc import pandoc

        return _number(pandoc(["--version"])[0])
    except Exception:  # whatever it is, no text can be read
        return ""


def _pango() -> str:
    """The version of Pango, where WeasyPrint finds it and all that goes with it."""
    probe = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "from weasyprint.text.ffi import harfbuzz_subset, pango\n"
        "assert harfbuzz_subset\n"
        "number = pango.pango_version()\n"
        "print(f'{number // 10000}.{number // 100 % 100}.{number % 100}')"
    )
    # In a process of its own: libraries that do not fit end in more than an exception.
    return _number(_output([sys.executable, "-c", probe]))


def _typefaces() -> str:
    there = [face for face in fonts.FACES if face.path.is_file()]
    families = dict.fromkeys(face.family for face in fonts.FACES)
    return ", ".join(families) if len(there) == len(fonts.FACES) else ""


def _java() -> str:
    try:
        return _number(_output([*validators.java(), "--version"]))
    except ImportError:
        return ""


def _epubcheck() -> str:
    jar = validators.find_epubcheck()
    return _package("epubcheck") if jar and jar.is_file() else ""


def _nu() -> str:
    """The version of the checker; nothing where it, or the Java that runs it, is missing."""
    jar = validators.find_nu()
    if jar is None or not _java():
        return ""
    return _number(_output([*validators.java(), "-jar", str(jar), "--version"]))


def _says(program: str | None, option: str) -> str:
    return _number(_output([program, option])) if program else ""


def _output(command: list[str]) -> str:
    """What a program prints, or nothing where it does not run or fails."""
    try:
        done = subprocess.run(  # noqa: S603  # what was found above, no shell
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=True,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout


def _number(said: str) -> str:
    """The first number of a version in what a program said; its words where it has none."""
    match = re.search(r"\d+(\.\d+)+|\d+", said)
    return match[0] if match else said.strip()


def _for_this_system(lines: dict[str, str]) -> str:
    """The line for the package manager that is here, or all of them."""
    own = [line for manager, line in lines.items() if shutil.which(manager)]
    return own[0] if own else ", or ".join(lines.values())
