"""Catalogs, looked at as the specifications have them, and opened as a reading app opens them."""

from __future__ import annotations

import functools
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import etree

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/terms/",
    "opf": "http://www.idpf.org/2007/opf",
    "schema": "http://schema.org/",
}
OPEN = "http://opds-spec.org/acquisition/open-access"
PRESS = "https://press.example"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"


def found(element: Any, path: str) -> list[Any]:
    results: list[Any] = element.xpath(path, namespaces=NAMES)
    return results


def as_atom(text: str) -> Any:
    """The acquisition feed, after a look at what Atom and OPDS 1.2 say that it must have."""
    feed = etree.fromstring(text.encode())
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    entries = found(feed, "atom:entry")
    for one in (feed, *entries):  # RFC 4287, 4.1.1 and 4.1.2
        for name in ("id", "title", "updated"):
            assert len(found(one, f"atom:{name}")) == 1, name
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", found(one, "atom:id")[0].text)
        assert re.fullmatch(MOMENT, found(one, "atom:updated")[0].text)
        kinds = [
            (e.get("type"), e.get("hreflang")) for e in found(one, "atom:link") if alternate(e)
        ]
        assert len(set(kinds)) == len(kinds)
    ids = [element.text for element in found(feed, "//atom:id")]
    assert len(set(ids)) == len(ids)
    assert len(found(feed, "atom:author/atom:name")) == 1
    for person in found(feed, "//atom:author | //atom:contributor"):
        assert len(found(person, "atom:name")) == 1
    own = found(feed, "atom:link[@rel='self' or @rel='start']/@type")
    assert own == ["application/atom+xml;profile=opds-catalog;kind=acquisition"] * 2
    for entry in entries:  # OPDS 1.2, sections 5.1 to 5.4
        links = found(entry, "atom:link[starts-with(@rel, 'http://opds-spec.org/acquisition')]")
        assert links
        for link in links:
            assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", link.get("type"))
        for image in found(entry, "atom:link[starts-with(@rel, 'http://opds-spec.org/image')]"):
            assert image.get("type") in {"image/png", "image/jpeg", "image/gif"}
        assert not found(entry, "dc:title | dc:creator | dc:subject | dc:rights | dc:description")
        assert all(one.get("type") == "text" for one in found(entry, "atom:summary"))
        assert not found(entry, "atom:summary/*")
    for address in found(feed, "//atom:link/@href"):
        assert not re.search(r'[ <>{}|^`"\n]', address)
        assert urljoin(f"{PRESS}/lamp/", address).startswith(f"{PRESS}/lamp/")
    return feed


def alternate(link: Any) -> bool:
    return bool(link.get("rel") == "alternate")


def as_json(text: str, *, covers: bool = True) -> Any:
    """The feed, after a look at what OPDS 2.0 says that it must have."""
    feed = json.loads(text)
    assert feed["metadata"]["title"]
    (own,) = [one for one in feed["links"] if one["rel"] == "self"]
    assert own["type"] == "application/opds+json"
    own_addresses = set()
    for one in feed["publications"]:
        facts, links = one["metadata"], one["links"]
        assert facts["title"]
        assert facts["@type"] == "http://schema.org/Book"
        assert re.fullmatch(MOMENT, facts["modified"])
        assert facts["identifier"].startswith("urn:")
        own_addresses |= {link["href"] for link in links if link["rel"] == "self"}
        assert any(link["rel"] == OPEN for link in links)
        if covers:
            kinds = {image["type"] for image in one["images"]}
            assert kinds & {"image/jpeg", "image/png", "image/gif"}
        for link in (*links, *one.get("images", ())):
            assert link["href"]
            assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", link["type"])
    assert len(own_addresses) == len(feed["publications"])
    return feed


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server on loopback that gives out the files of a folder."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def client_sees(*addresses: str) -> list[Any]:
    """What the library of a reading app makes of the catalogs."""
    node = shutil.which("node") or f"{sys.prefix}/bin/node"
    packages = Path(sys.prefix) / "npm-develop" / "node_modules"
    script = Path(__file__).parent / "opds_client.js"
    done = subprocess.run(
        [node, script, packages, *addresses],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    seen: list[Any] = json.loads(done.stdout)
    return seen
