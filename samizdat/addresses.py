"""Addresses of links: which kinds a book may have, whether one is whole, and what was meant."""

from __future__ import annotations

import difflib
import re

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""What a link out of the book may begin with."""

# Host and port as the URL Standard has them, section 3.2, without user names and passwords.
_WEB_ADDRESS = re.compile(
    r"(?i)https?://[^\s/?#@:\"'<>\\^`{|}\[\]%]+(:\d+)?([/?#][^\s\"<>\\^`{|}]*)?"
)
_DOUBLED = re.compile(r"(?i)(?:https?:?/{0,3}:?){2,}")
_SLASHES = re.compile(r"(?i)(?P<scheme>https?)(?::/(?!/)|//|:///+|;//|:(?=[^/]))")
# Hosts as people write them without a scheme; a file of the book is seldom called so.
_HOST = re.compile(
    r"(?i)(?:www\.[\w-]+\.[a-z]{2,}|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|info|io|eu|de|fr|es|"
    r"it|pt|ru|uk|at|ch|be|nl|pl|br|ar|mx|cl))(?:[/:?#].*)?"
)


def is_web_address(address: str) -> bool:
    """Whether the address has a scheme, a host, and no character that has to be escaped."""
    return bool(_WEB_ADDRESS.fullmatch(address))


def meant(address: str) -> str | None:
    """What an address that begins wrongly was probably meant to be; None where nothing is wrong."""
    if doubled := _DOUBLED.match(address):
        return f"{_scheme(address)}://{address[doubled.end() :].lstrip(':/')}"
    if slashes := _SLASHES.match(address):
        return f"{slashes['scheme']}://{address[slashes.end() :]}"
    scheme, colon, rest = address.partition(":")
    if colon and rest.startswith("//") and scheme.lower() not in SCHEMES:
        near = difflib.get_close_matches(scheme.lower(), ("https", "http"), 1, 0.5)
        return f"{near[0]}:{rest}" if near else None
    return f"https://{address}" if _HOST.fullmatch(address) and "@" not in address else None


def _scheme(address: str) -> str:
    found = re.match(r"(?i)https?", address)
    return found.group().lower() if found else "https"
