"""Draws the golden pictures anew, when pages were meant to change: look at them before a commit.

./run python -m tests.golden.renew
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests import golden


def main() -> None:
    """Builds the book of pages and keeps a picture of each page that has a name."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        build = (sys.executable, "-m", "samizdat", "build", golden.BOOK, "--out", out)
        subprocess.run([*build, "--edition", "print"], check=True)
        (pdf,) = out.glob("*/*.pdf")
        pictures = golden.draw(pdf)
    for old in golden.HERE.glob("*.png"):
        old.unlink()
    for page, picture in pictures.items():
        # Sixteen greys take half an octet each.
        few = picture.quantize(16, dither=Image.Dither.NONE)
        few.save(golden.picture_of(page), optimize=True)


if __name__ == "__main__":
    main()
