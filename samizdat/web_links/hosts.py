"""What a run knows of each host: whose turn it is, when it may be asked again, its addresses."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from samizdat.web_links.networks import Network, is_public
from samizdat.web_links.request import NoAnswerError

Resolve = Callable[[str, int], Sequence[str]]
"""From a host's name and a port to its numeric addresses; raises socket.gaierror."""

_UNKNOWN = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


class Host:
    """A host of the web. Its requests come one after the other, with pauses between them."""

    def __init__(self, name: str, resolve: Resolve, allowed: Sequence[Network]) -> None:
        self.name = name
        self.was_found = False
        self._resolve = resolve
        self._allowed = allowed
        self._turn = threading.Lock()
        self._asked_for_address = threading.Lock()
        self._numbers: list[str] | NoAnswerError | None = None
        self._ready = 0.0
        self._closed: dict[int, str] = {}
        self._failures: Counter[int] = Counter()

    def numbers(self, port: int) -> list[str]:
        """The numeric addresses that may be asked, looked up once.

        What is connected to is what was looked at, so that a name that changes its address
        between two look-ups gains nothing. Raises NoAnswerError.
        """
        with self._asked_for_address:
            if self._numbers is None:
                try:
                    self._numbers = self._look_up(port)
                except NoAnswerError as error:
                    self._numbers = error
        if isinstance(self._numbers, NoAnswerError):
            raise self._numbers
        return self._numbers

    def _look_up(self, port: int) -> list[str]:
        try:
            found = self._resolve(self.name, port)
        except socket.gaierror as error:
            if error.errno in _UNKNOWN:
                raise NoAnswerError(f"there is no host {self.name}", "no-host") from error
            raise NoAnswerError(f"the host {self.name} can't be looked up now") from error
        except (OSError, UnicodeError) as error:
            raise NoAnswerError(f"{self.name} is no name of a host") from error
        self.was_found = True
        numbers = [number for number in found if is_public(number, self._allowed)]
        if not numbers:
            raise NoAnswerError(f"{self.name} is in a private network, which is not asked")
        return numbers

    @contextmanager
    def turn(self, port: int, deadline: float, pause: float) -> Iterator[None]:
        """Waits until the host may be asked, and keeps others waiting meanwhile.

        Raises NoAnswerError where that is later than `deadline`, or the host was closed.
        """
        with self._turn:
            if port in self._closed:
                raise NoAnswerError(self._closed[port])
            if self._ready > deadline:
                raise NoAnswerError("time-out while other pages of the host were asked")
            time.sleep(max(0.0, self._ready - time.monotonic()))
            try:
                yield
            finally:
                self._ready = max(self._ready, time.monotonic() + pause)

    def rest(self, seconds: float) -> None:
        """Leaves the host alone for so long."""
        self._ready = max(self._ready, time.monotonic() + seconds)

    def failed(self, port: int, reason: str, most: int) -> None:
        """Counts a connection that was not made; after `most` of them no other is tried."""
        self._failures[port] += 1
        if self._failures[port] >= most:
            self.close(port, reason)

    def close(self, port: int, reason: str) -> None:
        """Asks nothing more on this port in this run."""
        self._closed[port] = reason
