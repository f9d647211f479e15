"""What browsers are told while they wait: server-sent events (HTML Living Standard, 9.2)."""

from __future__ import annotations

import json
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_BREATH = 15.0
"""Seconds after which a silent line says that it is still there, so that a closed one is seen."""


class Hub:
    """Hands every event to all who listen."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listeners: list[queue.SimpleQueue[str | None]] = []
        self._is_closed = False

    def tell(self, locale: str, kind: str) -> None:
        """Tells that a text is `begun`, or what is new: the `text`, `panel` or `printed` pages."""
        data = json.dumps({"locale": locale, "kind": kind})
        with self._lock:
            for listener in self._listeners:
                listener.put(f"data: {data}\n\n")

    def close(self) -> None:
        """Ends all lines, and those that are still to come."""
        with self._lock:
            self._is_closed = True
            for listener in self._listeners:
                listener.put(None)

    @contextmanager
    def listening(self) -> Iterator[Iterator[str]]:
        """The events from now on, as they are written to a browser."""
        own: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        with self._lock:
            self._listeners.append(own)
            if self._is_closed:
                own.put(None)
        try:
            yield _events(own)
        finally:
            with self._lock:
                self._listeners.remove(own)


def _events(own: queue.SimpleQueue[str | None]) -> Iterator[str]:
    yield "retry: 500\n\n"
    while True:
        try:
            event = own.get(timeout=_BREATH)
        except queue.Empty:
            yield ": still here\n\n"
            continue
        if event is None:
            return
        yield event
