"""A text that somebody sent in reads nothing outside its book, and the network is never touched."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from samizdat.stylesheets import house_script

from .conftest import FACTS, MakeBook, samizdat

SECRET = "what stands in a file above the book"  # noqa: S105  # no password


class Listener:
    """A server on loopback that counts who calls, and answers nobody."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.calls = 0
        self.thread = threading.Thread(target=self._count, daemon=True)
        self.thread.start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def stop(self) -> None:
        """Stops the thread as well, which the closing of the socket alone would not wake."""
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A listener that stops with the test."""
    server = Listener()
    yield server
    server.stop()


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">{}</svg>'
# What is read: a file of the system, a file above the book, an address on the web.
TARGETS = {"passwd": "/etc/passwd", "above": "../../secret.png", "web": "{web}/a.png"}
# How: the manuscript and the other files of the book.
WAYS: dict[str, dict[str, str]] = {
    "image": {"manuscript/manuscript.md": "![A]({target})\n"},
    "html image": {"manuscript/manuscript.md": '<img src="{target}" alt="A">\n'},
    "html object": {"manuscript/manuscript.md": '<object data="{target}"></object>\n'},
    "html style": {
        "manuscript/manuscript.md": '<p style="background: url({target})">A</p>\n',
    },
    "html in a raw block": {
        "manuscript/manuscript.md": '```{{=html}}\n<iframe src="{target}"></iframe>\n```\n',
    },
    "attribute": {"manuscript/manuscript.md": '[A]{{style="background: url({target})"}}\n'},
    "svg image": {
        "manuscript/manuscript.md": "![A](a.svg)\n",
        "manuscript/a.svg": SVG.format('<image x:href="{target}"/>'),
    },
    "svg style": {
        "manuscript/manuscript.md": "![A](a.svg)\n",
        "manuscript/a.svg": SVG.format("<style>@import url({target});</style>"),
    },
    "css url": {
        "manuscript/manuscript.md": "A\n",
        "styles/print.css": "body {{ background: url({target}) }}\n",
        "styles/web.css": "body {{ background: url({target}) }}\n",
        "styles/epub.css": "body {{ background: url({target}) }}\n",
    },
    "css import": {
        "manuscript/manuscript.md": "A\n",
        "styles/print.css": '@import "{target}";\n',
    },
    "bibliography": {
        "manuscript/manuscript.md": "[@a]\n",
        "metadata.yaml": FACTS + 'bibliography: "{target}"\n',
    },
    "csl": {
        "manuscript/manuscript.md": "[@a]\n",
        "metadata.yaml": FACTS + 'csl: "{target}"\n',
    },
    "cover": {
        "manuscript/manuscript.md": "A\n",
        "metadata.yaml": FACTS + 'cover: "{target}"\n',
    },
    "manuscript": {
        "manuscript/manuscript.md": "A\n",
        "metadata.yaml": FACTS + 'manuscript: ["{target}"]\n',
    },
}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.replace(" ", "-"))
def test_what_is_outside_the_book_is_refused_by_name_and_never_read(
    way: str, target: str, make_book: MakeBook, listener: Listener, tmp_path: Path
) -> None:
    (tmp_path / "secret.png").write_text(SECRET, "utf-8")
    address = TARGETS[target].format(web=listener.address)
    files = {name: text.format(target=address) for name, text in WAYS[way].items()}
    out = tmp_path / "out"
    done = samizdat("build", make_book(None, dict(files)), "--out", out, "--draft", "--unvalidated")
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "Traceback" not in said
    assert "1 error" in said or "errors" in said, said
    assert address.partition("://")[2] in said if target == "web" else address in said
    for path in out.rglob("*.*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes()
            assert b"root:x:0" not in path.read_bytes()
    assert listener.calls == 0


@pytest.mark.parametrize(
    "path",
    ["manuscript/manuscript.md", "manuscript/notes.md", "manuscript/a.png", "styles/web.css"],
)
def test_a_symbolic_link_out_of_the_book_is_refused_by_name(
    path: str, make_book: MakeBook, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text(SECRET, "utf-8")
    book = make_book("![A](a.png)\n\nA text.\n")
    (book / path).parent.mkdir(exist_ok=True)
    (book / path).unlink(missing_ok=True)
    (book / path).symlink_to(tmp_path / "secret")
    out = tmp_path / "out"
    done = samizdat("build", book, "--out", out, "--draft", "--unvalidated")
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert path.rpartition("/")[2] in said
    assert "error" in said
    for edition in out.rglob("*.*"):
        if edition.is_file():
            assert SECRET.encode() not in edition.read_bytes()


def test_no_edition_holds_script(make_book: MakeBook, tmp_path: Path) -> None:
    book = make_book(
        "# One <script>alert(1)</script>\n\n"
        '<em onclick="alert(2)">A</em> [b](javascript:alert(3))\n\n'
        '<a href="java&#10;script:alert(4)">c</a>\n\n'
        '```{=html}\n<script>alert(5)</script>\n```\n\n[d]{onclick="alert(6)"}\n',
        {"metadata.yaml": FACTS.replace("A Small Book", "'A <script>alert(7)</script> Book'")},
    )
    done = samizdat("build", book, "--out", tmp_path / "out", "--draft", "--unvalidated")
    assert done.returncode == 0, done.stdout + done.stderr
    (page,) = (tmp_path / "out").glob("*/*.html")
    text = page.read_text("utf-8").replace(house_script(), "")
    assert text.count("<script") == 1  # samizdat's own, of which nothing is left
    assert "javascript:" not in text
    assert "onclick" not in text


def test_a_manuscript_can_not_choose_files_by_a_yaml_head(
    make_book: MakeBook, tmp_path: Path
) -> None:
    head = (
        "---\nbibliography: /etc/passwd\nheader-includes: <script>1</script>\n---\n\n# One\n\nA.\n"
    )
    done = samizdat("build", make_book(head), "--out", tmp_path / "out", "--unvalidated")
    assert done.returncode == 0, done.stdout + done.stderr
    (page,) = (tmp_path / "out").glob("*/*.html")
    assert page.read_text("utf-8").replace(house_script(), "").count("<script") == 1
