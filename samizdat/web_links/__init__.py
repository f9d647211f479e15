"""The book's links to the web, and what the web said of them: the cache `web-links.json`.

Here the cache is read and written as text, and no socket is opened; `asking` does that, for
`samizdat check --online` alone.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    TypeAdapter,
    ValidationError,
)

from samizdat.findings import Location, Problem
from samizdat.folder import WEB_ANSWERS
from samizdat.scanner import TextFile
from samizdat.scanner.links import folded

PATH = WEB_ANSWERS

Method = Literal["HEAD", "GET"]
Failure = Literal["no-host", "no-answer", "not-asked"]
"""Why there is no status: the host's name is unknown, nothing came, or robots.txt forbids it."""


def _on_one_line(words: str) -> str:
    """Words of hosts as they may be shown: what moves a terminal's cursor gets percent signs."""
    return "".join(c if c.isprintable() else quote(c, errors="replace") for c in words)


Line = Annotated[str, AfterValidator(_on_one_line)]


@dataclass(frozen=True)
class WebLink:
    """A link to the web: its address, with the fragment, and where the book has it."""

    address: str
    location: Location


class Answer(BaseModel):
    """What was asked about an address, when, and what came of it.

    `status` is that of the page at the end of all redirects, whose address is `final`; `redirect`
    is the kind of the first one. `moved_to` is where the permanent redirects lead that come
    before any temporary one. `has_fragment` says whether the page has the link's fragment as an
    id or a name, where that could be looked for; `has_https` of an address in plain http whether
    the same one answers with https. Where nothing came, `failure` and `reason` say why.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    asked: AwareDatetime
    method: Method | None = None
    status: int | None = None
    final: Line | None = None
    redirect: Literal["permanent", "temporary"] | None = None
    moved_to: Line | None = None
    has_fragment: bool | None = None
    has_https: bool | None = None
    failure: Failure | None = None
    reason: Line | None = None

    @property
    def works(self) -> bool:
        """Whether the page is there."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether the page, or its whole host, is not there."""
        return self.status in {404, 410} or self.failure == "no-host"

    @property
    def told(self) -> str:
        """What came of the request, and when, as the end of a sentence."""
        if self.status is None:
            return f"gave no answer on {self.day}: {self.reason or 'why is not recorded'}"
        return f"answered {self.status} on {self.day}"

    @property
    def day(self) -> str:
        """The day of the request, as `2026-11-20`."""
        return self.asked.date().isoformat()


_CACHE = TypeAdapter(dict[str, Answer])
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_PLAIN_HTTP = re.compile(r"^http:(//[^/?#]*?)(?::80)?(?=[/?#]|$)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ANCHOR = re.compile(r"""<a\s[^<>]*?\bhref=["']?(?P<address>https?://[^\s"'<>]+)""", re.IGNORECASE)


def secured(address: str) -> str:
    """The same address with https in place of http; the port of plain http is left out."""
    return _PLAIN_HTTP.sub(r"https:\1", address)


def is_web_address(words: str) -> bool:
    """Whether the words are one address that begins with http: or https:."""
    return bool(_WEB.fullmatch(words))


def web_links(files: Iterable[TextFile]) -> Iterator[WebLink]:
    """The links to the web in Markdown texts; that of a reference is where its address stands."""
    for file in files:
        for start, written, address in sorted(_addresses(file)):
            if is_web_address(address):
                yield WebLink(address, file.location(start, len(written)))


def _addresses(file: TextFile) -> Iterator[tuple[int, str, str]]:
    """Where each address begins, how it is written, and how it reads without Markdown's escapes."""
    found = file.links
    of_pictures, of_links = (
        {folded(link.label) for link in found.links if link.is_image is is_image and link.label}
        for is_image in (True, False)
    )
    for link in found.links:
        if link.kind == "inline" and not link.is_image:
            yield link.target, link.address, _plain(link.address)
        elif link.kind == "autolink":
            yield link.target, link.address, html.unescape(link.address)
    for reference in found.references:
        if folded(reference.label) not in of_pictures - of_links:
            yield reference.target, reference.address, _plain(reference.address)
    for match in _ANCHOR.finditer(file.masked):
        yield match.start("address"), match["address"], html.unescape(match["address"])


def _plain(address: str) -> str:
    return html.unescape(_ESCAPED.sub(r"\1", address))


def load(file: TextFile) -> tuple[dict[str, Answer], list[Problem]]:
    """The answers of a cache by address, or none and the problem that prevents it."""
    try:
        return _CACHE.validate_json(file.text), []
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = " of ".join(str(step) for step in reversed(fault["loc"]))
        why = (f"{where}: " if where else "") + fault["msg"].removeprefix("Invalid JSON: ")
    return {}, [
        Problem(
            Location(file.path),
            f"{file.path} is not what was recorded of the web: {_on_one_line(why)}",
            "delete it, and let `samizdat check --online` ask again",
            "web-links-broken",
        )
    ]


def dump(answers: Mapping[str, Answer]) -> str:
    """The cache as key-sorted JSON; what is not known of an address is left out."""
    entries = {
        address: answer.model_dump(mode="json", exclude_none=True)
        for address, answer in answers.items()
    }
    return json.dumps(entries, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
