"""`samizdat preview` as a person starts it, and a browser's lines to it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

PATIENCE = 300
"""Seconds after which what was waited for will not come."""


def until(seen: Callable[[], Any], what: str = "it") -> Any:
    """The first answer that is true."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := seen():
            return found
        time.sleep(0.02)
    raise TimeoutError(f"{what} did not come within {PATIENCE} seconds")


class Line:
    """A line to the server on which it tells what is new."""

    def __init__(self, port: int, locales: tuple[str, ...]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        words = "&".join(f"locale={quote(one)}" for one in locales)
        self.connection.request("GET", f"/events?{words}")
        self.answer = self.connection.getresponse()
        self.answer.readline()  # how soon a browser asks again

    def next(self) -> tuple[str, str]:
        """The locale and the kind of the next event."""
        while True:
            line = self.answer.readline()
            if not line:
                raise EOFError
            if line.startswith(b"data: "):
                event = json.loads(line[6:])
                return event["locale"], event["kind"]

    def until(self, kind: str, locale: str = "en") -> list[str]:
        """The kinds of the events of a locale up to one of that kind, this included."""
        found = []
        while kind not in found:
            where, what = self.next()
            found += [what] * (where == locale)
        return found

    def close(self) -> None:
        """Hangs up."""
        self.connection.close()


class Preview:
    """A preview at work."""

    def __init__(self, process: subprocess.Popen[str], mark: str) -> None:
        self.process = process
        self.mark = mark
        assert process.stdout is not None
        self.said = process.stdout.readline()
        self.port = int(self.said.split("/")[2].partition(":")[2]) if "http" in self.said else 0

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET"
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and content of an answer; `Host` is ours if it is not given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host=True)
        for name, value in ({"Host": f"127.0.0.1:{self.port}"} | dict(headers or {})).items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), content

    def text(self, path: str) -> str:
        """The content of what has to be there."""
        status, _, content = self.ask(path)
        assert status == 200, content
        return content.decode()

    def news(self, locale: str = "en") -> dict[str, Any]:
        """The text of a locale, and what changed in it."""
        found: dict[str, Any] = json.loads(self.text(f"/{quote(locale)}/news"))
        return found

    def settled(self, locale: str = "en") -> None:
        """Waits until all that follows a text is done, so that what is told next is of another."""
        before, since = "", time.monotonic()
        while not before or time.monotonic() < since + 2:
            now = f"{self.news(locale)['version']} {self.text(f'/{quote(locale)}/panel')}"
            if now != before or "being set" in now:
                before, since = now, time.monotonic()
            time.sleep(0.1)

    def listen(self, *locales: str) -> Line:
        """A browser that has a page open and is told of what is new."""
        return Line(self.port, locales)

    def interrupt(self) -> int:
        """Ends it as Ctrl-C does; its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def processes(self) -> list[str]:
        """What runs of it, by what it inherited from us."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (folder / "environ").read_bytes():
                    found.append((folder / "cmdline").read_text("utf-8", "replace"))
            except OSError:
                continue
        return found


@contextmanager
def previewing(book: Path, *options: str) -> Iterator[Preview]:
    """A preview of a book at a free port, ended behind the `with` if it still runs.

    However it ended, it has to leave no temporary files.
    """
    mark = f"PREVIEWED_BY={uuid.uuid4()}"
    name, _, value = mark.partition("=")
    with (
        TemporaryDirectory() as aside,
        subprocess.Popen(
            [sys.executable, "-m", "samizdat", "preview", str(book), "--no-browser", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, name: value, "TMPDIR": aside},
        ) as process,
    ):
        try:
            yield Preview(process, mark)
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)
            until(lambda: not _left(Path(aside)), "an empty folder for temporary files")
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    process.kill()


def _left(aside: Path) -> list[Path]:
    """What is left in a folder for temporary files, beside the socket of a preview killed."""
    return [path for path in aside.iterdir() if not path.name.startswith("pymp-")]


def save(book: Path, text: str, path: str = "manuscript/manuscript.md") -> None:
    """Writes a file as an editor does, which puts the new one in the place of the old."""
    target = book / path
    other = target.with_name(f"{target.name}~")
    other.write_text(text, "utf-8")
    other.replace(target)
