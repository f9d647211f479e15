"""The processes beside a preview: one that checks, and one for each typesetting.

A check is soon done and is never broken off; of the orders that come meanwhile the newest is
carried out. A typesetting takes long and is ended when there is another text, but not each time.
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
    """Has the newest order typeset, and an older one ended, or at least every second one not.

    Pages of an older text are of little use, and mostly a typesetting is broken off for a newer
    one. Whoever saves more often than print takes would see no new pages then for as long as he
    writes. So one that was begun in place of one broken off is let to its end, whatever is saved
    meanwhile: there are new pages in less than twice the time that they take, and the newest text
    waits for them no longer than once.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._changed = threading.Condition()
        self._waiting: list[Order] = []
        self._process: BaseProcess | None = None
        self._is_setting = False  # it has a copy of its text, and no pages yet
        self._is_older = False
        self._was_broken_off = False
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="typesetting")
        self._thread.start()

    def order(self, orders: list[Order]) -> None:
        """Has these typeset one after the other, behind one that is let to its end."""
        with self._changed:
            self._waiting = list(orders)
            self._changed.notify()

    def make_way(self) -> None:
        """Called before there is another text: ends what is typeset, if it is not let to its end.

        A process that has no copy of its text yet is ended in any case.
        """
        with self._changed:
            self._waiting = []
            if self._is_setting and self._was_broken_off:
                self._is_older = True
                return
            self._was_broken_off = self._was_broken_off or self._is_setting
            self._end()

    def close(self) -> None:
        """Ends what is being typeset, and begins nothing more."""
        with self._changed:
            self._is_closed = True
            self._end()
            self._changed.notify()
        self._thread.join()

    def _end(self) -> None:
        end(self._process)
        self._process, self._is_setting = None, False

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._is_closed)
                self._changed.wait_for(lambda: self._is_closed, _BREATH)
                if self._is_closed:
                    return
            # Who is ended removes nothing, so what it has put aside is removed here.
            with TemporaryDirectory(prefix="samizdat-", ignore_cleanup_errors=True) as aside:
                self._typeset(Path(aside))

    def _typeset(self, aside: Path) -> None:
        with self._changed:
            if self._is_closed or not self._waiting:
                return
            order = self._waiting.pop(0)
            try:
                process, line = begin(proving.typeset, order, aside)
            except OSError as error:
                sentence = f"no process can be begun to typeset the text: {error.strerror}"
                self._tell(Answer(order, "printed", sentence))
                return
            self._process, self._is_older = process, False
        is_printed = False
        with suppress(EOFError, OSError):
            line.recv()  # it has a copy of the text
            with self._changed:
                self._is_setting = self._process is process
            while True:
                answer: Answer = line.recv()
                is_printed = True
                with self._changed:
                    self._is_setting = self._was_broken_off = False
                self._tell(answer)
                if self._is_older:  # the newer one need not wait for the proof of these pages
                    with self._changed:
                        self._end()
        process.join()
        with self._changed:
            is_ended = self._process is not process
            self._process, self._is_setting = None, False
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
