"""Runs commands, and measures them from outside."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def seconds(command: Sequence[str], folder: Path, *, may_find_errors: bool = False) -> float:
    """How long a command takes, in seconds of wall time.

    Raises SystemExit with what it said where it fails. With `may_find_errors` its exit status may
    be 1, as that of a check.
    """
    # The commands of the environment whose Python runs this, before those of the system.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path}
    environment.pop("PYTHONDONTWRITEBYTECODE", "")  # modules are compiled once, as for anybody
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    taken = time.perf_counter() - begin
    if done.returncode not in ({0, 1} if may_find_errors else {0}):
        said = (done.stdout + done.stderr).decode("utf-8", "replace")[-2000:]
        raise SystemExit(f"{' '.join(command[:4])} ended with {done.returncode}:\n{said}")
    return taken


def said(script: str, *arguments: Path | str) -> dict[str, Any]:
    """What a script beside this one prints as JSON; it runs in a process of its own."""
    path = str(Path(__file__).with_name(script))
    command = [sys.executable, "-W", "ignore", path, *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def median(measure: Callable[[], float], rounds: int) -> float:
    """The median of several rounds."""
    return statistics.median(measure() for _ in range(rounds))
