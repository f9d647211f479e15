"""Draws the golden pictures anew, when pages were meant to change: look at them before a commit.

./run python -m tests.golden.renew
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests import golden


def main() -> None:
    """Builds the book of pages and keeps a picture of each page that has a name."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        build = (sys.executable, "-m", "samizdat", "build", golden.BOOK, "--out", out)
        subprocess.run([*build, "--edition", "print"], check=True)
        (pdf,) = out.glob("*/*.pdf")
        pictures = golden.draw(pdf)
    golden.keep(golden.HERE, {golden.picture_of(page): one for page, one in pictures.items()})


if __name__ == "__main__":
    main()
