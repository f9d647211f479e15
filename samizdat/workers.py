"""Processes in which tasks run side by side: none outlives its build or dies unnoticed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import connection, util
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

_ASKED = {signal.SIGINT, signal.SIGTERM}
"""With these, doit or a person ends a worker, and says so."""
_Found = TypeVar("_Found")

_SECONDS = 0.5
"""How often the build looks for workers that have died."""


def end_with_the_build() -> None:
    """Called before there are workers: each ends when the build is gone, however that ended.

    doit's workers would wait for their next task for ever, and go on writing work files.
    """
    util.register_after_fork(end_with_the_parent, lambda end: end())


def share_cores() -> None:
    """Called before there are workers: each brings a core, so that there are as many as workers.

    A task has the core of its worker. One that has work for more may borrow those of workers that
    have nothing to do, and gives them back as soon as it can.
    """
    _cores["free"], _cores["build"] = multiprocessing.Semaphore(0), os.getpid()
    util.register_after_fork(share_cores, lambda _: _bring_core())


_cores: dict[str, Any] = {}
"""The cores with nothing to do, once workers share them, and the process of the build."""


def _bring_core() -> None:
    """Called in a new process: counts the core of a worker, which is a child of the build."""
    if os.getppid() == _cores["build"]:
        _cores["free"].release()


def _shared() -> Any:
    """The cores with nothing to do, in a worker; None where all are this process's own."""
    return _cores["free"] if os.getpid() != _cores.get("build", os.getpid()) else None


@contextmanager
def at_work() -> Iterator[None]:
    """A task at work on the core of its worker; it waits where another has borrowed that."""
    free = _shared()
    if free:
        free.acquire()
    try:
        yield
    finally:
        if free:
            free.release()


def take_at_most(number: int) -> None:
    """Called where a person says how many tasks may run at once: no more cores are taken then."""
    _cores["most"] = number


def cores() -> int:
    """How many cores there are to take at the most."""
    return int(min(os.cpu_count() or 1, _cores.get("most", 1_000)))


def borrow_core() -> bool:
    """Takes another core, if there is one with nothing to do; says whether there was."""
    free = _shared()
    return free is None or free.acquire(block=False)


def give_core_back() -> None:
    """Gives a core back that was borrowed."""
    free = _shared()
    if free:
        free.release()


@contextmanager
def borrowed_core() -> Iterator[bool]:
    """Says whether there is a second core for what is done in the block, and has it until then."""
    is_there = cores() > 1 and borrow_core()
    try:
        yield is_there
    finally:
        if is_there:
            give_core_back()


@contextmanager
def beside(work: Callable[[], _Found]) -> Iterator[Callable[[], _Found]]:
    """Has work done on a second core, if there is one, and gives what waits for its answer.

    The work is done in a copy of this process, so nothing that it changes is changed here. What
    could not be done there is done where the answer is asked for.
    """
    # To copy a process is cheap only where that is what the system is used to.
    if cores() < 2 or multiprocessing.get_start_method() != "fork":
        yield work
        return
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_send, args=(work, theirs), daemon=True)
    process.start()
    theirs.close()  # of which the copy has its own, so that its end is seen here

    def answer() -> _Found:
        try:
            found: _Found = ours.recv()
        except (EOFError, OSError):
            return work()
        return found

    try:
        yield answer
    finally:
        process.terminate()
        process.join()
        ours.close()


def _send(work: Callable[[], object], line: connection.Connection) -> None:
    end_with_the_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever is broken off ends this, and says so
    with suppress(Exception):  # which is told where it is done once more
        line.send(work())


def end_with_the_parent(before: Callable[[], None] = lambda: None) -> None:
    """Called in a process: it ends when the one that began it is gone, and does `before` first."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent, before), daemon=True).start()


def _wait_for(parent: BaseProcess, before: Callable[[], None]) -> None:
    connection.wait([parent.sentinel])
    before()
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
