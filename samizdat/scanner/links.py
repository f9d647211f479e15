"""Links, pictures, references and ids by position."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from samizdat.scanner.lines import at_line_starts

Kind = Literal["inline", "reference", "autolink"]


@dataclass(frozen=True)
class Link:
    """A link or, where `is_image`, a picture, from `start` to `end`.

    `words` stand between the brackets. `address` is empty where a reference has no definition;
    `label` is what a reference names. `target` is the offset at which address or label begins.
    """

    kind: Kind
    start: int
    end: int
    words: str
    address: str
    label: str
    target: int
    is_image: bool = False


@dataclass(frozen=True)
class Reference:
    """`[label]: address` from `start`, the address from `target`."""

    label: str
    address: str
    start: int
    target: int


@dataclass(frozen=True)
class Identifier:
    """An id that the text itself gives, at `start`."""

    id: str
    start: int


@dataclass(frozen=True)
class Links:
    """What a file says of links.

    `unclosed` are the offsets of addresses whose parenthesis is never closed, `brackets` the
    pairs of offsets of all matching brackets, `ids` what `{#id}` and `id="…"` name.
    """

    links: tuple[Link, ...]
    references: tuple[Reference, ...]
    unclosed: tuple[int, ...]
    brackets: tuple[tuple[int, int], ...]
    ids: tuple[Identifier, ...]


_DEEPEST = 40
"""How deep brackets are looked at; nobody nests them so, but a hostile text would take for ever."""

# Each part begins with a sign of its own, for which re can look fast.
_BRACKETS = {
    "[": re.compile(r"\\.|\[|\]|\n[ \t]*\n", re.DOTALL),
    "(": re.compile(r"\\.|\(|\)|\n[ \t]*\n", re.DOTALL),
}
_TITLE = re.compile(r"""\s+(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')\s*$""", re.DOTALL)
_AUTOLINK = re.compile(r"<(?P<address>(?:https?|ftp|mailto):[^<>\s]+)>", re.IGNORECASE)
_REFERENCE = re.compile(
    r"[ ]{0,3}\[(?P<label>[^\]\[^@\n][^\]\[\n]*)\]:[ \t]*<?(?P<address>[^\s>]+)"
)
_ID = re.compile(
    r"""\{[^{}\n]*?#(?P<braced>[\w:.-]+)|<[a-zA-Z][^<>\n]*?\sid=["']?(?P<html>[^\s"'>]+)"""
)


def links(masked: str) -> Links:
    """The links of a text in which code, formulas and comments are masked."""
    references = tuple(
        Reference(match["label"], match["address"], match.start(), match.start("address"))
        for match in at_line_starts(_REFERENCE, masked)
    )
    known = {folded(reference.label): reference.address for reference in references}
    pairs = tuple(sorted(_pairs(masked, "[")))
    parentheses = dict(_pairs(masked, "(")) if "](" in masked else {}
    closing, found, unclosed = dict(pairs), list[Link](), list[int]()
    labels = set[int]()
    for start, end in pairs:
        words = masked[start + 1 : end]
        if words.startswith("^") or start in labels:
            continue  # the label of a note or of a reference
        is_image = start > 0 and masked[start - 1] == "!"
        after = masked[end + 1 : end + 2]
        if after == "(":
            stop = _closed(masked, end + 1, parentheses)
            if stop is None:
                unclosed.append(end + 1)
                continue
            address, target = _address(masked, end + 2, stop)
            link = Link("inline", start, stop + 1, words, address, "", target, is_image)
            found.append(link)
        elif after == "[" and end + 1 in closing and not masked.startswith("^", end + 2):
            label = masked[end + 2 : closing[end + 1]] or words
            address = known.get(folded(label), "")
            stop = closing[end + 1] + 1
            labels.add(end + 1)
            found.append(Link("reference", start, stop, words, address, label, end + 2, is_image))
        elif folded(words) in known and after != ":":
            address = known[folded(words)]
            found.append(
                Link("reference", start, end + 1, words, address, words, start + 1, is_image)
            )
    # An address in angle brackets may be that of a link or of a reference.
    taken = {reference.target for reference in references} | {link.target for link in found}
    for match in _AUTOLINK.finditer(masked):
        address = match["address"]
        if match.start() + 1 in taken:
            continue
        found.append(
            Link("autolink", match.start(), match.end(), address, address, "", match.start() + 1)
        )
    ids = (
        Identifier(match["braced"] or match["html"], match.start(match.lastgroup or 0))
        for match in _ID.finditer(masked)
    )
    return Links(
        tuple(sorted(found, key=lambda link: link.start)),
        references,
        tuple(unclosed),
        pairs,
        tuple(ids),
    )


def folded(label: str) -> str:
    """A label of a reference as it is compared: without case, white space as one space."""
    return " ".join(label.split()).casefold()


def _pairs(masked: str, opening: str) -> Iterator[tuple[int, int]]:
    """The matching brackets of a kind; none reaches over an empty line."""
    opened: list[int] = []
    for match in _BRACKETS[opening].finditer(masked):
        sign = match.group()
        if sign == opening:
            opened.append(match.start())
        elif sign[0] == "\n":
            opened.clear()
        elif sign[0] != "\\" and opened:
            start = opened.pop()
            if len(opened) < _DEEPEST:
                yield start, match.start()


def _closed(masked: str, start: int, parentheses: dict[int, int]) -> int | None:
    """The offset of the parenthesis that closes the one at `start`, within the paragraph."""
    if masked.startswith("<", start + 1):  # an address in angle brackets may hold parentheses
        line = masked[start : masked.find("\n", start)]
        end = line.find(">")
        if end >= 0:
            stop = line.find(")", end)
            return start + stop if stop >= 0 else None
    return parentheses.get(start)


def _address(masked: str, start: int, stop: int) -> tuple[str, int]:
    """The address between parentheses without its title, and where it begins."""
    inside = _TITLE.sub("", masked[start:stop])
    begin = start + len(inside) - len(inside.lstrip())
    address = inside.strip()
    if address.startswith("<") and address.endswith(">"):
        return address[1:-1], begin + 1
    return address, begin
