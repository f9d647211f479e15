"""Where the notes are in a Markdown text: definitions and calls, by position. No pandoc.

Pandoc's tree has neither positions nor labels, and it is silent about most faults of notes; this
scanner reads the text as it was written. It knows as much of pandoc's Markdown as it needs to
leave out what only looks like a note: code, formulas, comments.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from samizdat.findings import Location


@dataclass(frozen=True)
class TextFile:
    """A file of the book as text. `path` is relative to the book folder."""

    path: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def location(self, offset: int, width: int = 1) -> Location:
        """The place of `width` characters from `offset` on, counted from 0."""
        row = bisect_right(self._starts, offset) - 1
        start = self._starts[row]
        end = self.text.find("\n", start)
        excerpt = self.text[start : end if end >= 0 else None]
        return Location(self.path, row + 1, offset - start + 1, width, excerpt)

    @cached_property
    def masked(self) -> str:
        """The text with code, formulas and comments turned to spaces."""
        return mask(self.text)

    @cached_property
    def notes(self) -> Notes:
        """The definitions and calls of notes in this file."""
        return scan(self.masked)


def find(files: Sequence[TextFile], *wordings: str, nth: int = 0) -> Location:
    """The place of the first wording that stands in the files, the `nth` one from 0 on.

    A backslash may stand before any character, as Markdown lets it. What stands in code counts
    only where nothing else is; where nothing is at all, the begin of the first file is the place.
    """
    for words in filter(None, wordings):
        pattern = re.compile(r"\\?".join(map(re.escape, words)))
        for in_code in (False, True):
            places = [
                file.location(match.start(), len(match.group().split("\n")[0]))
                for file in files
                for match in pattern.finditer(file.text if in_code else file.masked)
            ]
            if places:
                return places[min(nth, len(places) - 1)]
    return Location(files[0].path if files else "")


@dataclass(frozen=True)
class Definition:
    """`[^label]:` from `start`, its text from `body` to `end`, as offsets into the file."""

    label: str
    start: int
    body: int
    end: int


@dataclass(frozen=True)
class Call:
    """`[^label]` from `start` to `end`; `inside` is the label of the note that it stands in."""

    label: str
    start: int
    end: int
    inside: str | None


@dataclass(frozen=True)
class Notes:
    """What a file says of notes. `inline` are the offsets of `^[`."""

    definitions: tuple[Definition, ...]
    calls: tuple[Call, ...]
    inline: tuple[int, ...]


_FENCE = re.compile(r"^(?P<indent>[ >]*)(?P<fence>`{3,}|~{3,})[^\n`]*$", re.MULTILINE)
_CODE = re.compile(r"(?<![\\`])(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DISPLAY = re.compile(r"(?<!\\)\$\$[^$]+?\$\$", re.DOTALL)
# Pandoc manual, tex_math_dollars: no space inside the dollars, no digit after the closing one.
_INLINE = re.compile(r"(?<![\\$])\$(?=[^\s$])(?:\\.|[^\\$\n]|\n(?!\s*\n))*?(?<=[^\s\\])\$(?![\d$])")
_DEFINITION = re.compile(r"^(?:>[ ]?)*[ ]{0,3}\[\^(?P<label>[^\] \t\n\[]+)\]:[ \t]*", re.MULTILINE)
_CALL = re.compile(r"(?<!\\)\[\^(?P<label>[^\] \t\n\[]+)\]")
_INLINE_NOTE = re.compile(r"(?<!\\)\^\[")
_INDENTED = re.compile(r"(?: {4}|\t)")
_CONTAINER = re.compile(r" {0,3}(?:[-*+:~]|\(?\w{1,4}[.)]|\(?@\w*\)?|\[\^[^\]]+\]:)(?:\s|$)")


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def mask(text: str) -> str:
    """The text with code, formulas and comments turned to spaces; every offset stays."""
    text = _mask_indented(_mask_fences(text))
    for pattern in (_COMMENT, _CODE, _DISPLAY, _INLINE):
        text = pattern.sub(_blank, text)
    return text


def _mask_fences(text: str) -> str:
    position = 0
    while opening := _FENCE.search(text, position):
        closing = re.compile(
            rf"^[ >]*{re.escape(opening['fence'][0])}{{{len(opening['fence'])},}}[ \t]*$",
            re.MULTILINE,
        ).search(text, opening.end())
        if closing is None:  # Without an end it is no fenced block (pandoc), so read on behind it.
            position = opening.end()
            continue
        inside = re.sub(r"[^\n]", " ", text[opening.start() : closing.end()])
        text = text[: opening.start()] + inside + text[closing.end() :]
        position = closing.end()
    return text


def _mask_indented(text: str) -> str:
    """Indented code blocks: after an empty line, and not the inside of a list or a note."""
    lines = text.split("\n")
    inside_container = in_code = False
    after_blank = True
    for number, line in enumerate(lines):
        if not line.strip():
            after_blank = True
            continue
        if _INDENTED.match(line):
            in_code = not inside_container and (after_blank or in_code)
            if in_code:
                lines[number] = " " * len(line)
        else:
            in_code = False
            if after_blank or _CONTAINER.match(line):
                inside_container = bool(_CONTAINER.match(line))
        after_blank = False
    return "\n".join(lines)


def scan(masked: str) -> Notes:
    """The notes of a Markdown text in which code, formulas and comments are masked."""
    definitions = _definitions(masked)
    heads = {definition.start for definition in definitions}
    calls = []
    for match in _CALL.finditer(masked):
        if match.start() in heads:
            continue
        inside = next((d.label for d in definitions if d.body <= match.start() < d.end), None)
        calls.append(Call(match["label"], match.start(), match.end(), inside))
    inline = tuple(match.start() for match in _INLINE_NOTE.finditer(masked))
    return Notes(definitions, tuple(calls), inline)


def _definitions(masked: str) -> tuple[Definition, ...]:
    found: list[Definition] = []
    for match in _DEFINITION.finditer(masked):
        before = masked[: match.start()].rstrip(" \t")
        previous = before.removesuffix("\n").rpartition("\n")[2].strip(" \t>")
        # Pandoc reads a definition glued to a paragraph as text of that paragraph.
        glued = bool(previous) and not previous.startswith("#")
        if glued and not (found and found[-1].end >= match.start()):
            continue
        start = match.start() + match.group().index("[^")
        found.append(Definition(match["label"], start, match.end(), _end(masked, match.end())))
    return tuple(found)


def _end(masked: str, body: int) -> int:
    """Where the note's text ends: before a line that is not indented and follows an empty one."""
    position = masked.find("\n", body)
    blank = False
    while position >= 0:
        start = position + 1
        stop = masked.find("\n", start)
        line = masked[start : stop if stop >= 0 else None]
        if not line.strip(" \t>"):
            blank = True
        elif _DEFINITION.match(masked, start) or (blank and not _INDENTED.match(line)):
            return start
        else:
            blank = False
        position = stop
    return len(masked)
