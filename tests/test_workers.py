"""What is done beside other work is the same as if it were done there."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys

import pytest

from samizdat import workers

FORKS = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")


@FORKS
def test_work_beside_is_done_in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)
    with workers.beside(os.getpid) as answer:
        assert answer() != os.getpid()


def test_on_one_core_it_is_done_where_the_answer_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 1)
    with workers.beside(os.getpid) as answer:
        assert answer() == os.getpid()


@FORKS
@pytest.mark.parametrize("how", ["fails", "is killed"])
def test_what_could_not_be_done_beside_is_done_here(
    monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)
    here = os.getpid()

    def work() -> int:
        if os.getpid() != here and how == "is killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if os.getpid() != here:
            raise ValueError("something that happens there alone")
        return 7

    with workers.beside(work) as answer:
        assert answer() == 7


@FORKS
def test_nothing_waits_for_an_answer_that_nobody_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)
    started: list[int] = []
    with workers.beside(lambda: signal.pause()):
        started += [process.pid or 0 for process in multiprocessing.active_children()]
    assert started
    for pid in started:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@FORKS
def test_a_key_that_breaks_off_is_told_by_one_process_alone(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)

    def work() -> str:
        os.kill(os.getpid(), signal.SIGINT)  # as a terminal sends it to all
        return "done"

    with workers.beside(work) as answer:
        assert answer() == "done"
    assert capfd.readouterr().err == ""
