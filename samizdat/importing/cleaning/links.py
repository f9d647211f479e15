"""Addresses that were broken on the way are mended, and bare ones become links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat import addresses
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.scanner import Spans, TextFile
from samizdat.scanner.links import Link

# No address goes on over these; the last ones are stops and brackets of Chinese and Japanese.
_STOPS = r"\s<>\"\[\]“”„«»。，、；：！？（）「」『』《》【】"
_BARE = re.compile(
    rf"(?<![\w<\[\"'=@/])(?<!\]\()(?:https?:/{{1,2}}|https?//|www\.)[^{_STOPS}]*[^{_STOPS}.,;:!?'’*]",
    re.IGNORECASE,
)
# The rest of an address that a line's end has cut. Behind a slash, with which many addresses end,
# it has to have a sign that words do not have.
_END, _SLASH = r"(?: {2,}|\\)?\n[ \t]*", r"(?=[\w.%+-]*(?:[/?=&#%_\d]|-\w+-\w|\.html?\b))"
_REST = re.compile(rf"(?:(?<=[_=&?%-]){_END}|(?<=/){_END}{_SLASH})(?P<rest>[\w%./?=&#+-]*[\w/=&#])")
_CUT_AUTOLINK = re.compile(r"<https?://[^\s<>]*(?P<cut>[ \t\\]*\n[ \t]*)[^\s<>]+>")
# The address of a link in the place of the address of another.
_NESTED = re.compile(r"\[[^\]\s]*\]\((?P<address>https?://[^()\s]*)\)?")
_SPACE = re.compile(r"(?<!\s)(?:\s+|\\\n[ \t]*)")
_CUT = "the end of a line has cut the address"


def mend_links(draft: Draft) -> Iterator[Edit]:
    """Broken addresses are mended where there is no doubt, and bare ones get angle brackets."""
    file = draft.file
    for match in _CUT_AUTOLINK.finditer(file.masked):
        yield Edit(match.start("cut"), match.end("cut"), "", _CUT, "respelt")
    for link in file.links.links:
        if not link.is_image:
            yield from _linked(draft, link)
    yield from _bare(draft)


def _bare(draft: Draft) -> Iterator[Edit]:
    """Addresses in the text, with what a line's end has cut off them, as links."""
    file, done = draft.file, 0
    links = _links(file)
    for match in _BARE.finditer(file.masked):
        start = match.start()
        if start in links or start < done:
            continue
        address = _balanced(match.group())
        done = start + len(address)
        cut = _REST.match(file.masked, done)
        whole = address + cut["rest"] if cut else address
        done = cut.end() if cut else done
        meant = addresses.meant(whole) or whole
        if addresses.is_web_address(meant) and "." in meant:
            yield Edit(
                start,
                done,
                f"<{meant}>",
                _CUT if cut else "a bare address becomes a link",
                "same" if meant == address else "respelt",
                "likely" if cut else "sure",
            )


def _links(file: TextFile) -> Spans:
    """Where an address is a link already, or that of a reference."""
    references = ((one.start, one.target + len(one.address)) for one in file.links.references)
    return Spans([*((one.start, one.end) for one in file.links.links), *references])


def _linked(draft: Draft, link: Link) -> Iterator[Edit]:
    """The address of a link as it was meant, and words that are an address in one line."""
    text, end = draft.text, link.target + len(link.address)
    words = _SPACE.sub("", link.words)
    is_whole = link.kind == "inline" and text[link.target : end] == link.address
    if is_whole and (meant := _meant(link.address)):
        yield Edit(link.target, end, meant, f"the address {link.address} was mistyped", "respelt")
    elif is_whole and words == link.address and text[end : link.end] == ")":
        if addresses.is_web_address(words):
            why = "the words of the link are its address"
            yield Edit(link.start, link.end, f"<{words}>", why, "respelt")
    elif link.kind != "autolink" and addresses.is_web_address(words):
        for match in _SPACE.finditer(text, link.start + 1, link.start + 1 + len(link.words)):
            yield Edit(match.start(), match.end(), "", _CUT, "respelt")


def _meant(address: str) -> str | None:
    """The address that a mistyped one was meant to be; None where nothing is wrong, or not sure."""
    nested = _NESTED.fullmatch(address)
    whole = nested["address"] if nested else _SPACE.sub(_joint, address)
    meant = addresses.meant(whole) or whole
    return meant if meant != address and addresses.is_web_address(meant) else None


def _joint(space: re.Match[str]) -> str:
    """What stands for white space in an address: nothing for a line's end, else its code."""
    return "" if "\n" in space.group() else "%20"


def _balanced(address: str) -> str:
    """The address without a closing bracket that the sentence has."""
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".,;:")
    return address
