"""One request to one numeric address, over a connection of its own, with limits to all of it."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError
from urllib3.util import Url

from samizdat.web_links import Failure, Method

AGENT = "samizdat"
"""The name by which a robots.txt may speak of this program."""

# No cookie, no credentials, no referrer: a host is told nothing of who asks, or of the book.
_HEADERS = {
    "User-Agent": f"{AGENT}/{version(AGENT)} (link check of a book)",
    "Accept": "text/html, */*;q=0.8",
    "Connection": "close",
}


class NoAnswerError(Exception):
    """Nothing came of a request. The message says why, in words.

    `failure` is the kind of it; `may_pass` whether another try may help; `is_of_host` whether the
    host's other pages can't be reached either.
    """

    def __init__(
        self,
        reason: str,
        failure: Failure = "no-answer",
        *,
        may_pass: bool = False,
        is_of_host: bool = False,
    ) -> None:
        super().__init__(reason)
        self.failure = failure
        self.may_pass = may_pass
        self.is_of_host = is_of_host


@dataclass(frozen=True)
class Limits:
    """How long and how much. Times are in seconds.

    `connect` and `read` are for one step on the network, `whole` is for an address with all its
    redirects and tries. `tries` counts a HEAD and the GET in its place once; `back_off` is the
    wait before the second, and doubles; `longest_wait` is the most that a host may ask for.
    `pause` is kept between two requests to a host, of which `hosts` are asked side by side.
    Of a page at most `octets` are read.
    """

    connect: float = 10
    read: float = 15
    whole: float = 60
    tries: int = 3
    back_off: float = 2
    longest_wait: float = 20
    pause: float = 1
    redirects: int = 10
    hosts: int = 8
    octets: int = 5_000_000


@dataclass(frozen=True)
class Reply:
    """An answer of a host. `body` is empty where it was not wanted, None where it is too long."""

    status: int
    headers: Mapping[str, str]
    body: bytes | None = b""


def request(
    method: Method,
    url: Url,
    number: str,
    *,
    context: ssl.SSLContext,
    limits: Limits,
    deadline: float,
    wants_body: Callable[[Mapping[str, str]], bool],
) -> Reply:
    """Asks the host at the numeric address `number` for the page `url`; redirects are not followed.

    `deadline` is a time of `time.monotonic`. Raises NoAnswerError.
    """
    connection = _connection(url, number, context, limits.connect)
    late = threading.Event()

    def cut() -> None:
        # A host that sends an octet now and then stays within the limit of each step.
        late.set()
        _shut_down(connection.sock or answering)

    answering: socket.socket | None = None
    watch = threading.Timer(max(0.0, deadline - time.monotonic()), cut)
    watch.daemon = True
    watch.start()
    try:
        connection.connect()
        answering = connection.sock  # of which the connection lets go as soon as it has the head
        connection.timeout = limits.read  # of each step from here on
        reply = _exchange(connection, method, url, limits.octets, wants_body)
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        raise _in_words(error, is_late=late.is_set()) from error
    finally:
        watch.cancel()
        connection.close()
    if late.is_set():
        raise NoAnswerError("time-out")
    return reply


def _shut_down(used: socket.socket | None) -> None:
    """Ends a connection that another thread reads from, which then sees its end."""
    if used is not None:
        # The method of the plain socket: that of ssl's takes things from the reading thread.
        with suppress(OSError):
            socket.socket.shutdown(used, socket.SHUT_RDWR)


def _connection(
    url: Url, number: str, context: ssl.SSLContext, seconds: float
) -> HTTPConnection | HTTPSConnection:
    if url.scheme == "https":
        name = (url.host or "").strip("[]").rstrip(".")
        return HTTPSConnection(
            number, url.port or 443, timeout=seconds, ssl_context=context, server_hostname=name
        )
    return HTTPConnection(number, url.port or 80, timeout=seconds)


def _exchange(
    connection: HTTPConnection | HTTPSConnection,
    method: Method,
    url: Url,
    octets: int,
    wants_body: Callable[[Mapping[str, str]], bool],
) -> Reply:
    headers = {"Host": url.netloc or "", **_HEADERS}
    connection.request(method, url.request_uri, headers=headers, preload_content=False)
    response = connection.getresponse()
    try:
        body: bytes | None = b""
        if method == "GET" and response.status == 200 and wants_body(response.headers):
            body = b"".join(_read(response.stream(1 << 16), octets))
            body = body if len(body) <= octets else None
        return Reply(response.status, response.headers, body)
    finally:
        response.close()


def _read(chunks: Iterator[bytes], most: int) -> Iterator[bytes]:
    """The chunks until there are more than `most` octets."""
    size = 0
    for chunk in chunks:
        yield chunk
        size += len(chunk)
        if size > most:
            return


def _in_words(error: Exception, *, is_late: bool) -> NoAnswerError:
    if is_late:
        return NoAnswerError("time-out")
    if isinstance(error, ssl.SSLCertVerificationError):
        return NoAnswerError(f"broken certificate: {error.verify_message}")
    if isinstance(error, ssl.SSLError):
        return NoAnswerError("the encrypted connection failed")
    if isinstance(error, NewConnectionError):  # before the other, of whose kind it is
        refused = isinstance(error.__cause__, ConnectionRefusedError)
        reason = "the host refuses connections" if refused else "the host can't be reached"
        return NoAnswerError(reason, may_pass=True, is_of_host=True)
    if isinstance(error, ConnectTimeoutError):
        return NoAnswerError("time-out while connecting", may_pass=True, is_of_host=True)
    if isinstance(error, ReadTimeoutError | TimeoutError):
        return NoAnswerError("time-out", may_pass=True)
    return NoAnswerError("the connection broke off, or the answer is no HTTP", may_pass=True)
