"""The same book gives the same bytes, whoever builds it, where and when."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .conftest import SAMPLER


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def test_two_processes_in_two_folders_write_the_same_bytes(sampler: Path, tmp_path: Path) -> None:
    book = tmp_path / "elsewhere" / "copy"
    shutil.copytree(SAMPLER, book)
    done = subprocess.run(
        [sys.executable, "-m", "samizdat", "build", ".", "--out", "out", "-n", "1"],
        cwd=book,
        env={**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(digests(sampler)) == 6
    assert digests(book / "out" / "en-GB") == digests(sampler)
