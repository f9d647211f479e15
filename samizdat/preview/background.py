"""The processes beside a preview: one that checks, and one for each typesetting.

A check is soon done and is never broken off; of the orders that come meanwhile the newest is
carried out. A typesetting takes long and is ended as soon as there is another text.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from samizdat.preview import proving
from samizdat.preview.proving import Answer, Order

_WARM = ["samizdat.preview.warm", "samizdat.preview.proving"]

_BREATH = 0.3
"""Seconds in which the browser has the processor for itself, and a second save may come."""

Tell = Callable[[Answer], None]


def _processes() -> multiprocessing.context.BaseContext:
    """How processes are begun: not as copies of this one, in which threads hold locks."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_WARM)
        return context
    return multiprocessing.get_context("spawn")


class Checks:
    """Has the newest order of each locale checked, one after the other."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._changed = threading.Condition()
        self._waiting: dict[str, Order] = {}
        self._process: BaseProcess | None = None
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="checks")
        self._thread.start()

    def order(self, order: Order) -> None:
        """Has the text checked, and forgets what was ordered of an older one."""
        with self._changed:
            self._waiting[order.locale] = order
            self._changed.notify()

    def close(self) -> None:
        """Ends the process."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
            end(self._process)
        self._thread.join()

    def _run(self) -> None:
        line: Connection | None = None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._is_closed)
                if self._is_closed:
                    return
                order = self._waiting.pop(next(iter(self._waiting)))
            try:
                if line is None:
                    line = self._begin()
                line.send(order)
                for _ in range(2):  # what was found, then where it stands
                    self._tell(line.recv())
            except (EOFError, OSError):
                line = None
                if not self._is_closed:
                    self._tell(Answer(order, "checked", _GONE.format(what="check")))

    def _begin(self) -> Connection:
        with self._changed:
            if self._is_closed:
                raise EOFError
            self._process, line = begin(proving.read)
            return line


class Typesetting:
    """Has the newest order typeset, and whatever was begun before ended."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._thread: threading.Thread | None = None
        self._waiting: list[Order] = []
        self._stopped = threading.Event()

    def order(self, orders: list[Order]) -> None:
        """Has these typeset one after the other, and nothing else any more."""
        self.stop()
        with self._lock:
            self._waiting = list(orders)
            self._stopped.clear()
            self._thread = threading.Thread(target=self._run, name="typesetting")
            self._thread.start()

    def stop(self) -> None:
        """Ends what is being typeset."""
        with self._lock:
            self._stopped.set()
            end(self._process)
            self._process = None
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        self._stopped.wait(_BREATH)
        while True:
            with self._lock:
                if self._stopped.is_set() or not self._waiting:
                    return
                order = self._waiting.pop(0)
            # Who is ended removes nothing, so what it has put aside is removed here.
            with TemporaryDirectory(prefix="samizdat-", ignore_cleanup_errors=True) as aside:
                self._typeset(order, Path(aside))

    def _typeset(self, order: Order, aside: Path) -> None:
        with self._lock:
            if self._stopped.is_set():
                return
            try:
                self._process, line = begin(proving.typeset, order, aside)
            except OSError as error:
                sentence = f"no process can be begun to typeset the text: {error.strerror}"
                self._tell(Answer(order, "printed", sentence))
                return
            process = self._process
        is_printed = False
        with suppress(EOFError, OSError):
            while True:
                answer: Answer = line.recv()
                is_printed = True
                self._tell(answer)
        process.join()
        with self._lock:
            is_ended, self._process = self._process is None, None
        if not is_printed and not is_ended:
            self._tell(Answer(order, "printed", _GONE.format(what="typesetting")))


_GONE = "the system ended the {what} of this text; memory or disk may be full"


def begin(
    task: Callable[..., None], *arguments: object
) -> tuple[BaseProcess, Connection[object, Answer]]:
    """A process that does the task, and our end of the line to it."""
    context = _processes()
    ours, theirs = context.Pipe()
    process = context.Process(target=task, args=(theirs, *arguments))  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return process, ours


def end(process: BaseProcess | None) -> None:
    """Ends a process with all that it has begun."""
    if process is None or process.pid is None or not process.is_alive():
        return
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()
