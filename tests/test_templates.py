"""Templates are compiled once, as modules are, and what was kept of them can't do harm."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

READ = "from samizdat import pages; pages.environment().get_template('parts.html'); print('read')"


def kept(folder: Path, *options: str) -> list[Path]:
    """What is kept of templates in the folder for bytecode, after one was read."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder)}
    environment.pop("PYTHONDONTWRITEBYTECODE", "")
    done = subprocess.run(
        [sys.executable, *options, "-c", READ],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "read\n"), done.stderr
    return sorted(folder.rglob("*.template"))


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    (path,) = kept(tmp_path)
    before = path.stat().st_ino
    assert kept(tmp_path) == [path]
    assert path.stat().st_ino == before


@pytest.mark.parametrize("end", [0, 40, 80, -40])
def test_what_was_cut_short_is_compiled_anew(tmp_path: Path, end: int) -> None:
    (path,) = kept(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:end])
    assert kept(tmp_path) == [path]
    assert path.read_bytes() == whole


def test_whoever_wants_no_bytecode_gets_none(tmp_path: Path) -> None:
    assert kept(tmp_path, "-B") == []
