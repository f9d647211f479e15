"""Whether a page on the web has the place that a fragment names."""

from __future__ import annotations

from email.message import Message
from urllib.parse import unquote

from lxml import etree

_TYPES = {"text/html", "application/xhtml+xml"}


def can_be_looked_for(fragment: str) -> bool:
    """Whether a fragment is the name of an element.

    Some are routes or words to be marked, which programs in the page look after; `#` and `#top`
    are the head of every page (HTML Living Standard, 7.4.6.3).
    """
    plain = fragment not in {"", "top"} and not fragment.startswith(("/", "!"))
    return plain and ":~:" not in fragment


def is_page(content_type: str) -> bool:
    """Whether an answer of this type is HTML."""
    return _header(content_type).get_content_type() in _TYPES


def names(page: bytes, content_type: str) -> frozenset[str] | None:
    """All ids of the page and the names of its anchors, or None where it is nothing to be read."""
    try:
        root = etree.fromstring(page, _parser(_header(content_type).get_content_charset()))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    found = [element.get("id") for element in root.iter()]
    found += [element.get("name") for element in root.iter("a")]
    return frozenset(name for name in found if name)


def _parser(charset: str | None) -> etree.HTMLParser:
    try:
        return etree.HTMLParser(encoding=charset, no_network=True)
    except LookupError:  # a charset that nobody knows; then the page may say another
        return etree.HTMLParser(no_network=True)


def is_among(fragment: str, known: frozenset[str]) -> bool:
    """Whether the fragment is one of the names, as it stands or without its percent signs.

    Some hosts of program texts put `user-content-` before all ids, and let a script find them.
    """
    spellings = {fragment, unquote(fragment)}
    return any(name in known or f"user-content-{name}" in known for name in spellings)


def _header(content_type: str) -> Message:
    message = Message()
    message["Content-Type"] = content_type
    return message
