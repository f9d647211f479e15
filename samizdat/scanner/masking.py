"""What only looks like text: code, formulas and comments are turned to spaces, offsets stay."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from samizdat.scanner.prose import tables

_FENCE = re.compile(
    r"^(?P<indent>[ >]*)(?P<fence>`{3,}|~{3,})[^\n`]*$|^ {0,3}(?P<comment><!--)", re.MULTILINE
)
# With its first sign apart re finds a pattern fast.
_TICKS = re.compile(r"``*")
# What opens code or a comment, and what a backslash takes its meaning from.
_OPENING = re.compile(r"\\.|<!--|``*", re.DOTALL)
_EMPTY_LINE = re.compile(r"\n[ \t>]*(?=\n)")
_DISPLAY = re.compile(r"\$(?<!\\\$)\$[^$]+?\$\$", re.DOTALL)
# Pandoc manual, tex_math_dollars: no space inside the dollars, no digit after the closing one.
_INLINE = re.compile(
    r"\$(?<![\\$]\$)(?=[^\s$])(?:\\.|[^\\$\n]|\n(?!\s*\n))*?(?<=[^\s\\])\$(?![\d$])"
)
_INDENTED = re.compile(r"(?: {4}|\t)")
_INDENTATION = 4
_MARKER = re.compile(
    r"[ \t]*(?:[-*+]|\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|\#)[.)]|\(@\w*\)"
    r"|(?P<anywhere>[:~]|\[\^[^\]]+\]:))(?:\s+|$)"
)
# Lines below which no paragraph goes on: headings, rules, divisions.
_BOUNDARY = re.compile(r" {0,3}(?:#{1,6}\s|[-*_=](?:[ \t]*[-*_=])*[ \t]*$|:{3,})")


def mask(text: str) -> str:
    """The text with code, formulas and comments turned to spaces; every offset stays."""
    text = _mask_indented(_mask_fences(text))
    text = _without(text, [(start, end) for start, end, _ in _inline(text)])
    for pattern in (_DISPLAY, _INLINE):
        text = pattern.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def without_comments(text: str) -> str:
    """The text with comments turned to spaces, but not those that code shows."""
    if "<!--" not in text:
        return text
    found = _inline(_mask_indented(_mask_fences(text)))
    return _without(text, [(start, end) for start, end, is_comment in found if is_comment])


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with parts that follow each other turned to spaces."""
    done, kept = list[str](), 0
    for start, end in spans:
        done += [text[kept:start], re.sub(r"[^\n]", " ", text[start:end])]
        kept = end
    return "".join([*done, text[kept:]])


def _inline(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where code within paragraphs stands, and comments, which are told by the third part.

    What begins first hides the signs of the other. Code ends with as many backticks as it began
    with, in the same paragraph. Source: pandoc manual, "Verbatim".
    """
    ticks: dict[int, list[int]] = {}
    for match in _TICKS.finditer(text):
        ticks.setdefault(len(match.group()), []).append(match.start())
    empty = [match.start() for match in _EMPTY_LINE.finditer(text)] if ticks else []
    last_comment = text.rfind("-->")
    position = 0
    while opening := _OPENING.search(text, position):
        sign, start, position = opening.group(), opening.start(), opening.end()
        end = -1
        if sign == "<!--" and position <= last_comment:
            end = text.find("-->", position) + 3
        elif sign[0] == "`":
            same = ticks.get(len(sign), [])
            place = bisect_left(same, position)
            paragraph = bisect_left(empty, position)
            limit = empty[paragraph] if paragraph < len(empty) else len(text)
            if place < len(same) and same[place] < limit:
                end = same[place] + len(sign)
        if end >= 0:
            yield start, end, sign == "<!--"
            position = end


def _mask_fences(text: str) -> str:
    if "```" not in text and "~~~" not in text:
        return text
    done: list[str] = []
    kept = position = 0
    last_comment = text.rfind("-->")
    while opening := _FENCE.search(text, position):
        if opening["comment"]:  # what looks like a fence in a comment is none
            position = opening.end()
            if position <= last_comment:
                position = text.find("-->", position) + 3
            continue
        closing = re.compile(
            rf"^[ >]*{re.escape(opening['fence'][0])}{{{len(opening['fence'])},}}[ \t]*$",
            re.MULTILINE,
        ).search(text, opening.end())
        if closing is None:  # Without an end it is no fenced block (pandoc), so read on behind it.
            position = opening.end()
            continue
        inside = re.sub(r"[^\n]", " ", text[opening.start() : closing.end()])
        done += [text[kept : opening.start()], inside]
        kept = position = closing.end()
    return "".join([*done, text[kept:]])


def _mask_indented(text: str) -> str:
    """Indented code blocks: after an empty line, and farther in than the list or note around."""
    lines = text.split("\n")
    tables = _lines_of_tables(text, lines)
    contents: list[int] = []  # the columns at which the lists and notes around have their text
    in_code = False
    after_blank = True
    for number, line in enumerate(lines):
        if not line or line.isspace():
            after_blank = True
            continue
        is_boundary = False
        if number in tables:
            in_code = False
        elif line[0] in " \t" and _INDENTED.match(line):
            column = _column(line)
            while len(contents) > 1 and contents[-1] > column:
                contents.pop()
            is_deep = not contents or column - contents[-1] >= _INDENTATION
            in_code = is_deep and (after_blank or in_code)
            if in_code:
                lines[number] = " " * len(line)
            elif contents and (marker := _MARKER.match(line)):
                contents += _columns(line, marker)
        else:
            # Within a paragraph no list begins (pandoc manual, "Lists").
            marker = _MARKER.match(line)
            if marker and (after_blank or contents or marker["anywhere"]):
                contents = _columns(line, marker)
            elif after_blank:
                contents = []
            is_comment = line.startswith("<!--") and line.rstrip().endswith("-->")
            is_boundary = bool(_BOUNDARY.match(line)) or (is_comment and (after_blank or in_code))
            in_code = False
        after_blank = is_boundary
    return "\n".join(lines)


def _column(words: str) -> int:
    """How far in the first sign of a line stands; a tab reaches to the next fourth column."""
    words = words.expandtabs(_INDENTATION)
    return len(words) - len(words.lstrip())


def _columns(line: str, marker: re.Match[str]) -> list[int]:
    """Where the text behind a marker of a list or note begins, and behind a second one there.

    Source: pandoc manual, "Block content in list items" and "Footnotes".
    """
    column = _column(line) + _INDENTATION
    if not marker["anywhere"]:
        column = len(line[: marker.end()].expandtabs(_INDENTATION))
    second = _MARKER.match(line, marker.end())
    if second is None or second.end() == len(line):
        return [column]
    return [column, column + second.end() - second.start()]


def _lines_of_tables(text: str, lines: list[str]) -> set[int]:
    """The numbers of the lines of tables, in which cells may stand as far in as they like."""
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    found: set[int] = set()
    for start, end in tables(text, text):
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end) - 1
        if min(map(_column, lines[first : first + 2])) < _INDENTATION:
            found.update(range(first, last + 1))
    return found
