r"""Backslashes that pandoc writes to be sure, and that no person would type.

A backslash goes only where the Markdown means the same without it. A paragraph is looked at as a
whole, since a mark that stands alone in it can't pair with another.
"""

from __future__ import annotations

import re

_PIECE = re.compile(
    r"""
    (?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))
    | (?P<escape>\\[^\w\s])
    | (?P<math>\$\$.+?\$\$ | \$(?=\S)[^$]*?(?<=[^\s\\])\$(?!\d))
    | (?P<target>\]\((?:[^()\s\\]|\\.|\([^()\s]*\))*(?:\s+"(?:[^"\\]|\\.)*")?\))
    | (?P<address><[a-z][\w+.-]*:[^\s<>]*>)
    | (?P<note>\[\^[^\]\s]+\])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# What can stand before the first word of a block.
_OPENING = re.compile(r"(?:[\s>|]|[-*+:]\s|\(?\w{1,4}[.)]\s|\[\^[^\]]+\]:\s)*\Z")
_ALONE = frozenset("*_$~^`")


def without_needless(chunk: str, headings: frozenset[str]) -> str:
    """A piece of Markdown without empty lines, less its needless backslashes.

    `headings` are those of the text, in small letters: in brackets they would be links.
    """
    if "\\" not in chunk:
        return chunk
    pieces = [(match.lastgroup or "", match[0]) for match in _pieces(chunk)]
    bracketed = _brackets(pieces, headings)
    alone = {mark for mark in _ALONE if _count(pieces, mark) == 1}
    spaced = {mark for mark in "*$" if _only_before_spaces(pieces, mark)}
    out: list[str] = []
    for number, (kind, piece) in enumerate(pieces):
        if kind == "escape":
            after = "".join(t for _, t in pieces[number + 1 : number + 3])
            before = "".join(out)[-200:]
            mark = piece[1]
            if number in bracketed or (
                not _opens(before) and _is_needless(mark, before, after, alone | spaced, chunk)
            ):
                piece = mark
        out.append(piece)
    return "".join(out)


def _pieces(chunk: str) -> list[re.Match[str]]:
    return list(_PIECE.finditer(chunk))


def _opens(before: str) -> bool:
    """Whether the next character is the first of a line."""
    return _OPENING.match(before.rpartition("\n")[2]) is not None


def _count(pieces: list[tuple[str, str]], mark: str) -> int:
    return sum(
        piece.count(mark) for kind, piece in pieces if kind in {"escape", "other", "code", "math"}
    )


def _only_before_spaces(pieces: list[tuple[str, str]], mark: str) -> bool:
    """Whether the mark can't begin anything: no other of its kind means something."""
    for number, (kind, piece) in enumerate(pieces):
        if mark in piece and kind in {"other", "math"}:
            return False
        if kind == "escape" and piece[1] == mark:
            after = pieces[number + 1][1] if number + 1 < len(pieces) else " "
            if not after.isspace():
                return False
    return True


def _is_needless(mark: str, before: str, after: str, alone: set[str], chunk: str) -> bool:
    if mark in _ALONE:
        return mark in alone and not after.startswith("[")
    if mark == "#":
        return before.endswith((" ", "(")) and not chunk.startswith("#")
    if mark == ">":
        return True
    if mark == "<":
        return after[:1].isspace() or after[:1].isdigit() or after[:1] in {"=", ""}
    if mark == "|":
        return "\n" not in chunk and not chunk.startswith("|")
    return False


def _brackets(pieces: list[tuple[str, str]], headings: frozenset[str]) -> set[int]:
    """The numbers of the pieces that are brackets around words, and no mark of Markdown."""
    waiting: list[int] = []
    found: set[int] = set()
    for number, (kind, piece) in enumerate(pieces):
        if kind != "escape":
            continue
        if piece == "\\[":
            waiting.append(number)
        elif piece == "\\]" and waiting:
            first = waiting.pop()
            before = "".join(t for _, t in pieces[max(0, first - 60) : first])
            inner = "".join(t for _, t in pieces[first + 1 : number])
            after = pieces[number + 1][1] if number + 1 < len(pieces) else ""
            if len(waiting) < 2 and _are_words(before, inner, after, headings):
                found |= {first, number}
    return found


def _are_words(before: str, inner: str, after: str, headings: frozenset[str]) -> bool:
    return not (
        after[:1] in {"(", "{", "[", ":", "]"} - ({"]"} if after == "]" else set())
        or before.endswith(("!", "]", "^"))
        or inner.startswith(("^", "\\^"))
        or "@" in inner
        or not inner.strip()
        or inner in {"x", "X"}
        or inner.strip().lower() in headings
    )
