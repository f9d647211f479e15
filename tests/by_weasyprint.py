"""WeasyPrint as others use it: in a process of its own, with the fonts of the system.

In one that has set a book there are none but samizdat's own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def write_pdf(html: str, target: Path, *, base: Path | None = None, tags: bool = False) -> None:
    """Writes a page as PDF; addresses in it are seen from `base`."""
    environment = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    options = ["--encoding", "utf-8", *["--pdf-tags"] * tags] + (
        ["--base-url", str(base)] if base else []
    )
    subprocess.run(
        [sys.executable, "-m", "weasyprint", *options, "-", str(target)],
        input=html.encode(),
        env=environment,
        check=True,
        capture_output=True,
    )
