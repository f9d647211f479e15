"""The same book gives the same bytes, whoever builds it, where and when."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from samizdat.fonts import CODE, FACES

from .conftest import SAMPLER


def face(family: str) -> Path:
    """The file of a typeface's first cut."""
    return next(one.path for one in FACES if one.family == family)


def test_two_people_on_two_machines_release_the_same_octets(sampler: Path, tmp_path: Path) -> None:
    """Folder, time zone, language, umask, home, fonts of one's own and hash seed are others."""
    book, home = tmp_path / "elsewhere" / "copy", tmp_path / "home"
    shutil.copytree(SAMPLER, book)
    fonts = home / ".local" / "share" / "fonts"
    fonts.mkdir(parents=True)
    shutil.copyfile(face(CODE), fonts / "EBGaramond_400Regular.ttf")
    others = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C", "LANG": "tr_TR.UTF-8"}
    others |= {"HOME": str(home), "XDG_DATA_HOME": str(fonts.parent), "COLUMNS": "40"}
    done = subprocess.run(
        [sys.executable, "-m", "samizdat", "build", ".", "--out", "out", "-n", "1"],
        cwd=book,
        env={**os.environ, **others},
        umask=0o077,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sums = (sampler.parent / "SHA256SUMS").read_text("utf-8")
    assert sums.count("en-GB/") == 6
    assert (book / "out" / "SHA256SUMS").read_text("utf-8") == sums
