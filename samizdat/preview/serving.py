"""The server of a preview: for browsers of this machine alone, and for what the desk shows.

No address of a request ever becomes the name of a file. A page of the web can't read what is
served here: other names than those of this machine are refused, so that a name of the web that
leads here (DNS rebinding) is, and no other page may put ours into a frame or a script.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from samizdat.preview import page
from samizdat.preview.desk import Desk
from samizdat.preview.printed_pages import Drawer
from samizdat.stylesheets import HOUSE

HOST = "127.0.0.1"

PORT = 8417
"""Where a preview is served unless another port is asked for; no common service has it."""

_FILES = {
    "preview.css",
    "preview.js",
    *(f"preview-{part}.js" for part in ("blocks", "marks", "pages", "sides")),
}
"""What the page is made of, from the folder of styles."""

_NAMES = (HOST, "localhost")

# Styles within a page are those of a text, which our script reads before it goes into its frame.
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src data:; frame-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'"
)
# That of the web edition stands in its own head; it may be shown in our frame and in no other.
_POLICY_OF_TEXT = "frame-ancestors 'self'"

_HTML = "text/html; charset=utf-8"


class Server(ThreadingHTTPServer):
    """Serves what a desk shows. Raises OSError where the port is in use."""

    daemon_threads = True
    # Another server on the port must be seen, as it would not be with the flag that Windows has.
    allow_reuse_port = False

    def __init__(self, desk: Desk, port: int) -> None:
        self.desk = desk
        self.drawer = Drawer()
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        """What is typed into a browser."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that has gone away is nothing to tell of."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "samizdat", ""

    def do_GET(self) -> None:
        """Answers a browser."""
        if not self._is_from_here():
            self._refuse(HTTPStatus.FORBIDDEN, "this preview answers browsers of its own machine")
            return
        try:
            self._answer()
        except ConnectionError:
            raise
        # What nobody foresaw is told in a sentence too.
        except Exception as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, f"samizdat stumbled: {error}")

    def _answer(self) -> None:
        split = urlsplit(self.path)
        parts = [unquote(part) for part in split.path.split("/")[1:]]
        match parts:
            case [""]:
                self._lead_to(self.server.desk.first)
            case [name] if name in _FILES:
                kind = "text/css" if name.endswith(".css") else "text/javascript"
                self._send((HOUSE / name).read_bytes(), f"{kind}; charset=utf-8")
            case ["events"]:
                self._events(parse_qs(split.query).get("locale", []))
            case [locale, *rest] if locale in self.server.desk.locales():
                self._of_locale(locale, rest)
            case _:
                self._refuse(HTTPStatus.NOT_FOUND, "there is nothing here")

    def _of_locale(self, locale: str, rest: list[str]) -> None:
        desk = self.server.desk
        match rest:
            case []:
                self._lead_to(locale)
            case [""] | ["beside", ""]:
                all_locales = desk.locales()
                original = all_locales[0]
                has_source = rest[0] == "beside" and locale != original
                beside = desk.shown(original) if has_source else None
                self._send(page.whole(desk.shown(locale), all_locales, beside), _HTML)
            case ["text"]:
                shown = desk.shown(locale)
                text = shown.text.page if shown.text else page.nothing_yet(shown)
                self._send(text, _HTML, _POLICY_OF_TEXT)
            case ["news"]:
                self._news(locale)
            case ["panel"]:
                self._send(page.panel(desk.known(locale)), _HTML)
            case ["printed", digest, name]:
                self._picture(locale, digest, name)
            case _:
                self._refuse(HTTPStatus.NOT_FOUND, "there is nothing here")

    def _news(self, locale: str) -> None:
        """The text with what the script has to know of it."""
        shown = self.server.desk.known(locale)
        told = {
            "texts": shown.texts,
            "version": shown.version,
            "changed": shown.changed,
            "page": shown.text.page if shown.text else "",
            "pairs": shown.pairs,
        }
        self._send(json.dumps(told, ensure_ascii=False), "application/json; charset=utf-8")

    def _picture(self, locale: str, digest: str, name: str) -> None:
        shown = self.server.desk.known(locale)
        book = next(
            (one for one in (shown.printed, shown.before) if one and one.digest == digest), None
        )
        number, _, ending = name.partition(".")
        if book is None or ending != "png" or not number.isdecimal():
            self._refuse(HTTPStatus.NOT_FOUND, "these pages have been set anew")
            return
        try:
            picture = self.server.drawer.picture(book, int(number))
        except ValueError:
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such page")
            return
        self._send(picture, "image/png", kept="private, max-age=86400, immutable")

    def _events(self, wanted: list[str]) -> None:
        desk = self.server.desk
        known = [one for one in wanted if one in desk.locales()]
        with desk.hub.listening() as events, desk.wanted(known):
            self._begin(HTTPStatus.OK, "text/event-stream; charset=utf-8", None)
            self.close_connection = True
            for event in events:
                self.wfile.write(event.encode())
                self.wfile.flush()

    def _is_from_here(self) -> bool:
        """Whether the browser asked for this machine by its own name, and for a page of ours."""
        port = self.server.server_port
        hosts = {f"{name}:{port}" for name in _NAMES} | (set(_NAMES) if port == 80 else set())
        return (
            self.headers.get("Host", "").lower() in hosts
            and self.headers.get("Sec-Fetch-Site", "none") != "cross-site"
        )

    def _lead_to(self, locale: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", f"{page.language(locale).address}/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _refuse(self, status: HTTPStatus, sentence: str) -> None:
        octets = f"{sentence}\n".encode()
        self._begin(status, "text/plain; charset=utf-8", len(octets))
        self.wfile.write(octets)

    def _send(
        self, content: str | bytes, kind: str, policy: str = _POLICY, kept: str = "no-store"
    ) -> None:
        # The name of a file may hold octets that are no characters.
        octets = content.encode("utf-8", "replace") if isinstance(content, str) else content
        self._begin(HTTPStatus.OK, kind, len(octets), policy, kept)
        self.wfile.write(octets)

    def _begin(
        self,
        status: HTTPStatus,
        kind: str,
        length: int | None,
        policy: str = _POLICY,
        kept: str = "no-store",
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", kept)
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing is told of requests."""
