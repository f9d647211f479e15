"""The command `samizdat import` on a file made to do harm, and what it costs."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

MOST_SECONDS, MOST_BYTES = 60, 1_000_000_000
_PAGE = 4096


def measured(file: Path, book: Path) -> tuple[int, str]:
    """The exit status and what the command says; it took less than a minute and a gigabyte.

    The memory is that of the command and of all that it runs, together.
    """
    command = [sys.executable, "-m", "samizdat", "import", str(file), "--into", str(book)]
    said = book.with_name("said.txt")
    begin, most = time.monotonic(), 0
    with said.open("wb") as output:
        running = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        while running.poll() is None:
            most = max(most, sum(map(_memory, _family(running.pid))))
            time.sleep(0.05)
    words = said.read_text("utf-8", "replace")
    assert running.returncode in {0, 1}, words
    assert "Traceback" not in words
    assert "stumbled" not in words
    assert time.monotonic() - begin < MOST_SECONDS
    assert most < MOST_BYTES
    return running.returncode, words


def refused(file: Path) -> str:
    """What the command says of a file that it refuses: a sentence, and no folder is begun."""
    book = file.parent / "book"
    status, said = measured(file, book)
    assert status == 1, said
    assert said.startswith("samizdat: ")
    assert said.count("\n") == 1
    assert re.search("; |: .*: ", said), f"it does not say what to do: {said}"
    assert not book.exists()
    return said


def _family(process: int) -> list[int]:
    """A process and all that it has begun, of those that still run."""
    try:
        tasks = Path(f"/proc/{process}/task").glob("*/children")
        children = [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:
        return []
    return [process, *(one for child in children for one in _family(child))]


def _memory(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0
