"""One build at a time: a lock that the system takes back from whoever is gone."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

NAME = "lock"


class LockedError(Exception):
    """Another build holds the lock, in a sentence for a person; `process` is which, if known."""

    def __init__(self, folder: Path, process: str) -> None:
        who = f", process {process}," if process else ""
        super().__init__(
            f"another build{who} is at work in {folder}; wait until it has ended, or end it"
        )
        self.process = process


def take(folder: Path) -> IO[str]:
    """Locks the folder for as long as this process, or one that it has begun, is there.

    The lock is the system's (flock(2)) and goes with the process that holds it, also when that was
    killed, so that no lock is ever stale; the file only says who it is. Raises `LockedError` where
    another build has it, and OSError where the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / NAME).open("a+", encoding="utf-8")
    if sys.platform == "win32":  # which samizdat does not run on yet
        return file
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        process = file.read(20).strip()
        file.close()
        raise LockedError(folder, process if process.isdigit() else "") from error
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file
