"""How long work is told of while it runs: in one live line at a terminal, which is gone in the end.

How long the rest takes is known from the last time: the seconds of each step are kept beside the
work files. Nothing of this ever gets into an edition.
"""

from __future__ import annotations

import atexit
import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

from samizdat.findings import is_colourful

if TYPE_CHECKING:
    from rich.live import Live
    from rich.text import Text

Manner = Literal["quiet", "usual", "verbose"]
"""How much is told: of what is wrong only, as usual, or of every step and its time."""

NAME = "durations.json"
_MOST_NAMES = 3


def durations(work: Path) -> dict[str, float]:
    """The seconds that each task took when it was run last; empty where nothing is known."""
    try:
        data: Any = json.loads((work / NAME).read_text("utf-8"))
        return {str(name): float(seconds) for name, seconds in data.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def dump(seconds: Mapping[str, float]) -> str:
    """The seconds as JSON, by the names of the tasks."""
    return json.dumps({name: round(value, 2) for name, value in seconds.items()}, sort_keys=True)


class Progress:
    """Which tasks of a build are done and which are running, as of the `now` that is given.

    `names` are all tasks of the build; `expected` has the seconds that they took the last time.
    """

    def __init__(self, names: Iterable[str], expected: Mapping[str, float]) -> None:
        self._waiting = dict.fromkeys(names)
        self._count = len(self._waiting)
        self._running: dict[str, float] = {}
        self._expected = expected

    def begin(self, name: str, now: float) -> None:
        """A task begins."""
        self._waiting.pop(name, None)
        self._running[name] = now

    def end(self, name: str) -> None:
        """A task has ended, or does not have to be run."""
        self._waiting.pop(name, None)
        self._running.pop(name, None)

    def left(self, now: float) -> float | None:
        """The seconds that the rest takes; None where a task was never run before."""
        unfinished = [*self._waiting, *self._running]
        if not unfinished or any(name not in self._expected for name in unfinished):
            return None
        begun = [max(0.0, self._expected[n] - (now - at)) for n, at in self._running.items()]
        whole = sum(begun) + sum(self._expected[name] for name in self._waiting)
        # As many run on side by side as do now, but none is faster than by itself.
        return max(whole / max(1, len(begun)), *begun, 0.0)

    def line(self, now: float) -> str:
        """What is done, what is running since when, and how long the rest takes."""
        done = self._count - len(self._waiting) - len(self._running)
        names = [f"{name} {_time(now - since)}" for name, since in self._running.items()]
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        left = self.left(now)
        parts = [f"{done} of {self._count}", f"{', '.join(names[:_MOST_NAMES])}{more}"]
        parts += [] if left is None else [f"about {_time(left)} left"]
        return " · ".join(part for part in parts if part)


def _time(seconds: float) -> str:
    """Seconds as people say them.

    >>> _time(7.4), _time(75)
    ('7 s', '1 min 15 s')
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


class LiveLine:
    """One line at a terminal that says how work stands, anew four times a second.

    It is shown from `start` on; whatever else is to be printed waits until `stop`.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live: Live | None = None

    def start(self, told: Progress | str) -> None:
        """Shows how the build stands, or the words with the time since now."""
        from rich.console import Console
        from rich.live import Live

        begun = time.monotonic()

        def line() -> Text:
            from rich.text import Text

            now = time.monotonic()
            words = f"{told} · {_time(now - begun)}" if isinstance(told, str) else told.line(now)
            return Text(words, style="dim", no_wrap=True, overflow="ellipsis")

        self._live = Live(
            console=Console(file=self._stream),
            get_renderable=line,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=self._stream is sys.stderr,
        )
        # Whatever ends the program, the terminal gets its cursor back.
        atexit.register(self.stop)
        self._live.start()

    def stop(self) -> None:
        """Takes the line away, if it is shown."""
        if self._live is not None:
            self._live.stop()
            self._live = None


@contextmanager
def working(words: str) -> Iterator[None]:
    """Says on standard error, at a terminal, what is done now, and for how long already."""
    if not is_colourful(sys.stderr):
        yield
        return
    line = LiveLine(sys.stderr)
    line.start(words)
    try:
        yield
    finally:
        line.stop()


def each(things: Iterable[str], words: str) -> Iterator[str]:
    """The things one after the other, while a line says which of them is worked on."""
    for thing in things:
        with working(f"{words} {thing}"):
            yield thing
