"""`check --online` asks the web politely and tells what it said; without it no socket is opened.

The web is a server on loopback here, which has many names and every fault that a host can have.
"""

from __future__ import annotations

import datetime
import ipaddress
import json
import re
import shutil
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import trustme

from samizdat import cli, graph
from samizdat.press import Press
from samizdat.rules import run
from samizdat.scanner import TextFile
from samizdat.source import read_source
from samizdat.web_links import PATH, Answer, dump, load, secured, web_links
from samizdat.web_links.asking import FRESH, Asker, OfflineError, is_fresh, refreshed
from samizdat.web_links.networks import is_public
from samizdat.web_links.request import Limits

from .conftest import FACTS, HERE, MakeBook, samizdat
from .test_hostile_input import Listener

NOON = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
QUICK = Limits(
    connect=2, read=0.2, whole=2, back_off=0.02, longest_wait=0.2, pause=0.005, octets=50_000
)
PAGE = """<title>Letters</title><p id="one">A<p><a name="two">B</a><p id="vier und fünf">C
<p id="user-content-six">D""".encode()
DETOURS = {
    "/moved": (301, "/good"),
    "/kept": (308, "/good"),
    "/found": (302, "/good"),
    "/other": (303, "/good"),
    "/held": (307, "/good"),
    "/twice": (301, "/found"),
    "/loop": (302, "/back"),
    "/back": (302, "/loop"),
    "/mail": (301, "mailto:ana@example.org"),
    "/nowhere": (301, "http://[broken/"),
    "/inside": (302, "http://10.0.0.1/"),
    "/own": (301, "/page#one"),
    "/cyrillic": (301, "/письма".encode().decode("latin-1")),
    "/escape": (301, "/good?\x1b[2J"),
}


class Handler(BaseHTTPRequestHandler):
    """Answers by path; `/busy/…`, `/broken/…` recover when they have been asked often enough."""

    server: Web

    def do_HEAD(self) -> None:  # the library's name
        """Answers as to GET, without a body."""
        self.answer()

    def do_GET(self) -> None:
        """Answers."""
        self.answer()

    def answer(self) -> None:
        """What the path asks for."""
        with self.server.lock:
            self.server.requests.append((self.command, self.path, dict(self.headers)))
            self.server.times.append((self.headers["Host"].partition(":")[0], time.monotonic()))
            count = sum(path == self.path for _, path, _ in self.server.requests)
        path, _, number = self.path.rpartition("/")
        if self.path == "/robots.txt":
            self.say(200 if self.server.robots else 404, self.server.robots, "text/plain")
        elif self.path in DETOURS:
            status, target = DETOURS[self.path]
            self.say(status, headers={"Location": target})
        elif self.path == "/secured" and not isinstance(self.connection, ssl.SSLSocket):
            self.say(301, headers={"Location": f"https://{self.headers['Host']}/secured"})
        elif path == "/stairs":
            self.say(301, headers={"Location": f"/stairs/{int(number) + 1}"})
        elif path == "/busy":
            wait = {"Retry-After": number} if number.isdigit() else {"Retry-After": self.soon()}
            self.say(429 if count == 1 else 200, headers=wait)
        elif path.strip("/").isdigit():
            self.say(int(path.strip("/")))
        elif self.path == "/no-head":
            self.say(405 if self.command == "HEAD" else 200)
        elif self.path == "/recovers":
            self.say(502 if count < 3 else 200)
        elif self.path == "/hangs":
            self.server.over.wait(5)
        elif path == "/drips":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.flush_headers()
            while not self.server.over.wait(0.05):
                self.wfile.write(b"X-Drop: 1\r\n" + b"\r\n" * (number == "body"))
                self.wfile.flush()
        elif self.path == "/bomb":
            packer = zlib.compressobj(9)
            bomb = b"".join(
                [*(packer.compress(bytes(100_000)) for _ in range(500)), packer.flush()]
            )
            self.say(200, bomb, headers={"Content-Encoding": "deflate"})
        elif self.path == "/babble":
            self.wfile.write(b"220 mail.example ESMTP\r\n")
        elif self.path == "/scan.pdf":
            self.say(200, PAGE, "application/pdf")
        elif self.path == "/long":
            self.say(200, b"<p>" * 50_000 + PAGE)
        elif self.path == "/slowly":
            time.sleep(0.05)
            self.say(200)
        else:
            self.say(200, PAGE, headers={"Set-Cookie": "a=b"})

    def say(
        self,
        status: int,
        body: bytes = b"",
        kind: str = "text/html; charset=utf-8",
        headers: dict[str, str] | None = None,
    ) -> None:
        """Sends an answer."""
        self.send_response(status)
        for name, value in {"Content-Type": kind, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def soon(self) -> str:
        """A date a little from now, as HTTP writes it."""
        moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=2)
        return f"{moment:%a, %d %b %Y %H:%M:%S} GMT"

    def log_message(self, format: str, *args: object) -> None:
        """Tells nobody."""


class Web(ThreadingHTTPServer):
    """A server on loopback that speaks HTTP, and TLS with it where it has a certificate."""

    daemon_threads = True

    def __init__(self, certificate: trustme.LeafCert | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.times: list[tuple[str, float]] = []
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.robots = b""
        self.context: ssl.SSLContext | None = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(self.context)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Speaks TLS where the first octet is that of a handshake."""
        request.settimeout(5)
        if self.context and request.recv(1, socket.MSG_PEEK) == b"\x16":  # a TLS handshake
            with self.context.wrap_socket(request, server_side=True) as secure:
                Handler(secure, client_address, self)
        elif not self.context or request.recv(1, socket.MSG_PEEK):
            Handler(request, client_address, self)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some of the tests want."""

    def url(self, path: str, host: str = "one.example", scheme: str = "http") -> str:
        """An address of this server under one of its many names."""
        return f"{scheme}://{host}:{self.server_port}{path}"

    def asked(self, path: str = "") -> list[str]:
        """The methods by which a path was asked for, or all requests but those of robots.txt."""
        return [
            method if path else f"{method} {one}"
            for method, one, _ in self.requests
            if (one == path if path else one != "/robots.txt")
        ]

    def stop(self) -> None:
        """Lets go of those who wait, and stops."""
        self.over.set()
        self.shutdown()
        self.server_close()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """An authority that the asker believes."""
    return trustme.CA()


@pytest.fixture
def web() -> Iterator[Web]:
    """A server that speaks plain http only."""
    server = Web()
    yield server
    server.stop()


def everything_is_here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def asker(authority: trustme.CA | None = None, **options: Any) -> Asker:
    context = ssl.create_default_context()
    if authority:
        authority.configure_trust(context)
    wanted = {
        "clock": lambda: NOON,
        "limits": QUICK,
        "context": context,
        "allowed": [LOOPBACK],
        "resolve": everything_is_here,
    }
    return Asker(**{**wanted, **options})


def ask(*addresses: str, **options: Any) -> list[Answer]:
    answers = asker(**options).ask(addresses)
    return [answers[address] for address in addresses]


@pytest.mark.parametrize(
    ("path", "status", "redirect", "asked"),
    [
        ("/good", 200, None, ["HEAD /good"]),
        ("/moved", 200, "permanent", ["HEAD /moved", "HEAD /good"]),
        ("/kept", 200, "permanent", ["HEAD /kept", "HEAD /good"]),
        ("/found", 200, "temporary", ["HEAD /found", "HEAD /good"]),
        ("/other", 200, "temporary", ["HEAD /other", "HEAD /good"]),
        ("/held", 200, "temporary", ["HEAD /held", "HEAD /good"]),
        ("/twice", 200, "permanent", ["HEAD /twice", "HEAD /found", "HEAD /good"]),
        ("/404/", 404, None, ["HEAD /404/", "GET /404/"]),
        ("/410/", 410, None, ["HEAD /410/", "GET /410/"]),
        ("/403/", 403, None, ["HEAD /403/", "GET /403/"]),
        ("/no-head", 200, None, ["HEAD /no-head", "GET /no-head"]),
        ("/429/", 429, None, ["HEAD /429/"] * 3),
        ("/503/", 503, None, ["HEAD /503/"] * 3),
        ("/500/", 500, None, ["HEAD /500/"] + ["GET /500/"] * 3),
        ("/recovers", 200, None, ["HEAD /recovers", "GET /recovers", "GET /recovers"]),
    ],
)
def test_what_a_host_answers_is_recorded(
    web: Web, path: str, status: int, redirect: str | None, asked: list[str]
) -> None:
    (answer,) = ask(web.url(path))
    assert (answer.status, answer.redirect, answer.failure) == (status, redirect, None)
    assert answer.asked == NOON
    assert answer.final == web.url("/good" if redirect else path)
    assert web.asked() == asked


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/hangs", "time-out"),
        ("/babble", "the connection broke off, or the answer is no HTTP"),
        ("/loop", "redirect loop: {web}/loop leads back to itself"),
        ("/stairs/1", "more than 10 redirects"),
        ("/mail", "redirects to mailto:, which is not of the web"),
        ("/nowhere", "redirects to what is no address of the web"),
    ],
)
def test_why_there_is_no_answer_is_recorded_in_words(web: Web, path: str, reason: str) -> None:
    (answer,) = ask(web.url(path))
    assert answer.status is None
    assert answer.failure == "no-answer"
    assert answer.reason == reason.format(web=web.url(""))


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("part", ["head", "body"])
def test_a_host_that_sends_a_little_now_and_then_is_cut_off(
    part: str, scheme: str, authority: trustme.CA
) -> None:
    web = Web(authority.issue_cert("one.example"))
    limits = replace(QUICK, read=0.5, whole=0.4)
    (answer,) = ask(
        web.url(f"/drips/{part}#one", scheme=scheme), limits=limits, authority=authority
    )
    assert (answer.failure, answer.reason) == ("no-answer", "time-out")
    web.stop()


def test_a_page_that_unpacks_to_too_much_is_not_unpacked(web: Web) -> None:
    tracemalloc.start()
    (answer,) = ask(web.url("/bomb#one"), limits=replace(QUICK, whole=5, read=2))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (answer.status, answer.has_fragment) == (200, None)
    assert most < 5_000_000


def test_a_host_at_which_nobody_listens_is_given_up_for_all_its_pages() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    answers = ask(
        *(f"http://one.example:{port}/{number}" for number in range(20)),
        limits=replace(QUICK, back_off=0.1),
    )
    assert {answer.reason for answer in answers} == {"the host refuses connections"}


def test_a_host_that_says_nothing_is_tried_three_times(web: Web) -> None:
    (answer,) = ask(web.url("/hangs"))
    assert answer.reason == "time-out"
    assert web.asked("/hangs") == ["HEAD", "GET", "GET"]


def test_a_connection_that_breaks_off_is_tried_three_times() -> None:
    listener = Listener()
    address = f"{listener.address}/a"
    (answer,) = ask(address)
    listener.socket.close()
    assert answer.reason == "the connection broke off, or the answer is no HTTP"
    assert listener.calls == 4  # robots.txt, which is tried once, and the page


def test_a_name_that_is_unknown_is_told_from_one_that_can_not_be_looked_up_now(web: Web) -> None:
    def resolve(host: str, port: int) -> list[str]:
        if host == "one.example":
            return ["127.0.0.1"]
        raise socket.gaierror(
            socket.EAI_AGAIN if host == "later.example" else socket.EAI_NONAME, "in words"
        )

    _, unknown, later = ask(
        web.url("/good"), "http://no.example/", "http://later.example/", resolve=resolve
    )
    assert (unknown.failure, unknown.reason) == ("no-host", "there is no host no.example")
    assert later.failure == "no-answer"


def test_nothing_is_recorded_where_no_host_at_all_is_found() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "in words")

    with pytest.raises(OfflineError):
        ask("https://one.example/", "https://two.example/", resolve=resolve)


@pytest.mark.parametrize(
    "address",
    ["http://", "http://[1/", "http://a:b/", "http://one.example:99999/", "http:"],
)
def test_an_address_that_is_none_gets_a_reason_and_no_request(address: str) -> None:
    (answer,) = ask(address)
    assert answer.failure == "no-answer"
    assert answer.reason
    assert answer.reason.endswith(" is no address of the web")


def test_letters_beyond_ascii_are_sent_as_hosts_want_them(web: Web) -> None:
    names: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        names.append(host)
        return ["127.0.0.1"]

    (answer,) = ask(web.url("/straße?f=ü", host="bücher.example"), resolve=resolve)
    assert answer.status == 200
    assert names == ["xn--bcher-kva.example"]
    assert web.asked() == ["HEAD /stra%C3%9Fe?f=%C3%BC"]
    (answer,) = ask(web.url("/cyrillic"))
    assert answer.moved_to == web.url("/письма")
    assert answer.status == 200


def test_what_would_move_a_terminals_cursor_is_not_recorded(web: Web) -> None:
    (answer,) = ask(web.url("/escape"))
    assert answer.moved_to == web.url("/good?%1B[2J")


def test_a_fragment_is_looked_for_in_the_page_which_is_fetched_once(web: Web) -> None:
    names = [
        "one",
        "two",
        "three",
        "vier%20und%20f%C3%BCnf",
        "six",
        "",
        "top",
        ":~:text=A",
        "/route",
    ]
    answers = ask(*(web.url(f"/page#{name}") for name in names))
    found = [answer.has_fragment for answer in answers]
    assert found == [True, True, False, True, True, None, None, None, None]
    assert web.asked() == ["GET /page"]


def test_a_fragment_is_looked_for_in_whole_pages_of_html_only(web: Web) -> None:
    scan, long, own, moved = ask(
        *(web.url(f"{path}#three") for path in ("/scan.pdf", "/long", "/own", "/moved"))
    )
    assert [one.has_fragment for one in (scan, long, own, moved)] == [None, None, None, False]
    assert own.moved_to == web.url("/page#one")
    assert moved.moved_to == web.url("/good#three")


@pytest.mark.parametrize(("path", "least", "most"), [("/busy/0", 0, 0.15), ("/busy/9", 0.18, 0.9)])
def test_a_busy_host_is_left_alone_for_as_long_as_it_says_within_limits(
    web: Web, path: str, least: float, most: float
) -> None:
    (answer,) = ask(web.url(path))
    assert answer.status == 200
    first, second = [when for _, when in web.times][-2:]
    assert least <= second - first <= most


def test_a_busy_host_may_also_name_the_time_when_it_is_free(web: Web) -> None:
    (answer,) = ask(web.url("/busy/date"), clock=lambda: datetime.datetime.now(datetime.UTC))
    assert answer.status == 200
    first, second = [when for _, when in web.times][-2:]
    assert second - first >= 0.18


def test_a_host_that_stays_busy_is_asked_for_no_other_page(web: Web) -> None:
    first, second = ask(web.url("/429/"), web.url("/good"))
    assert first.status == 429
    assert (second.failure, second.reason) == (
        "no-answer",
        "the host was left alone, since it had answered 429 to another page",
    )
    assert web.asked("/good") == []


def test_a_host_is_asked_one_thing_at_a_time_and_hosts_side_by_side(web: Web) -> None:
    limits = replace(QUICK, pause=0.05)
    hosts = [f"{name}.example" for name in ("one", "two", "three", "four")]
    ask(*(web.url(f"/slowly?{n}", host) for n in range(3) for host in hosts), limits=limits)
    for host in hosts:
        times = [when for name, when in web.times if name == host]
        assert len(times) == 4  # robots.txt, and three pages
        assert all(later - one >= 0.04 for one, later in pairwise(times))
    begin, end = min(when for _, when in web.times), max(when for _, when in web.times)
    assert end - begin < 4 * 4 * 0.1


def test_a_host_is_told_who_asks_and_nothing_else(web: Web) -> None:
    address = web.url("/good").replace("one.example", "ana:secret@one.example")
    ask(address, web.url("/found"))
    for _, _, headers in web.requests:
        assert re.fullmatch(r"samizdat/[\d.]+ \(link check of a book\)", headers["User-Agent"])
        assert headers.keys() <= {"Host", "User-Agent", "Accept", "Connection", "Accept-Encoding"}
        assert headers["Host"] == f"one.example:{web.server_port}"


def test_what_robots_txt_forbids_is_not_asked(web: Web) -> None:
    web.robots = b"User-agent: samizdat\nDisallow: /private\n"
    shut, open_ = ask(web.url("/private/list"), web.url("/list"))
    assert (shut.failure, shut.reason) == ("not-asked", "robots.txt of the host forbids it")
    assert open_.status == 200
    assert web.asked() == ["HEAD /list"]
    assert web.asked("/robots.txt") == ["GET"]


PRIVATE = """
127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1
255.255.255.255 240.0.0.1 ::1 :: fe80::1 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
64:ff9b::7f00:1 2002:7f00:1:: fe80::1%eth0 nonsense
"""


@pytest.mark.parametrize("number", PRIVATE.split())
def test_no_private_network_is_asked(number: str) -> None:
    assert not is_public(number)
    (answer,) = ask("http://one.example/", allowed=[], resolve=lambda *_: [number])
    assert answer.reason == "one.example is in a private network, which is not asked"


@pytest.mark.parametrize(
    "number", ["93.184.215.14", "2606:2800:21f::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_the_public_network_is_asked(number: str) -> None:
    assert is_public(number)


def test_a_redirect_into_a_private_network_is_not_followed(web: Web) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return [host if host == "10.0.0.1" else "127.0.0.1"]

    (answer,) = ask(web.url("/inside"), resolve=resolve)
    assert answer.reason == "10.0.0.1 is in a private network, which is not asked"


def test_a_name_is_looked_up_once_so_that_it_can_not_change_its_address(web: Web) -> None:
    looked_up: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.1"]

    answers = ask(web.url("/good"), web.url("/moved"), resolve=resolve)
    assert [answer.status for answer in answers] == [200, 200]
    assert looked_up == ["one.example"]


def broken_certificates() -> dict[str, Callable[[trustme.CA], trustme.LeafCert]]:
    long_ago = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    return {
        "unknown authority": lambda authority: trustme.CA().issue_cert("one.example"),
        "expired": lambda authority: authority.issue_cert("one.example", not_after=long_ago),
        "other name": lambda authority: authority.issue_cert("two.example"),
    }


@pytest.mark.parametrize("kind", broken_certificates())
def test_a_broken_certificate_is_not_believed(kind: str, authority: trustme.CA) -> None:
    web = Web(broken_certificates()[kind](authority))
    (answer,) = ask(web.url("/good", scheme="https"), authority=authority)
    web.stop()
    assert answer.status is None
    assert answer.reason
    assert answer.reason.startswith("broken certificate: ")
    assert web.requests == []


def test_whether_plain_http_could_be_https_is_found_out(authority: trustme.CA, web: Web) -> None:
    secure = Web(authority.issue_cert("one.example"))
    both, downgraded, lost, only = ask(
        secure.url("/good"),
        secure.url("/nowhere"),
        secure.url("/404/"),
        web.url("/good"),
        authority=authority,
    )
    (already,) = ask(secure.url("/good", scheme="https"), authority=authority)
    secure.stop()
    assert [one.has_https for one in (both, downgraded, lost, only, already)] == [
        True,
        None,
        None,
        False,
        None,
    ]
    assert secure.asked("/good") == ["HEAD"] * 3


def test_a_page_that_goes_over_to_https_by_itself_is_not_asked_twice(
    authority: trustme.CA,
) -> None:
    web = Web(authority.issue_cert("one.example"))
    (answer,) = ask(web.url("/secured"), authority=authority)
    web.stop()
    assert answer.has_https
    assert answer.moved_to == web.url("/secured", scheme="https")
    assert web.asked() == ["HEAD /secured", "HEAD /secured"]


def an_answer(days: float = 0, **facts: Any) -> Answer:
    return Answer(asked=NOON - datetime.timedelta(days=days), **facts)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (an_answer(status=200), True),
        (an_answer(6.9, status=204), True),
        (an_answer(FRESH.days, status=200), False),
        (an_answer(-1, status=200), False),
        (an_answer(status=404), False),
        (an_answer(status=200, has_fragment=False), False),
        (an_answer(failure="no-answer", reason="time-out"), False),
        (an_answer(failure="not-asked"), True),
    ],
)
def test_good_answers_are_believed_for_a_week_and_bad_ones_not_at_all(
    answer: Answer, expected: bool
) -> None:
    assert is_fresh(answer, NOON) is expected


def test_only_what_is_bad_or_old_is_asked_again_and_what_the_book_has_not_is_dropped(
    web: Web,
) -> None:
    good, bad, gone = web.url("/good"), web.url("/bad"), web.url("/gone")
    known = {
        good: an_answer(1, status=200),
        bad: an_answer(1, status=404),
        gone: an_answer(status=200),
    }
    answers = refreshed(known, [good, bad], asker(), NOON)
    assert web.asked() == ["HEAD /bad"]
    assert answers.keys() == {good, bad}
    assert answers[good] == known[good]
    assert (answers[bad].status, answers[bad].asked) == (200, NOON)


def test_the_same_answers_are_the_same_bytes(web: Web) -> None:
    paths = ["/page#one", "/moved", "/404/", "/hangs", "/page#two", "/loop"]
    first = dump(asker().ask(web.url(path) for path in paths))
    second = dump(asker().ask(web.url(path) for path in reversed(paths)))
    assert first == second
    assert list(json.loads(first)) == sorted(json.loads(first))
    assert load(TextFile(PATH, first)) == (asker().ask(web.url(path) for path in paths), [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "null",
        "[" * 99_999,
        '{"a": 1}',
        '{"a": {"asked": "today"}}',
        '{"a": {"asked": "2026-11-20T09:30:00Z", "status": "200"}}',
        '{"a": {"asked": "2026-11-20T09:30:00Z", "\\u001b[2J": 1}}',
    ],
)
def test_a_broken_cache_is_a_finding_and_knows_nothing(text: str, make_book: MakeBook) -> None:
    source = read_source(make_book("# A\n\n[A](https://one.example/)\n", {PATH: text}))
    assert source.web_answers == {}
    (finding,) = run(source)
    assert finding.code == "LK018"
    assert finding.location.path == PATH
    assert finding.message.isprintable()


def test_a_cache_outside_the_book_is_not_read(make_book: MakeBook, tmp_path: Path) -> None:
    book = make_book("# A\n\nA text.\n")
    (tmp_path / "other.json").write_text("{}")
    (book / PATH).symlink_to(tmp_path / "other.json")
    (finding,) = run(read_source(book))
    assert (finding.code, finding.message) == ("LK018", f"{PATH} leads out of the book folder")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://one.example/a:80/b", "https://one.example/a:80/b"),
        ("HTTP://one.example:80", "https://one.example"),
        ("http://one.example:80/", "https://one.example/"),
        ("http://one.example:8080/", "https://one.example:8080/"),
        ("https://one.example/", "https://one.example/"),
    ],
)
def test_the_same_address_with_https(address: str, expected: str) -> None:
    assert secured(address) == expected


def places(links: Iterable[Any]) -> list[str]:
    return [f"{link.location} {link.address}" for link in links]


def test_links_to_the_web_are_found_with_their_places() -> None:
    text = (
        "[a](https://one.example/a_(b) 'title') ![no](https://one.example/picture.png)\n"
        "[b][] <https://one.example/c> [no](mailto:ana@one.example) [no](#here) [d]\n"
        "[![no](a.png)](<https://one.example/e>) <a class=\"x\" href='HTTPS://one.example/f'>f</a>\n"
        "`<https://no.example/>` <!-- <https://no.example/> --> ![no][g]\n"
        "\n"
        "[b]: https://one.example/b\\*\n"
        "[d]: <https://one.example/d?a&amp;b>\n"
        "[g]: https://one.example/g.png\n"
    )
    assert places(web_links([TextFile("a.md", text)])) == [
        "a.md:1:5 https://one.example/a_(b)",
        "a.md:2:8 https://one.example/c",
        "a.md:3:17 https://one.example/e",
        "a.md:3:60 HTTPS://one.example/f",
        "a.md:6:6 https://one.example/b*",
        "a.md:7:7 https://one.example/d?a&b",
    ]


def test_the_source_of_the_metadata_is_a_link_where_it_is_an_address(make_book: MakeBook) -> None:
    facts = FACTS + "source: https://one.example/scan\n"
    book = make_book("A text.\n", {"metadata.yaml": facts})
    assert places(read_source(book).web_links) == [
        f"metadata.yaml:{FACTS.count(chr(10)) + 1}:1 https://one.example/scan"
    ]
    book = make_book("A text.\n", {"metadata.yaml": FACTS + "source: Ana, https://one.example\n"})
    assert read_source(book).web_links == ()


def test_without_online_no_socket_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*arguments: Any, **options: Any) -> Any:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    book = tmp_path / "book"
    shutil.copytree(HERE / "rules" / "LK013", book)
    before = (book / PATH).read_bytes()
    assert cli.main(["check", str(book)]) == 1
    told = capsys.readouterr().out
    assert "LK013 https://archive.example/list answered 404 on 2026-11-20" in told
    assert (book / PATH).read_bytes() == before


def test_online_gathers_the_links_of_all_languages_and_reaches_no_private_network(
    make_book: MakeBook,
) -> None:
    listener = Listener()
    book = make_book(
        f"# A\n\n[A]({listener.address}/a), [B](http://localhost:{listener.address[-5:]}/b).[^n]\n",
        {
            "manuscript/notes.md": f"[^n]: [C]({listener.address}/c)\n",
            "translations/fr/manuscript.md": f"# D\n\n[D]({listener.address}/d).[^n]\n",
            "translations/fr/metadata.yaml": "parity: free\n",
            PATH: dump({"https://dropped.example/": an_answer(status=200)}),
        },
    )
    done = samizdat("check", book, "--online", "--format", "json")
    listener.socket.close()
    assert listener.calls == 0
    assert done.stderr == "samizdat: 4 of 4 addresses of the web asked\n"
    found = json.loads(done.stdout)
    assert {one["code"] for one in found} == {"LK015"}
    assert [one["path"] for one in found] == [
        "manuscript/manuscript.md",
        "manuscript/manuscript.md",
        "manuscript/notes.md",
        "translations/fr/manuscript.md",
    ]
    assert "is in a private network, which is not asked" in found[0]["message"]
    assert done.returncode == 0
    answers, _ = load(TextFile(PATH, (book / PATH).read_text("utf-8")))
    assert len(answers) == 4


def test_a_new_answer_makes_the_check_run_again(make_book: MakeBook) -> None:
    book = make_book("A text.\n")

    def files() -> list[str]:
        tasks = graph.tasks(Press(book))
        (task,) = [t for t in tasks if (t["basename"], t.get("name")) == ("check", "en")]
        return [name for name in task["file_dep"] if name.endswith(PATH)]

    assert files() == []
    (book / PATH).write_text("{}")
    assert files() == [str(book / PATH)]
