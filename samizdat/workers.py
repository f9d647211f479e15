"""Processes in which tasks run side by side: none outlives its build or dies unnoticed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from functools import cache
from multiprocessing import connection, util
from multiprocessing.process import BaseProcess

_ASKED = {signal.SIGINT, signal.SIGTERM}
"""With these, doit or a person ends a worker, and says so."""
_SECONDS = 0.5
"""How often the build looks for workers that have died."""


def end_with_the_build() -> None:
    """Called before there are workers: each ends when the build is gone, however that ended.

    doit's workers would wait for their next task for ever, and go on writing work files.
    """
    util.register_after_fork(_follow, lambda follow: follow())


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent,), daemon=True).start()


def _wait_for(parent: BaseProcess) -> None:
    connection.wait([parent.sentinel])
    os._exit(1)


@cache
def watch() -> None:
    """Called in the build once its workers run: it ends when the system has ended one of them.

    doit would wait for its result for ever. A worker ends so where memory or disk are full.
    """
    if multiprocessing.active_children():
        threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    workers = multiprocessing.active_children()
    while workers:
        for worker in workers:
            if worker.exitcode and worker.exitcode < 0 and -worker.exitcode not in _ASKED:
                _end(workers, signal.Signals(-worker.exitcode).name)
        workers = [worker for worker in workers if worker.exitcode is None]
        time.sleep(_SECONDS)


def _end(workers: list[BaseProcess], name: str) -> None:
    sys.stderr.write(
        f"the system ended a part of this build ({name}): memory or disk may be full; nothing was "
        "released. Try again with -n 1, which takes less of both\n"
    )
    sys.stderr.flush()
    for worker in workers:
        worker.kill()
    os._exit(1)
