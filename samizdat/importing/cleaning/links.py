"""Addresses that were broken on the way are mended, and bare ones become links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat import addresses
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit

# An address that a line's end or a space has cut behind a sign that no sentence has there.
_CUT = re.compile(
    r"https?://[^\s<>\"()\[\]]*[/_=&?%-](?P<cut>(?: {2,}|\\)?\n[ \t]*)(?P<rest>[\w%./?=&#-]{4,})"
)
_BARE = re.compile(r"(?<![\w<(\[\"'=])(?:https?://|www\.)[^\s<>\"\[\]]*[^\s<>\"\[\].,;:!?'”’»*_]")


def mend_links(draft: Draft) -> Iterator[Edit]:
    """Broken addresses are mended where there is no doubt, and bare ones get angle brackets."""
    file = draft.file
    for match in _CUT.finditer(file.masked):
        yield Edit(
            match.start("cut"),
            match.end("cut"),
            "",
            "the end of a line has cut the address",
            "respelt",
        )
    inside = list[tuple[int, int]]()
    for link in file.links.links:
        inside.append((link.start, link.end))
        if link.is_image or not link.address:
            continue
        meant = addresses.meant(link.address)
        if meant and meant != link.address and addresses.is_web_address(meant):
            end = link.target + len(link.address)
            if draft.text[link.target : end] == link.address:
                yield Edit(
                    link.target, end, meant, f"the address {link.address} was mistyped", "respelt"
                )
    for match in _BARE.finditer(file.masked):
        if any(start <= match.start() < end for start, end in inside):
            continue
        address = _balanced(match.group())
        meant = addresses.meant(address) or address
        if addresses.is_web_address(meant):
            yield Edit(
                match.start(),
                match.start() + len(address),
                f"<{meant}>",
                "a bare address becomes a link",
                "same" if meant == address else "respelt",
            )


def _balanced(address: str) -> str:
    """The address without a closing bracket that the sentence has."""
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".,;:")
    return address
