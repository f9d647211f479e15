"""Hands in processes of their own, of which there are as many as there are cores to spare.

Each has a share of the memory of one that would set the whole book, since the pages of a chapter
are put away when they are drawn.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Protocol

from samizdat import workers
from samizdat.typesetting.compositor import Compositor
from samizdat.typesetting.drawing import Part
from samizdat.typesetting.hand import Hand, Job
from samizdat.typesetting.setting import Order, Setting

_SECONDS = 0.2
"""How often is looked whether another core is free."""


class Crew(Protocol):
    """Several hands, to whom jobs are given by number."""

    def free(self) -> Iterator[int]:
        """The hands that have nothing to do; none where all have."""

    def give(self, hand: int, job: Job) -> None:
        """Gives a job to a hand that is free."""

    def put_away(self, hand: int, order: Order) -> None:
        """Tells a hand to forget the pages of a chapter."""

    def done(self) -> list[tuple[int, Setting | Part]]:
        """Waits; returns who has done what."""


class Alone:
    """A crew of one: this process itself, for a book of which little is to be set."""

    def __init__(self, compositor: Compositor) -> None:
        self.hand = Hand(compositor)
        self.job: Job | None = None

    def free(self) -> Iterator[int]:
        """The hand, if it has nothing to do."""
        if self.job is None:
            yield 0

    def give(self, hand: int, job: Job) -> None:  # there is but one
        """Gives the job."""
        self.job = job

    def put_away(self, hand: int, order: Order) -> None:  # there is but one
        """Forgets the pages of a chapter."""
        self.hand.put_away(order)

    def done(self) -> list[tuple[int, Setting | Part]]:
        """Does the job, if there is one."""
        job, self.job = self.job, None
        return [(0, self.hand.do(job))] if job else []


class Company:
    """A crew of processes. The first works on the core of this one, which waits meanwhile."""

    def __init__(self, compositor: Compositor, most: int) -> None:
        self.compositor = compositor
        self.most = most
        self.hands: dict[int, tuple[BaseProcess, Connection]] = {}
        self.at_work: set[int] = set()
        self.borrowed: set[int] = set()

    def free(self) -> Iterator[int]:
        """The hands that have nothing to do and a core; who was not called yet is one of them."""
        for number in range(self.most):
            if number not in self.at_work and (number == 0 or self._borrow(number)):
                yield number

    def _borrow(self, number: int) -> bool:
        if number in self.borrowed:
            return True
        if workers.borrow_core():
            self.borrowed.add(number)
            return True
        return False

    def _call(self, hand: int) -> None:
        here, there = multiprocessing.Pipe()
        process = multiprocessing.Process(target=_work, args=(self.compositor, there), daemon=True)
        process.start()
        there.close()
        self.hands[hand] = process, here

    def give(self, hand: int, job: Job) -> None:
        """Gives the job; a hand is called when it gets its first."""
        if hand not in self.hands:
            self._call(hand)
        self.at_work.add(hand)
        self.hands[hand][1].send(job)

    def put_away(self, hand: int, order: Order) -> None:
        """Has a hand forget the pages of a chapter."""
        self.hands[hand][1].send(order)

    def done(self) -> list[tuple[int, Setting | Part]]:
        """Waits until one has done a job, or a core may be free.

        Raises ChildProcessError where the system has ended a hand, and RuntimeError with the trace
        where one has stumbled.
        """
        for number in self.borrowed - self.at_work:
            workers.give_core_back()
            self.borrowed.discard(number)
        homes = {self.hands[number][1]: number for number in self.at_work}
        answers = []
        for home in connection.wait(list(homes), _SECONDS):
            number = homes[home]  # type: ignore[index]  # it is one of these
            self.at_work.discard(number)
            try:
                answer = self.hands[number][1].recv()
            except (EOFError, ConnectionError) as error:
                raise ChildProcessError(
                    0, "the system ended a part of the typesetting: memory may be full"
                ) from error
            if isinstance(answer, _Stumbled):
                raise RuntimeError(answer.trace)  # noqa: TRY004  # nobody gave a wrong type
            answers.append((number, answer))
        return answers

    def end(self) -> None:
        """Ends the processes."""
        for _ in self.borrowed:
            workers.give_core_back()
        for process, home in self.hands.values():
            home.close()
            process.kill()
            process.join()


@dataclass(frozen=True)
class _Stumbled:
    """What a hand answers where it could not do its job."""

    trace: str


def _work(compositor: Compositor, home: Connection) -> None:
    """The life of a hand: jobs come, what comes of them goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever called it ends it
    hand = Hand(compositor)
    while True:
        try:
            job = home.recv()
        except EOFError:
            return
        if isinstance(job, Order):
            hand.put_away(job)
            continue
        try:
            answer: Setting | Part | _Stumbled = hand.do(job)
        except Exception:
            answer = _Stumbled(traceback.format_exc())
        home.send(answer)


@contextmanager
def crew(compositor: Compositor, jobs: int) -> Iterator[Crew]:
    """A crew, which is dismissed at the end; at least so many `jobs` are to be done.

    Where a process is no copy of this one, it is not made for a single job: it would have to load
    and compose everything first.
    """
    most = min(len(compositor.composed.chapters), workers.cores())
    is_copied = multiprocessing.get_start_method() == "fork"
    # A copy of this process is quick to make, and the collector need not look at what it inherits.
    gc.collect()
    gc.freeze()
    try:
        if most < 2 or (jobs < 2 and not is_copied):  # who works alone needs no messenger
            yield Alone(compositor)
            return
        workers.end_with_the_build()
        compositor.sheet  # noqa: B018  # at hand for all
        company = Company(compositor, most)
        try:
            yield company
        finally:
            company.end()
    finally:
        gc.unfreeze()
