"""Asks the web for the book's links: each page once, and politely.

HEAD comes first, GET where that is refused or an id is to be looked for. Redirects are followed
step by step (RFC 9110, section 15.4), robots.txt is heard (RFC 9309), and a host that is busy is
left alone for as long as it says, within limits.
"""

from __future__ import annotations

import email.utils
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from urllib3.util import Url, parse_url

from samizdat.web_links import Answer, Method, fragments, secured
from samizdat.web_links.hosts import Host, Resolve
from samizdat.web_links.networks import Network, addresses_of
from samizdat.web_links.request import AGENT, Limits, NoAnswerError, Reply, request

FRESH = timedelta(days=7)
"""For how long a good answer is believed."""

_PERMANENT, _TEMPORARY = {301, 308}, {302, 303, 307}
_BUSY = {429, 503}
_RETRIED = _BUSY | {500, 502, 504}


class OfflineError(Exception):
    """No host at all could be found, as it is where this machine has no network."""


@dataclass(frozen=True)
class _Visit:
    """What came of a page: the last reply and the redirects, as status and target, before it."""

    page: str
    method: Method
    reply: Reply
    steps: tuple[tuple[int, str], ...]

    @property
    def final(self) -> str:
        return self.steps[-1][1] if self.steps else self.page

    @property
    def moved_to(self) -> str | None:
        """Where the permanent redirects lead that come before any temporary one."""
        target = None
        for status, step in self.steps:
            if status not in _PERMANENT:
                break
            target = step
        return target

    @property
    def is_good_and_secure(self) -> bool:
        """Whether the page is there, and no step on the way to it was in plain http."""
        addresses = [self.page, *(target for _, target in self.steps)]
        return 200 <= self.reply.status < 300 and all(map(_is_secure, addresses))


def utc_now() -> datetime:
    """The time, to the second: the one clock that is read, since the web has no other version."""
    return datetime.now(UTC).replace(microsecond=0)


class Asker:
    """Asks for addresses. What it learns of hosts is kept for one run.

    `clock` tells the time that is recorded. `context` says which certificates are believed;
    `allowed` are networks that may be asked though they are not public.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = utc_now,
        limits: Limits | None = None,
        context: ssl.SSLContext | None = None,
        allowed: Sequence[Network] = (),
        resolve: Resolve = addresses_of,
    ) -> None:
        self._clock = clock
        self._limits = limits or Limits()
        self._context = context or ssl.create_default_context()
        self._allowed = allowed
        self._resolve = resolve
        self._hosts: dict[str, Host] = {}
        self._robots: dict[tuple[str, str], RobotFileParser] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def ask(
        self, addresses: Iterable[str], told: Callable[[int, int], None] = lambda done, of: None
    ) -> dict[str, Answer]:
        """The answers by address. `told` hears how many are done, and of how many.

        Raises OfflineError where not one host was found.
        """
        wanted = sorted(set(addresses))
        by_host: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for address in wanted:
            by_host[_host_of(address)][address.partition("#")[0]].append(address)
        answers: dict[str, Answer] = {}
        with ThreadPoolExecutor(self._limits.hosts) as pool:
            runs = [pool.submit(self._ask_host, pages) for pages in by_host.values()]
            try:
                for run in as_completed(runs):
                    answers |= run.result()
                    told(len(answers), len(wanted))
            except BaseException:
                self._stopped.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        if self._hosts and not any(host.was_found for host in self._hosts.values()):
            raise OfflineError
        return answers

    def _ask_host(self, pages: Mapping[str, Sequence[str]]) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for page, addresses in pages.items():
            if self._stopped.is_set():
                break
            answers |= self._ask_page(page, addresses)
        return answers

    def _ask_page(self, page: str, addresses: Sequence[str]) -> dict[str, Answer]:
        asked = self._clock()
        named = {address: address.partition("#")[2] for address in addresses}
        wants_names = any(map(fragments.can_be_looked_for, named.values()))
        try:
            visit = self._visit(page, method="GET" if wants_names else "HEAD")
            known = _names(visit) if wants_names else None
            has_https = self._has_https(visit)
        except NoAnswerError as error:
            failed = Answer(asked=asked, failure=error.failure, reason=str(error))
            return dict.fromkeys(addresses, failed)
        return {
            address: Answer(
                asked=asked,
                method=visit.method,
                status=visit.reply.status,
                final=_with_fragment(visit.final, fragment) if visit.steps else address,
                redirect=_redirect(visit),
                moved_to=visit.moved_to and _with_fragment(visit.moved_to, fragment),
                has_fragment=_has_fragment(visit, fragment, known),
                has_https=has_https,
            )
            for address, fragment in named.items()
        }

    def _has_https(self, visit: _Visit) -> bool | None:
        """Whether a page that works in plain http is there with https too."""
        if _is_secure(visit.page) or not 200 <= visit.reply.status < 300:
            return None
        twin = secured(visit.page)
        if visit.final == twin:
            return True
        try:
            return self._visit(twin, tries=1).is_good_and_secure
        except NoAnswerError:
            return False

    def _visit(
        self,
        page: str,
        *,
        method: Method = "HEAD",
        tries: int | None = None,
        is_robots: bool = False,
        wants_body: Callable[[Mapping[str, str]], bool] | None = None,
    ) -> _Visit:
        """Follows the page's redirects to their end. Raises NoAnswerError."""
        deadline = time.monotonic() + self._limits.whole
        steps: list[tuple[int, str]] = []
        address, seen = page, set[str]()
        while True:
            url = _parsed(address)
            if url.url in seen:
                raise NoAnswerError(f"redirect loop: {address} leads back to itself")
            seen.add(url.url)
            if len(steps) > self._limits.redirects:
                raise NoAnswerError(f"more than {self._limits.redirects} redirects")
            if not is_robots and not self._robots_of(url).can_fetch(AGENT, url.url):
                raise NoAnswerError("robots.txt of the host forbids it", "not-asked")
            method, reply = self._reply(
                url, method, deadline, tries or self._limits.tries, wants_body or _is_page
            )
            location = reply.headers.get("Location")
            if reply.status not in _PERMANENT | _TEMPORARY or not location:
                return _Visit(page, method, reply, tuple(steps))
            address = _target(address, location)
            steps.append((reply.status, address))

    def _reply(
        self,
        url: Url,
        method: Method,
        deadline: float,
        tries: int,
        wants_body: Callable[[Mapping[str, str]], bool],
    ) -> tuple[Method, Reply]:
        """The reply to one address, and to which method, after as many tries as are needed."""
        host, port = self._host(url), url.port or (443 if url.scheme == "https" else 80)
        numbers = host.numbers(port)
        tried = 1
        while True:
            waiting = self._limits.back_off * 2 ** (tried - 1)
            may_retry = tried < tries
            try:
                with host.turn(port, deadline, self._limits.pause):
                    reply = request(
                        method,
                        url,
                        numbers[(tried - 1) % len(numbers)],
                        context=self._context,
                        limits=self._limits,
                        deadline=deadline,
                        wants_body=wants_body,
                    )
            except NoAnswerError as error:
                if error.is_of_host:
                    host.failed(port, str(error), self._limits.tries)
                may_retry = may_retry and time.monotonic() + waiting < deadline
                if not error.may_pass or not may_retry:
                    raise
                method = "GET"
            else:
                if method == "HEAD" and reply.status >= 400 and reply.status not in _BUSY:
                    method = "GET"  # many hosts know no HEAD, and say so in many ways
                    continue
                waiting = self._wanted_wait(reply, waiting)
                may_retry = may_retry and time.monotonic() + waiting < deadline
                if reply.status not in _RETRIED or not may_retry:
                    if reply.status == 429 and tries > 1:
                        why = "the host was left alone, since it had answered 429 to another page"
                        host.close(port, why)
                    return method, reply
            host.rest(waiting)
            tried += 1

    def _wanted_wait(self, reply: Reply, usual: float) -> float:
        """How many seconds to wait: what Retry-After says, as seconds or as a date, within limits.

        Source: RFC 9110, section 10.2.3.
        """
        words = reply.headers.get("Retry-After", "").strip()
        if reply.status not in _BUSY or not words:
            return usual
        try:
            wanted = (
                float(words)
                if words.isascii() and words.isdigit()
                else (email.utils.parsedate_to_datetime(words) - self._clock()).total_seconds()
            )
        except (ValueError, TypeError, OverflowError):
            return usual
        return min(max(wanted, 0.0), self._limits.longest_wait)

    def _host(self, url: Url) -> Host:
        name = (url.host or "").strip("[]")
        with self._lock:
            if name not in self._hosts:
                self._hosts[name] = Host(name, self._resolve, self._allowed)
            return self._hosts[name]

    def _robots_of(self, url: Url) -> RobotFileParser:
        """What the host's robots.txt forbids; one that is not there forbids nothing."""
        origin = (url.scheme or "", url.netloc or "")
        if origin not in self._robots:
            robots = RobotFileParser()
            lines: list[str] = []
            try:
                visit = self._visit(
                    f"{origin[0]}://{origin[1]}/robots.txt",
                    method="GET",
                    tries=1,
                    is_robots=True,
                    wants_body=lambda headers: True,
                )
                if visit.reply.status == 200:
                    lines = (visit.reply.body or b"").decode("utf-8", "replace").splitlines()
                robots.parse(lines)
            except (NoAnswerError, ValueError):
                robots = RobotFileParser()
                robots.parse([])
            self._robots[origin] = robots
        return self._robots[origin]


def refreshed(
    known: Mapping[str, Answer],
    addresses: Iterable[str],
    asker: Asker,
    now: datetime,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> dict[str, Answer]:
    """The answers to all addresses, of which only those are asked whose answer is bad or old.

    What the book no longer links to is left out. Raises OfflineError.
    """
    wanted = set(addresses)
    kept = {a: known[a] for a in wanted if a in known and is_fresh(known[a], now)}
    return kept | asker.ask(wanted - kept.keys(), told)


def is_fresh(answer: Answer, now: datetime) -> bool:
    """Whether an answer is good and of the last days. What robots.txt forbids may stay so too."""
    is_good = answer.works and answer.has_fragment is not False
    age = now - answer.asked
    return (is_good or answer.failure == "not-asked") and timedelta(0) <= age < FRESH


def _is_secure(address: str) -> bool:
    return address[:6].lower() == "https:"


def _parsed(address: str) -> Url:
    """The address in the characters that HTTP knows, without credentials and fragment."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        if not host.isascii():  # for which parse_url would want another package
            host = host.encode("idna").decode()
        name = f"[{host}]" if ":" in host else host
        place = name if port is None else f"{name}:{port}"
        url = parse_url(urlunsplit((parts.scheme, place, parts.path or "/", parts.query, "")))
    except ValueError as error:
        raise NoAnswerError(f"{address} is no address of the web") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise NoAnswerError(f"{address} is no address of the web")
    return url


def _host_of(address: str) -> str:
    try:
        return _parsed(address).host or ""
    except NoAnswerError:
        return ""


def _target(address: str, location: str) -> str:
    """Where a redirect leads. http.client reads a header as Latin-1, what it means is UTF-8."""
    words = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        target = urljoin(address, words)
        scheme = urlsplit(target).scheme
    except ValueError as error:
        raise NoAnswerError("redirects to what is no address of the web") from error
    if scheme not in {"http", "https"}:
        raise NoAnswerError(f"redirects to {scheme}:, which is not of the web")
    return target


def _redirect(visit: _Visit) -> Literal["permanent", "temporary"] | None:
    if not visit.steps:
        return None
    return "permanent" if visit.steps[0][0] in _PERMANENT else "temporary"


def _is_page(headers: Mapping[str, str]) -> bool:
    return fragments.is_page(headers.get("Content-Type", ""))


def _names(visit: _Visit) -> frozenset[str] | None:
    """All names in the page, or None where it is no HTML, or was not read whole."""
    reply = visit.reply
    if reply.status != 200 or not _is_page(reply.headers) or reply.body is None:
        return None
    return fragments.names(reply.body, reply.headers.get("Content-Type", ""))


def _has_fragment(visit: _Visit, fragment: str, known: frozenset[str] | None) -> bool | None:
    """Whether the page has the fragment; a redirect with one of its own leads elsewhere."""
    is_own = any("#" in target for _, target in visit.steps)
    if known is None or is_own or not fragments.can_be_looked_for(fragment):
        return None
    return fragments.is_among(fragment, known)


def _with_fragment(target: str, fragment: str) -> str:
    """A redirect's target; it keeps the link's fragment if it has none of its own."""
    return target if "#" in target or not fragment else f"{target}#{fragment}"
